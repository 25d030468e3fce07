package io.envsnap.cli.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.testkit.vm.FreshVm;
import io.envsnap.testkit.vm.NeedsVm;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An install in flight is never recorded half, and never fails because of a record. */
@NeedsVm
class OthersAtWorkIT {
  private static final String UNTIL =
      "for i in $(seq 600); do %s && exit 0; sleep 0.1; done; exit 1";
  private static final String RECORD_BEHIND =
      """
      rm -f /run/go /run/at-work /run/record* /run/install*
      (%s > /run/install.out 2>&1; echo $? > /run/install.exit) </dev/null >/dev/null 2>&1 &
      until [ -e /run/at-work ]; do sleep 0.1; done
      cd /content
      (java -jar /opt/envsnap/envsnap.jar record --once --store /store 2> /run/record.err
       echo $? > /run/record.exit) </dev/null >/dev/null 2>&1 &
      """;

  @TempDir private static Path folder;
  private static FaultSession session;
  private static FreshVm a;
  private final StoreLook store = new StoreLook(session.store());

  @BeforeAll
  static void recordTheFirstPart() throws IOException {
    session = new FaultSession(folder);
    a = session.recorded();
    session.keep(a);
  }

  @AfterAll
  static void close() {
    a.close();
    session.close();
  }

  @BeforeEach
  void rewind() {
    session.rewind(a);
  }

  @Test
  void aRecordWaitsUntilAptHasEnded() {
    waitsFor("apt-get install -y -qq slow1 slow2", "apt or dpkg is at work");
    for (String name : List.of("slow1", "slow2")) {
      assertThat(named("name: " + name + ",")).isEqualTo(1);
      assertThat(named("/usr/share/" + name + "/")).isEqualTo(20);
    }
  }

  @Test
  void aRecordWaitsUntilPipHasEnded() {
    waitsFor("pip install -q --no-build-isolation slowsource", "`pip install` is running");
    assertThat(named("name: slowsource,")).isEqualTo(1);
    assertThat(named("slowsource.py,")).isEqualTo(1);
  }

  /** Begins an install that cannot end, then a record; lets the install end when that waits. */
  private void waitsFor(String install, String said) {
    a.sh(RECORD_BEHIND.formatted(install)).expect(0);
    a.sh(UNTIL.formatted("grep -q 'waits until' /run/record.err")).expect(0);
    assertThat(a.sh("cat /run/record.err").text()).contains(said);
    a.sh("test ! -e /run/install.exit && touch /run/go").expect(0);
    a.sh(UNTIL.formatted("test -s /run/record.exit")).expect(0);
    assertThat(a.sh("cat /run/install.exit /run/record.exit").text()).isEqualTo("0\n0\n");
    assertThat(store.problems()).isEmpty();
  }

  @Test
  void packagesThatComeOneAfterTheOtherAreEachRecordedWholeOrNotAtAll() {
    a.sh(
            """
            touch /run/go; rm -f /run/failed /run/ended
            (for n in 1 2 1 2; do
               pip install -q --no-deps faultwheel==$n.0 || touch /run/failed
               apt-get install -y -qq slow3 || touch /run/failed
               apt-get purge -y -qq slow3 || touch /run/failed
             done
             touch /run/ended) </dev/null >/dev/null 2>&1 &
            """)
        .expect(0);
    do {
      session.run(a, "record --once -q --store /store").expect(0);
      assertThat(named("/usr/share/slow3/")).isEqualTo(20 * named("name: slow3,"));
      assertThat(named("faultwheel/old")).isIn(0L, 80L, 160L);
      for (String version : List.of("1.0", "2.0")) {
        assertThat(named("name: faultwheel,", "version: \"" + version + "\""))
            .isEqualTo(named("faultwheel-" + version + ".dist-info/RECORD,"));
      }
    } while (a.sh("test -e /run/ended").exit() != 0);
    a.sh("test ! -e /run/failed").expect(0);
    assertThat(store.heads()).isEqualTo(1);
  }

  private long named(String... texts) {
    return store.newest().stream()
        .filter(line -> Stream.of(texts).allMatch(line::contains))
        .count();
  }
}
