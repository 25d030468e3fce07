package io.envsnap.agent.classes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envsnap.agent.process.CommandException;
import io.envsnap.agent.process.SystemCommands;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassArchiveTest {
  private static final Path JAVA = Path.of(System.getProperty("java.home"));

  @TempDir private Path folder;

  @Test
  void ofTheJarOnlyWhatALocalRecordOrRestoreMayLoadIsKept() {
    assertThat(ClassList.isKept("io/envsnap/cli/Main.class")).isTrue();
    assertThat(ClassList.isKept("com/sun/jna/Native.class")).isTrue();
    assertThat(ClassList.isKept("oshi/driver/linux/Dmidecode.class")).isTrue();
    assertThat(ClassList.isKept("oshi/driver/windows/EnumWindows.class")).isFalse();
    assertThat(ClassList.isKept("com/google/api/services/drive/Drive.class")).isFalse();
    assertThat(ClassList.isKept("io/envsnap/agent/record/prologue.sh")).isFalse();
  }

  @Test
  void onlyAnAbsolutePathOfAnArchiveIsOne() {
    assertThat(told("/state/classes/1-2.jsa")).isPresent();
    assertThat(told("")).isEmpty();
    assertThat(told("classes/1-2.jsa")).isEmpty();
    assertThat(told("/etc/passwd")).isEmpty();
  }

  private static Optional<ClassArchive> told(String path) {
    return ClassArchive.told(Map.of(ClassArchive.VARIABLE, path));
  }

  @Test
  void anArchiveComesWholeAndReplacesThoseOfOtherBuilds() throws Exception {
    ClassArchive archive = new ClassArchive(folder.resolve("classes/2.jsa"));
    assertThat(archive.flags()).isEmpty();
    Files.createDirectory(folder.resolve("classes"));
    Files.writeString(folder.resolve("classes/1.jsa"), "an older build's");
    long bytes = archive.make(JAVA, jar(), new SystemCommands());
    assertThat(bytes).isEqualTo(Files.size(archive.file())).isGreaterThan(1 << 20);
    assertThat(left()).containsExactly("2.jsa");
    List<String> flags = archive.flags();
    assertThat(flags).contains("-XX:SharedArchiveFile=" + archive.file());
    Process java =
        new ProcessBuilder(
                Stream.concat(
                        Stream.of(JAVA + "/bin/java", "-Xshare:on", "-XX:+UseSerialGC"),
                        Stream.concat(flags.stream(), Stream.of("-cp", jar() + "", "-version")))
                    .toList())
            .redirectErrorStream(true)
            .start();
    String said = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(java.waitFor()).as(said).isZero();
  }

  @Test
  void whereJavaCannotMakeOneNothingIsLeft() throws IOException {
    ClassArchive archive = new ClassArchive(folder.resolve("classes/3.jsa"));
    Path java = Files.createDirectories(folder.resolve("broken/bin")).resolve("java");
    Files.writeString(java, "#!/bin/sh\necho half >\"${6#*=}\"; echo no room >&2; exit 1\n");
    assertThat(java.toFile().setExecutable(true)).isTrue();
    assertThatThrownBy(() -> archive.make(folder.resolve("broken"), jar(), new SystemCommands()))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("no room");
    assertThat(left()).isEmpty();
    assertThat(archive.isMade()).isFalse();
  }

  private List<String> left() throws IOException {
    try (Stream<Path> all = Files.list(folder.resolve("classes"))) {
      return all.map(one -> one.getFileName().toString()).toList();
    }
  }

  /** A jar with one entry that is called a class, which Java skips as it is none. */
  private Path jar() throws IOException {
    Path jar = folder.resolve("some.jar");
    if (!Files.exists(jar)) {
      try (OutputStream out = Files.newOutputStream(jar);
          JarOutputStream entries = new JarOutputStream(out)) {
        entries.putNextEntry(new ZipEntry("io/envsnap/Nothing.class"));
        entries.putNextEntry(new ZipEntry("com/google/Other.class"));
      }
    }
    return jar;
  }
}
