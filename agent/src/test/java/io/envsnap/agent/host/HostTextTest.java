package io.envsnap.agent.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.spec.snapshot.TreePath;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostTextTest {

  @Test
  void namesTheDistributionWithAndWithoutQuotes() {
    assertThat(OsRelease.spoken(Fixtures.lines("debian-12.os-release"))).isEqualTo("debian 12");
    assertThat(OsRelease.spoken(Fixtures.lines("ubuntu-22.04.os-release")))
        .isEqualTo("ubuntu 22.04");
  }

  @Test
  void aRollingDistributionHasNoVersion() {
    assertThat(OsRelease.spoken(List.of("ID=arch", "NAME='Arch Linux'"))).isEqualTo("arch");
    assertThat(OsRelease.spoken(List.of())).isEqualTo("linux");
  }

  @Test
  void readsTheVersionOfGlibcFromEitherProgram() {
    assertThat(Glibc.version(List.of("glibc 2.36"))).isEqualTo("2.36");
    assertThat(Glibc.version(Fixtures.lines("debian-12.ldd"))).isEqualTo("2.36");
    assertThat(Glibc.version(List.of("musl libc (x86_64)", "Version 1.2.4"))).isEmpty();
  }

  @Test
  void readsTheAnswerOfDebiansPython() {
    PythonAnswer.Parsed answer =
        PythonAnswer.parse(TreePath.of("/usr/bin/python3"), Fixtures.lines("debian-12.python"))
            .orElseThrow();
    assertThat(answer.executable()).isEqualTo("/usr/bin/python3.11");
    assertThat(answer.interpreter())
        .isEqualTo(
            new PythonInterpreter(
                TreePath.of("/usr/bin/python3"),
                "3.11.2",
                "cpython-311-x86_64-linux-gnu",
                TreePath.of("/usr"),
                TreePath.of("/usr"),
                List.of(
                    TreePath.of("/root/.local/lib/python3.11/site-packages"),
                    TreePath.of("/usr/local/lib/python3.11/dist-packages"),
                    TreePath.of("/usr/lib/python3/dist-packages"),
                    TreePath.of("/usr/lib/python3.11/dist-packages"))));
  }

  @Test
  void whatIsNoAnswerIsNoInterpreter() {
    assertThat(PythonAnswer.parse(TreePath.of("/usr/bin/python3"), List.of("hello"))).isEmpty();
  }
}
