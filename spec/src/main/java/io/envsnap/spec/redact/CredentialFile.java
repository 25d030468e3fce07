package io.envsnap.spec.redact;

import io.envsnap.spec.lockfile.Need;
import io.envsnap.spec.snapshot.TreePath;

/**
 * A kind of file that is known to hold credentials.
 *
 * @param pattern where it lies, below any folder unless it begins with a slash; {@code *} stands
 *     for any part of a name, {@code **} for everything below
 * @param treatment what becomes of it
 * @param opens what it opens
 * @param give how to give it on another machine
 */
public record CredentialFile(String pattern, Treatment treatment, String opens, String give) {
  /** What becomes of such a file. */
  public enum Treatment {
    /** It is not recorded at all. */
    WITHHOLD,
    /** It is recorded without its secrets, as {@link SecretScan#findInSettings} cleans it. */
    SUBSTITUTE
  }

  /** The need that is recorded in place of the file. */
  public Need need(TreePath path) {
    return new Need(path.value(), opens, give);
  }

  boolean matches(TreePath path) {
    String value = path.value();
    boolean anywhere = !pattern.startsWith("/");
    String wanted = anywhere ? "/" + pattern : pattern;
    if (wanted.endsWith("/**")) {
      String folder = wanted.substring(0, wanted.length() - 2);
      return anywhere ? value.contains(folder) : value.startsWith(folder);
    }
    int star = wanted.indexOf('*');
    if (star < 0) {
      return anywhere ? value.endsWith(wanted) : value.equals(wanted);
    }
    int name = value.lastIndexOf('/') + 1;
    String folder = wanted.substring(0, wanted.lastIndexOf('/') + 1);
    String before = wanted.substring(folder.length(), star);
    String behind = wanted.substring(star + 1);
    String parent = value.substring(0, name);
    return (anywhere ? parent.endsWith(folder) : parent.equals(folder))
        && value.length() - name >= before.length() + behind.length()
        && value.startsWith(before, name)
        && value.endsWith(behind);
  }
}
