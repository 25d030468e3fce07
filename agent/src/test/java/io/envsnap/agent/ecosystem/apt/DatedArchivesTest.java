package io.envsnap.agent.ecosystem.apt;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DatedArchivesTest {
  private static final Instant MOMENT = Instant.parse("2026-11-23T10:00:01Z");
  private static final DatedArchives PUBLIC = DatedArchives.of(List.of());

  @Test
  void aLineOfAPublicArchiveIsSaidAsItWasThenAndOthersAreLeftOut() {
    String sources =
        """
        # deb-src are not needed
        deb [signed-by=/usr/share/keyrings/debian.gpg] http://deb.debian.org/debian bookworm main
        deb http://security.debian.org/debian-security/ bookworm-security main contrib
        deb https://packages.example/apt stable main
        """;
    assertThat(PUBLIC.at(sources, true, MOMENT))
        .contains(
            """
            deb [signed-by=/usr/share/keyrings/debian.gpg] http://snapshot.debian.org/archive/debian/20261123T100001Z/ bookworm main
            deb http://snapshot.debian.org/archive/debian-security/20261123T100001Z/ bookworm-security main contrib
            """);
  }

  @Test
  void aStanzaKeepsItsFields() {
    String sources =
        """
        Types: deb
        URIs: http://us-west1.gce.archive.ubuntu.com/ubuntu/
        Suites: jammy
        """;
    assertThat(PUBLIC.at(sources, false, MOMENT))
        .contains(
            """
            Types: deb
            URIs: https://snapshot.ubuntu.com/ubuntu/20261123T100001Z/
            Suites: jammy
            """);
  }

  @Test
  void whatHasNoDatedArchiveIsNotAskedAbout() {
    assertThat(PUBLIC.at("deb https://packages.example/debian stable main\n", true, MOMENT))
        .isEmpty();
    assertThat(PUBLIC.at("", true, MOMENT)).isEmpty();
  }

  @Test
  void aSettingOfTheMachineComesFirst() {
    DatedArchives own =
        DatedArchives.of(
            List.of(
                "Acquire::Snapshots \"\";",
                "Acquire::Snapshots::URI::Host::deb.debian.org"
                    + " \"http://mirror.example/@PATH@/at/@SNAPSHOTID@\";"));
    assertThat(own.at("deb http://deb.debian.org/debian bookworm main\n", true, MOMENT))
        .contains("deb http://mirror.example/debian/at/20261123T100001Z bookworm main\n");
  }

  @Test
  void onlyTheArchiveThatHadItIsAsked() {
    assertThat(DatedArchives.host("http://deb.debian.org/debian/pool/main/j/jq/jq_1.deb"))
        .contains("deb.debian.org");
    String sources =
        """
        deb http://ftp.debian.org/debian bookworm main
        deb http://security.ubuntu.com/ubuntu jammy main
        """;
    assertThat(PUBLIC.of(Set.of("deb.debian.org")).at(sources, true, MOMENT))
        .contains(
            "deb http://snapshot.debian.org/archive/debian/20261123T100001Z/ bookworm main\n");
    assertThat(PUBLIC.of(Set.of("packages.example")).at(sources, true, MOMENT)).isEmpty();
  }
}
