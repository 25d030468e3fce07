package io.envsnap.agent.ecosystem.apt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Cases of deb-version(7) and of dpkg's own test suite. */
class DebVersionTest {
  @ParameterizedTest
  @CsvSource({
    "1.0, <, 1.1",
    "1.0, =, 1.0",
    "1.0, =, 01.0",
    "1.0-1, >, 1.0",
    "1.0~rc1-1, <, 1.0-1",
    "1.0~~, <, 1.0~",
    "1:0.1, >, 9.9",
    "0:1.0, =, 1.0",
    "2.36-9+deb12u10, >, 2.36-9+deb12u9",
    "1.0a, >, 1.0",
    "1.0a, <, 1.0+",
    "1.2.3-0ubuntu1, <, 1.2.3-1",
    "5:7.0.15-1~deb12u10, <, 5:7.0.15-1",
    "0.0~git20230123.b2528b0-1, <, 0.1",
    "3.03+dfsg2-8, >, 3.03-8",
    "1-1-1, >, 1-1",
    "10000000000000000000, >, 9999999999999999999"
  })
  void ordersAsDpkgDoes(String one, String relation, String other) {
    int expected = relation.equals("<") ? -1 : relation.equals(">") ? 1 : 0;
    assertThat(Integer.signum(DebVersion.compare(one, other))).isEqualTo(expected);
    assertThat(Integer.signum(DebVersion.compare(other, one))).isEqualTo(-expected);
  }
}
