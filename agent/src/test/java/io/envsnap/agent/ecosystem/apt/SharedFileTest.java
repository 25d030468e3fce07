package io.envsnap.agent.ecosystem.apt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SharedFileTest {
  @Test
  void tellsWhichPackageAFileTriggerIsOf() {
    for (String record :
        SharedFile.FILE_TRIGGERS.records(Recorded.bytes("session/triggers")).values()) {
      assertThat(SharedFile.FILE_TRIGGERS.owners().apply(record))
          .isSubsetOf("debianutils", "dbus", "fontconfig", "libglib2.0-0", "shared-mime-info");
    }
  }

  @Test
  void tellsWhichPackageAnExplicitTriggerIsOf() {
    SharedFile trigger = SharedFile.trigger("ldconfig");
    assertThat(trigger.owners().apply("libc-bin/noawait\n")).containsExactly("libc-bin");
    assertThat(trigger.owners().apply("libc-bin:amd64\n")).containsExactly("libc-bin");
  }

  @Test
  void tellsWhichPackageADiversionIsOf() {
    assertThat(SharedFile.DIVERSIONS.owners().apply("/bin/x\n/bin/x.real\nzutils\n"))
        .containsExactly("zutils");
  }

  @Test
  void tellsWhichPackagesAQuestionIsOf() {
    assertThat(
            SharedFile.DEBCONF_CONFIG
                .owners()
                .apply("Name: libraries/restart\nOwners: libc6:amd64, libpam0g\n"))
        .containsExactly("libc6", "libpam0g");
    Debconf debconf =
        Debconf.of(
            List.of("Name: shared/mailname\nOwners: nullmailer, exim4-config\n", "Name: a/b\n"));
    assertThat(debconf.users(new Stanza("Name: t\nOwners: a/b, shared/mailname\n")))
        .containsExactly("nullmailer", "exim4-config");
  }

  @Test
  void anOverrideIsKeyedByItsPathEvenWithSpaces() {
    assertThat(SharedFile.STATOVERRIDE.key().apply("root mail 2755 /usr/lib/my tool"))
        .isEqualTo("/usr/lib/my tool");
  }

  @Test
  void readsNoTriggerWhoseNameLeadsElsewhere() {
    assertThat(
            SharedFile.triggersOf(
                Set.of(
                    "dpkg/triggers/../status",
                    "dpkg/triggers/Lock",
                    "dpkg/triggers/Unincorp",
                    "dpkg/triggers/ldconfig")))
        .extracting(file -> file.path().value())
        .containsExactly("/var/lib/dpkg/triggers/ldconfig");
  }
}
