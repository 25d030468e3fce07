package io.envsnap.cli.campaign;

import io.envsnap.cli.story.Leftovers;
import io.envsnap.testkit.vm.BaseTree;
import io.envsnap.testkit.vm.FreshVm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What a machine has written on its disk so far, read from outside of it: the upper directory of
 * its overlay. A path that it removed from its base is there as a whiteout.
 *
 * @param paths path to everything that can be said of it; of a folder only that it is one
 */
record DiskState(SortedMap<String, String> paths) {
  private static final String GONE = "removed";
  private static final String FOLDER = "folder";
  private static final String TEMPORARY = ".envsnap-tmp-";

  static DiskState of(FreshVm vm) {
    Path upper = vm.upper();
    Path base = BaseTree.WITH_JAVA.mounted();
    SortedMap<String, String> paths = new TreeMap<>();
    try (Stream<Path> all = Files.walk(upper)) {
      for (Path path : all.toList()) {
        String name = "/" + upper.relativize(path);
        if (!path.equals(upper) && !name.equals("/.dockerenv") && !Leftovers.isLeftOut(name)) {
          String fact = fact(path);
          // A folder of the base is in the upper directory as soon as anything in it is touched.
          if (!fact.equals(FOLDER) || !Files.isDirectory(base.resolve(upper.relativize(path)))) {
            paths.put(name, fact);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new DiskState(paths);
  }

  private static String fact(Path path) throws IOException {
    Map<String, Object> all =
        Files.readAttributes(
            path,
            "unix:isDirectory,isSymbolicLink,isRegularFile,mode,uid,gid,lastModifiedTime",
            LinkOption.NOFOLLOW_LINKS);
    if (Boolean.TRUE.equals(all.get("isDirectory"))) {
      return FOLDER;
    }
    String owner = all.get("uid") + ":" + all.get("gid");
    if (Boolean.TRUE.equals(all.get("isSymbolicLink"))) {
      return "link " + owner + " -> " + Files.readSymbolicLink(path);
    }
    if (!Boolean.TRUE.equals(all.get("isRegularFile"))) {
      return GONE;
    }
    return "file "
        + Integer.toOctalString((Integer) all.get("mode"))
        + " "
        + owner
        + " "
        + all.get("lastModifiedTime")
        + " "
        + sha256(path);
  }

  private static String sha256(Path path) throws IOException {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(path));
      return HexFormat.of().formatHex(hash, 0, 12);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Whether a file or link is there that the base has not, or another one than the base has. */
  private boolean has(String path) {
    String fact = paths.getOrDefault(path, GONE);
    return !fact.equals(GONE) && !fact.equals(FOLDER);
  }

  /** One line for each path on which two machines do not agree. */
  List<String> differences(DiskState other) {
    List<String> lines = new ArrayList<>();
    TreeSet<String> names = new TreeSet<>(paths.keySet());
    names.addAll(other.paths.keySet());
    for (String name : names) {
      String here = paths.getOrDefault(name, "absent");
      String there = other.paths.getOrDefault(name, "absent");
      if (!here.equals(there)) {
        lines.add(name + ": " + here + ", elsewhere " + there);
      }
    }
    return lines;
  }

  /**
   * One line for each file that is neither as it was before nor as it shall be: half-placed, or
   * lost although it is on both.
   */
  List<String> halfPlaced(DiskState before, DiskState after) {
    List<String> lines = new ArrayList<>();
    TreeSet<String> names = new TreeSet<>(paths.keySet());
    names.addAll(before.paths.keySet());
    for (String name : names) {
      boolean ours = name.contains("/" + TEMPORARY);
      String now = paths.getOrDefault(name, GONE);
      boolean whole =
          !has(name)
              ? !(before.has(name) && after.has(name))
              : now.equals(before.paths.get(name)) || now.equals(after.paths.get(name));
      if (!ours && !whole) {
        lines.add(name + ": " + now);
      }
    }
    return lines;
  }

  /** Files of our own, or in folders of our own, that were not yet renamed to their place. */
  List<String> temporaries() {
    return paths.keySet().stream().filter(name -> name.contains("/" + TEMPORARY)).toList();
  }
}
