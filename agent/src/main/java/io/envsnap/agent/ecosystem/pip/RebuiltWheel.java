package io.envsnap.agent.ecosystem.pip;

import io.envsnap.agent.ecosystem.RecordedContent;
import io.envsnap.spec.digest.Digest;
import io.envsnap.spec.snapshot.ClaimedNode;
import io.envsnap.spec.snapshot.TreeNode;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The wheel of an installed distribution, made again of its paths in a snapshot and its RECORD.
 * Source: Python packaging, "Binary distribution format" and "Recording installed projects".
 *
 * @param site the folder that held it
 * @param info its dist-info folder
 * @param nodes its recorded paths
 */
record RebuiltWheel(TreePath site, TreePath info, List<ClaimedNode> nodes) {
  private static final String SUFFIX = ".dist-info";

  /** What an installer writes anew. */
  private static final Set<String> INSTALLERS =
      Set.of("RECORD", "INSTALLER", "REQUESTED", "direct_url.json", "RECORD.jws", "RECORD.p7s");

  /**
   * One time for all, so that the same snapshot makes the same wheel; zip knows none before 1980.
   */
  private static final FileTime MOMENT = FileTime.fromMillis(315_619_200_000L);

  RebuiltWheel {
    nodes = List.copyOf(nodes);
  }

  /** Finds the dist-info among recorded paths; empty where pip did not install a wheel. */
  static Optional<RebuiltWheel> of(TreePath site, List<ClaimedNode> nodes) {
    return nodes.stream()
        .filter(claimed -> claimed.node() instanceof TreeNode.RegularFile)
        .map(claimed -> claimed.node().path())
        .filter(path -> path.name().equals("WHEEL"))
        .flatMap(path -> path.parent().stream())
        .filter(info -> info.name().endsWith(SUFFIX))
        .filter(info -> info.parent().equals(Optional.of(site)))
        .findFirst()
        .map(info -> new RebuiltWheel(site, info, nodes));
  }

  private String stem() {
    return info.name().substring(0, info.name().length() - SUFFIX.length());
  }

  /**
   * Makes the wheel.
   *
   * @param work an empty folder
   * @param folder where the wheel goes
   * @return the wheel, under its standard name
   * @throws IOException also when the snapshot has not all of it
   */
  Path make(RecordedContent content, Path work, Path folder) throws IOException {
    Path wheel = folder.resolve(layOut(content, work));
    // Zip as the JDK's file system writes it keeps which files may be run.
    Map<String, String> options =
        Map.of("create", "true", "enablePosixFileAttributes", "true", "useTempFile", "true");
    Files.deleteIfExists(wheel);
    try (FileSystem zip = FileSystems.newFileSystem(URI.create("jar:" + wheel.toUri()), options);
        Stream<Path> all = Files.walk(work.resolve("wheel"))) {
      for (Path path : all.sorted().skip(1).toList()) {
        Path place = zip.getPath("/", work.resolve("wheel").relativize(path).toString());
        if (Files.isDirectory(path)) {
          Files.createDirectories(place);
        } else {
          Files.copy(path, place);
          Files.setPosixFilePermissions(place, Files.getPosixFilePermissions(path));
        }
        Files.setLastModifiedTime(place, MOMENT);
      }
    }
    return wheel;
  }

  /**
   * Lays out what the wheel holds.
   *
   * @param work an empty folder
   * @return the standard name of its file; the content lies in {@code work/wheel}
   */
  private String layOut(RecordedContent content, Path work) throws IOException {
    Path flat = Files.createDirectories(work.resolve("flat"));
    Path wheel = Files.createDirectories(work.resolve("wheel"));
    content.into(
        flat,
        nodes.stream()
            .filter(claimed -> !(claimed.node() instanceof TreeNode.Deleted))
            .filter(claimed -> !claimed.node().path().name().endsWith(".pyc"))
            .toList());
    Path notes = flat.resolve(info.value().substring(1));
    Set<String> generated = scripts(notes.resolve("entry_points.txt"));
    SortedMap<String, String> record = new TreeMap<>();
    for (String line : RecordText.parse(Files.readAllLines(notes.resolve("RECORD")))) {
      Optional<TreePath> path = RecordText.resolve(site, line);
      if (path.isPresent()) {
        String place = place(path.get(), generated);
        Path from = flat.resolve(path.get().value().substring(1));
        if (!place.isEmpty() && !path.get().name().endsWith(".pyc")) {
          take(from, wheel.resolve(place));
          if (place.startsWith(stem() + ".data/scripts/")) {
            anyPython(wheel.resolve(place));
          }
          record.put(place, "sha256=" + digest(wheel.resolve(place)));
        }
      }
    }
    List<String> lines = new ArrayList<>();
    for (Map.Entry<String, String> one : record.entrySet()) {
      lines.add(
          quoted(one.getKey())
              + ","
              + one.getValue()
              + ","
              + Files.size(wheel.resolve(one.getKey())));
    }
    String list = info.name() + "/RECORD";
    lines.add(quoted(list) + ",,");
    Files.write(wheel.resolve(list), lines, StandardCharsets.UTF_8);
    return stem() + "-" + tags(Files.readAllLines(notes.resolve("WHEEL"))) + ".whl";
  }

