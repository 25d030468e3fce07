package io.envsnap.agent.ecosystem.apt;

import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.spec.snapshot.TreePath;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SharedStateTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/etc/passwd",
        "/etc/passwd-",
        "/etc/passwd.lock",
        "/etc/passwd.328",
        "/etc/gshadow.7"
      })
  void accountsAndWhatTheirToolsLeaveAreNeverRecordedWhole(String path) {
    assertThat(SharedState.holds(TreePath.of(path))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/etc/passwd.mine", "/etc/passwd.328.bak", "/etc/group.d", "/home/passwd.328"})
  void whatOnlyLooksLikeItIsAPersons(String path) {
    assertThat(SharedState.holds(TreePath.of(path))).isFalse();
  }
}
