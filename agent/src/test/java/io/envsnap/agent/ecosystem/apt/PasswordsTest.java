package io.envsnap.agent.ecosystem.apt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordsTest {
  @ParameterizedTest
  @ValueSource(strings = {"*", "!", "!!", "!*"})
  void aLockWithoutAHashStaysAsItIs(String field) {
    assertThat(Passwords.locked(field)).isEqualTo(field);
    assertThat(Passwords.opens(field)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "$y$j9T$hash", "!$6$hash", "*hash", "x"})
  void noHashIsKept(String field) {
    assertThat(Passwords.locked(field)).isEqualTo("!");
  }

  @Test
  void anEmptyFieldIsNoPasswordToSetAgain() {
    assertThat(Passwords.opens("")).isFalse();
  }
}
