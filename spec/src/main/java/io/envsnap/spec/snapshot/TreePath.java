package io.envsnap.spec.snapshot;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An absolute, normal path below the root of a machine. Bytes of a file name that are not UTF-8
 * stand as lone surrogates U+DC80 to U+DCFF (Python's {@code surrogateescape}, PEP 383). No record,
 * so that what is above a normal path need not be looked at again.
 */
public final class TreePath implements Comparable<TreePath> {
  /** The root of the tree. */
  public static final TreePath ROOT = new TreePath("/");

  private final String value;

  private TreePath(String value) {
    this.value = value;
  }

  /**
   * The path of that text, which starts with {@code /} and has no empty, {@code .} or {@code ..}
   * component and no NUL; the root itself is {@code /}.
   *
   * @throws IllegalArgumentException for every text that could lead elsewhere than it reads
   */
  public static TreePath of(String value) {
    if (!isNormal(value)) {
      throw new IllegalArgumentException("not an absolute normal path: `" + value + "`");
    }
    return new TreePath(value);
  }

  /** Its text. */
  public String value() {
    return value;
  }

  private static boolean isNormal(String value) {
    return value.equals("/") || (value.startsWith("/") && isNormal(value, 1));
  }

  /** Whether that is one or more components from there on. */
  private static boolean isNormal(String value, int from) {
    if (value.indexOf('\0') >= 0) {
      return false;
    }
    int start = from;
    while (true) {
      int slash = value.indexOf('/', start);
      int end = slash < 0 ? value.length() : slash;
      int length = end - start;
      boolean dot = length == 1 && value.charAt(start) == '.';
      boolean dots = length == 2 && value.charAt(start) == '.' && value.charAt(start + 1) == '.';
      if (length == 0 || dot || dots) {
        return false;
      }
      if (slash < 0) {
        return true;
      }
      start = slash + 1;
    }
  }

  /** The folder that holds this path; empty for the root. */
  public Optional<TreePath> parent() {
    if (value.equals("/")) {
      return Optional.empty();
    }
    int slash = value.lastIndexOf('/');
    return Optional.of(slash == 0 ? ROOT : new TreePath(value.substring(0, slash)));
  }

  /** The last component; empty for the root. */
  public String name() {
    return value.substring(value.lastIndexOf('/') + 1);
  }

  /** The path of a child; {@code name} may hold several components. */
  public TreePath child(String name) {
    // This is normal already, and a join takes no more room than it needs.
    String whole = String.join("/", value.length() == 1 ? "" : value, name);
    if (!isNormal(name, 0)) {
      throw new IllegalArgumentException("not an absolute normal path: `" + whole + "`");
    }
    return new TreePath(whole);
  }

  /**
   * What a path text means in this folder, {@code .} and {@code ..} taken as text: {@code
   * ../bin/tool} in {@code /usr/lib} is {@code /usr/bin/tool}.
   *
   * @param text relative to this folder, or absolute
   * @return empty when it is no path, or leads above the root
   */
  public Optional<TreePath> resolve(String text) {
    if (text.isEmpty() || text.indexOf('\0') >= 0) {
      return Optional.empty();
    }
    Deque<String> components = new ArrayDeque<>();
    String whole = text.startsWith("/") ? text : value + "/" + text;
    for (String component : whole.split("/", -1)) {
      if (component.equals("..")) {
        if (components.pollLast() == null) {
          return Optional.empty();
        }
      } else if (!component.isEmpty() && !component.equals(".")) {
        components.addLast(component);
      }
    }
    return Optional.of(new TreePath("/" + String.join("/", components)));
  }

  /** Whether this is {@code folder} or lies somewhere below it. */
  public boolean isWithin(TreePath folder) {
    return folder.value.equals("/")
        || (value.startsWith(folder.value)
            && (value.length() == folder.value.length()
                || value.charAt(folder.value.length()) == '/'));
  }

  /** Whether this lies in {@code folder} itself, not further below; quicker than its parent. */
  public boolean isChildOf(TreePath folder) {
    int above = folder.value.length() == 1 ? 0 : folder.value.length();
    return value.length() > above + 1
        && value.lastIndexOf('/') == above
        && value.startsWith(above == 0 ? "" : folder.value);
  }

  /** The path without its leading slash; empty for the root. */
  public String relative() {
    return value.substring(1);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other || (other instanceof TreePath path && value.equals(path.value));
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public int compareTo(TreePath other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
