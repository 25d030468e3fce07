package io.envsnap.agent.classes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassListTest {
  @TempDir private Path folder;

  private Path jar(String... entries) throws Exception {
    Path jar = folder.resolve("some.jar");
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream file = new JarOutputStream(out)) {
      for (String entry : entries) {
        file.putNextEntry(new JarEntry(entry));
      }
    }
    return jar;
  }

  @Test
  void beginsWithWhatJavaItselfFindsWorthItAndEndsWithTheJars() throws Exception {
    Path home = Files.createDirectories(folder.resolve("java/lib")).getParent();
    Files.writeString(home.resolve("lib/classlist"), "# Java's\njava/lang/Object id: 0\n");
    Path jar = jar("io/envsnap/Nothing.class");

    assertThat(ClassList.of(home, jar))
        .startsWith("# Java's", "java/lang/Object id: 0")
        .endsWith("io/envsnap/Nothing");
    assertThat(ClassList.of(folder.resolve("none"), jar))
        .doesNotContain("java/lang/Object id: 0")
        .endsWith("io/envsnap/Nothing");
  }

  @Test
  void keepsWhatARecordMayLoadOfTheJarAndNothingOfOtherSystems() throws Exception {
    Path jar =
        jar(
            "io/envsnap/Some.class",
            "io/envsnap/some.txt",
            "com/google/api/Large.class",
            "com/sun/jna/platform/win32/Kernel32.class");

    assertThat(ClassList.of(folder, jar))
        .contains("io/envsnap/Some")
        .doesNotContain(
            "io/envsnap/some.txt", "com/google/api/Large", "com/sun/jna/platform/win32/Kernel32");
  }

  @Test
  void theNamesOfJavasOwnClassesAreThoseThatThisJavaHas() throws Exception {
    List<String> names =
        ClassList.of(folder, jar()).stream().filter(line -> !line.startsWith("#")).toList();

    // Other releases lack a few; who lists them all wrongly helps nobody.
    assertThat(names).hasSizeGreaterThan(500).doesNotHaveDuplicates();
    assertThat(names.stream().filter(ClassListTest::isThere).count())
        .isGreaterThan(names.size() * 8L / 10);
  }

  private static boolean isThere(String name) {
    try {
      Class.forName(name.replace('/', '.'), false, null);
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }
}
