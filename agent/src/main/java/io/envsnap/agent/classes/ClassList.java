package io.envsnap.agent.classes;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;

/**
 * Which classes to keep: those that Java itself finds worth it, and of this program all that may be
 * loaded on the way of a record or a restore into a folder. Google's libraries are a third of the
 * jar, and whoever waits for Drive does not wait for them.
 */
final class ClassList {
  private static final String CLASS = ".class";
  private static final List<String> OURS =
      List.of(
          "io/envsnap/",
          "picocli/",
          "com/fasterxml/jackson/core/",
          "com/github/luben/zstd/",
          "com/sun/jna/",
          "org/yaml/snakeyaml/",
          "org/slf4j/",
          "oshi/");
  private static final List<String> OTHER_SYSTEMS =
      List.of("windows", "win32", "mac", "bsd", "aix", "solaris");

  private ClassList() {}

  /**
   * Names with slashes, one a line, as {@code -XX:SharedClassListFile} reads them.
   *
   * @param javaHome of the Java that will load them; its own list lies in {@code lib/classlist}
   * @param jar this program
   */
  static List<String> of(Path javaHome, Path jar) throws IOException {
    Path usual = javaHome.resolve("lib/classlist");
    List<String> names =
        new ArrayList<>(Files.isReadable(usual) ? Files.readAllLines(usual) : List.of());
    names.addAll(ofJava());
    try (JarFile file = new JarFile(jar.toFile())) {
      file.stream()
          .map(ZipEntry::getName)
          .filter(ClassList::isKept)
          .forEach(name -> names.add(name.substring(0, name.length() - CLASS.length())));
    }
    return names;
  }

  private static List<String> ofJava() throws IOException {
    try (InputStream in = Objects.requireNonNull(ClassList.class.getResourceAsStream("jdk.list"))) {
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII).lines().toList();
    }
  }

  /** Whether that entry of the jar is a class that is worth its room. */
  static boolean isKept(String entry) {
    return entry.endsWith(CLASS)
        && OURS.stream().anyMatch(entry::startsWith)
        && OTHER_SYSTEMS.stream().noneMatch(entry::contains);
  }
}
