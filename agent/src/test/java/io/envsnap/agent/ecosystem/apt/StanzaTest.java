package io.envsnap.agent.ecosystem.apt;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StanzaTest {
  private static final Stanza JQ =
      new Stanza(
          """
          Package: jq
          Status: install ok installed
          Conffiles:
           /etc/a 11
           /etc/b 22
          Description: tool
           long: line
          """);

  @Test
  void givesARealStatusFileBackByteForByte() {
    byte[] status = Recorded.bytes("session/status");
    assertThat(Stanza.join(Stanza.parse(status))).isEqualTo(status);
  }

  @Test
  void keepsBytesThatAreNotUtf8() {
    byte[] file = "Package: x\nMaintainer: J\u00fcrgen\n\n".getBytes(ISO_8859_1);
    assertThat(Stanza.join(Stanza.parse(file))).isEqualTo(file);
  }

  @Test
  void findsFieldsWithoutRegardToCase() {
    assertThat(JQ.value("package")).isEqualTo("jq");
    assertThat(JQ.field("Version")).isEmpty();
  }

  @Test
  void aFieldHoldsItsContinuationLines() {
    assertThat(JQ.value("Conffiles").lines().map(String::strip))
        .containsExactly("/etc/a 11", "/etc/b 22");
  }

  @Test
  void aContinuationLineIsNoField() {
    assertThat(JQ.field("long")).isEmpty();
  }

  @Test
  void replacesOneFieldAndNothingElse() {
    assertThat(JQ.with("Status", "hold ok installed").text())
        .isEqualTo(JQ.text().replace("install ok", "hold ok"));
  }

  @Test
  void dropsAFieldWithItsContinuationLines() {
    assertThat(JQ.without("Conffiles").text())
        .isEqualTo(JQ.text().replaceAll("Conffiles:\n| /etc/.*\n", ""));
  }

  @Test
  void readsAFileThatLacksItsLastNewline() {
    assertThat(Stanza.parse("Package: a".getBytes(ISO_8859_1)))
        .containsExactly(new Stanza("Package: a\n"));
  }
}
