package io.envsnap.agent.ecosystem.apt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** An answer of pam-auth-update(8) that a package of the session had it change. */
class ImageAnswersTest {
  private static final String ANSWER =
      """
      Name: libpam-runtime/profiles
      Template: libpam-runtime/profiles
      Value: unix, systemd
      Owners: libpam-runtime
      """;

  private static boolean counts(String answer, String recorded, String here) {
    return ImageAnswers.of(
            Map.of(ImageAnswers.PART, (recorded + "\n").getBytes(UTF_8)),
            DpkgStatus.parse(here.getBytes(UTF_8)))
        .count(new Stanza(answer));
  }

  private static String installed(String version) {
    return "Package: libpam-runtime\nStatus: install ok installed\nArchitecture: all\nVersion: "
        + version
        + "\n\n";
  }

  @Test
  void countsWhereTheImageHasTheSamePackage() {
    assertThat(counts(ANSWER, "libpam-runtime all 1.5", installed("1.5"))).isTrue();
  }

  @Test
  void mayBeTheOtherImagesWhereThatHasAnotherVersionOrNone() {
    assertThat(counts(ANSWER, "libpam-runtime all 1.5", installed("1.6"))).isFalse();
    assertThat(counts(ANSWER, "libpam-runtime all 1.5", "")).isFalse();
  }

  @Test
  void countsEverywhereWhenItIsOfThePackagesOfTheSessionOrAPersonsOwn() {
    assertThat(counts(ANSWER, "bash amd64 5", installed("1.6"))).isTrue();
    assertThat(counts(ANSWER + "Flags: seen\n", "libpam-runtime all 1.5", installed("1.6")))
        .isTrue();
  }

  @Test
  void aDefaultIsNobodysAnswer() {
    Optional<Stanza> template =
        Optional.of(new Stanza("Name: debconf/frontend\nDefault: Dialog\nType: select\n"));
    Stanza asIs = new Stanza("Name: debconf/frontend\nValue: Dialog\n");
    assertThat(ImageAnswers.isGiven(asIs, template)).isFalse();
    assertThat(ImageAnswers.isGiven(asIs, Optional.empty())).isTrue();
    assertThat(ImageAnswers.isGiven(new Stanza("Name: x\n"), template)).isFalse();
  }
}
