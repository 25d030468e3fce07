package io.envsnap.agent.ecosystem.apt;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DatedArchivesTest {
  private static final Instant MOMENT = Instant.parse("2026-11-23T10:00:01Z");
  private static final List<String> TABLE =
      List.of(
          "deb.example\thttp://then.example/archive/@PATH@/@SNAPSHOTID@/\twhy",
          "old.example\thttp://then.example/archive/@PATH@/@SNAPSHOTID@/\twhy",
          "security.example\thttp://then.example/archive/@PATH@/@SNAPSHOTID@/\twhy",
          "*.archive.example\thttps://snapshots.example/@PATH@/@SNAPSHOTID@/\twhy");
  private static final DatedArchives PUBLIC = DatedArchives.of(TABLE, List.of());

  @Test
  void aLineOfAPublicArchiveIsSaidAsItWasThenAndOthersAreLeftOut() {
    String sources =
        """
        # deb-src are not needed
        deb [signed-by=/usr/share/keyrings/debian.gpg] http://deb.example/debian bookworm main
        deb http://security.example/debian-security/ bookworm-security main contrib
        deb https://packages.example/apt stable main
        """;
    assertThat(PUBLIC.at(sources, true, MOMENT))
        .contains(
            """
            deb [signed-by=/usr/share/keyrings/debian.gpg] http://then.example/archive/debian/20261123T100001Z/ bookworm main
            deb http://then.example/archive/debian-security/20261123T100001Z/ bookworm-security main contrib
            """);
  }

  @Test
  void aStanzaKeepsItsFields() {
    String sources =
        """
        Types: deb
        URIs: http://us-west1.gce.archive.example/ubuntu/
        Suites: jammy
        """;
    assertThat(PUBLIC.at(sources, false, MOMENT))
        .contains(
            """
            Types: deb
            URIs: https://snapshots.example/ubuntu/20261123T100001Z/
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
            TABLE,
            List.of(
                "Acquire::Snapshots \"\";",
                "Acquire::Snapshots::URI::Host::deb.example"
                    + " \"http://mirror.example/@PATH@/at/@SNAPSHOTID@\";"));
    assertThat(own.at("deb http://deb.example/debian bookworm main\n", true, MOMENT))
        .contains("deb http://mirror.example/debian/at/20261123T100001Z bookworm main\n");
  }

  @Test
  void onlyTheArchiveThatHadItIsAsked() {
    assertThat(DatedArchives.host("http://deb.example/debian/pool/main/j/jq/jq_1.deb"))
        .contains("deb.example");
    String sources =
        """
        deb http://old.example/debian bookworm main
        deb http://gb.archive.example/ubuntu jammy main
        """;
    assertThat(PUBLIC.of(Set.of("deb.example")).at(sources, true, MOMENT))
        .contains("deb http://then.example/archive/debian/20261123T100001Z/ bookworm main\n");
    assertThat(PUBLIC.of(Set.of("packages.example")).at(sources, true, MOMENT)).isEmpty();
  }

  @Test
  void eachBundledLineIsAHostAnAddressAndAReason() {
    assertThat(DatedArchives.bundled())
        .isNotEmpty()
        .allSatisfy(
            line ->
                assertThat(line)
                    .matches("(?:\\*\\.)?[a-z.]+\thttps?://[a-z.]+/\\S*\\t\\S.*")
                    .contains("@PATH@", "@SNAPSHOTID@"));
  }
}