  /** Where a recorded path lies in the wheel; empty for what an installer makes by itself. */
  private String place(TreePath path, Set<String> generated) {
    if (path.isWithin(info)) {
      return INSTALLERS.contains(path.name()) && path.parent().equals(Optional.of(info))
          ? ""
          : below(path, site);
    }
    if (path.isWithin(site)) {
      return below(path, site);
    }
    TreePath prefix = Prefixes.of(site);
    if (path.parent().equals(Optional.of(prefix.child("bin")))) {
      return generated.contains(path.name()) ? "" : stem() + ".data/scripts/" + path.name();
    }
    return path.isWithin(prefix) ? stem() + ".data/data/" + below(path, prefix) : "";
  }

  private static String below(TreePath path, TreePath folder) {
    return path.value().substring(folder.value().length() + 1);
  }

  /** Copies rather than moves: two lines may name one file. */
  private static void take(Path from, Path to) throws IOException {
    if (!Files.isRegularFile(from, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException("the snapshot lacks `" + from.getFileName() + "` of it");
    }
    Files.createDirectories(to.getParent());
    Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
  }

  /** An installer writes its own interpreter into scripts that say {@code #!python}. */
  private static void anyPython(Path script) throws IOException {
    byte[] bytes = Files.readAllBytes(script);
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    int end = text.indexOf('\n');
    boolean python = text.startsWith("#!") && end > 0 && text.substring(0, end).contains("python");
    if (python) {
      Files.write(script, ("#!python" + text.substring(end)).getBytes(StandardCharsets.ISO_8859_1));
    }
  }

  /** Programs that an installer makes of entry points. */
  private static Set<String> scripts(Path entryPoints) throws IOException {
    if (!Files.exists(entryPoints)) {
      return Set.of();
    }
    Set<String> names = new LinkedHashSet<>();
    boolean inside = false;
    for (String line : Files.readAllLines(entryPoints)) {
      String text = line.strip();
      if (text.startsWith("[")) {
        inside = text.equals("[console_scripts]") || text.equals("[gui_scripts]");
      } else if (inside && text.indexOf('=') > 0) {
        names.add(text.substring(0, text.indexOf('=')).strip());
      }
    }
    return Collections.unmodifiableSet(names);
  }

  /** The tags of all lines as one compressed set. */
  private static String tags(List<String> wheel) throws IOException {
    List<Set<String>> parts =
        List.of(new LinkedHashSet<>(), new LinkedHashSet<>(), new LinkedHashSet<>());
    for (String line : wheel) {
      String[] tag = line.startsWith("Tag:") ? line.substring(4).strip().split("-") : new String[0];
      for (int at = 0; at < parts.size() && tag.length == parts.size(); at++) {
        parts.get(at).add(tag[at]);
      }
    }
    if (parts.get(0).isEmpty()) {
      throw new IOException("its WHEEL names no tag");
    }
    return String.join("-", parts.stream().map(part -> String.join(".", part)).toList());
  }

  private static String digest(Path file) throws IOException {
    byte[] raw = HexFormat.of().parseHex(Digest.of(Files.readAllBytes(file)).hex());
    return Base64.getUrlEncoder().withoutPadding().encodeToString(raw);
  }

  private static String quoted(String path) {
    return path.contains(",") || path.contains("\"")
        ? "\"" + path.replace("\"", "\"\"") + "\""
        : path;
  }
}
