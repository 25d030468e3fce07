package io.envsnap.agent.ecosystem.pip;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentMarkerTest {
  private static final Map<String, String> FACTS =
      Map.of(
          "python_version", "3.11",
          "python_full_version", "3.11.2",
          "sys_platform", "linux",
          "os_name", "posix",
          "platform_machine", "x86_64",
          "implementation_name", "cpython");

  private static boolean holds(String marker, String... extras) {
    return EnvironmentMarker.holds(marker, FACTS, Set.of(extras));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "python_version >= '3.9'",
        "python_version>='3.11'",
        "python_version < \"3.12\"",
        "python_version == '3.*'",
        "python_version ~= '3.8'",
        "python_version in '3.10, 3.11'",
        "python_full_version > '3.11.1'",
        "'3.9' != python_version",
        "sys_platform == 'linux' and (os_name == 'nt' or platform_machine == 'x86_64')",
        "sys_platform == 'win32' or os_name == 'posix'",
        "sys_platform != 'win32'",
        "'linux' in sys_platform",
        "os.name == 'posix' and platform_machine not in 'arm64 aarch64'"
      })
  void holdsWhereTheInterpreterIsSo(String marker) {
    assertThat(holds(marker)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "python_version < '3.9'",
        "python_version<'3.2'",
        "python_version == '3.1'",
        "python_version ~= '2.7'",
        "python_full_version < '3.11.0'",
        "sys_platform == 'win32'",
        "sys_platform == 'linux' and python_version < '3.8'",
        "(sys_platform == 'darwin' or sys_platform == 'win32') and os_name == 'posix'",
        "implementation_name == 'pypy'",
        "extra == 'test'",
        "python_version > '3' and extra == 'test'"
      })
  void doesNotHoldWhereItIsNot(String marker) {
    assertThat(holds(marker)).isFalse();
  }

  @Test
  void anExtraHoldsWhereItWasAskedForHoweverItIsSpelled() {
    assertThat(holds("extra == 'Fast_Mode'", "fast-mode")).isTrue();
    assertThat(holds("extra == 'fast' and python_version < '3'", "fast")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"platform_release > '5'", "a sentence that is none", "§", "unknown == 'x'"})
  void whatItCannotJudgeHolds(String marker) {
    assertThat(holds(marker)).isTrue();
  }
}
