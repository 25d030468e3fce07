package io.envsnap.cli.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.testkit.fault.Fault;
import io.envsnap.testkit.vm.FreshVm;
import io.envsnap.testkit.vm.NeedsVm;
import io.envsnap.testkit.vm.VmResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bad disks, folders that cannot be written, stores that go away, and others at work. */
@NeedsVm
class FaultsIT {
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

  @ParameterizedTest
  @ValueSource(strings = {"/content/data/f7", "/usr/share/faultdeb/7"})
  void aFileThatTheDiskFailsToReadIsNamedAndEverythingElseIsRecorded(String path) {
    // What was read and has held still since is not read again.
    a.sh("rm -f /var/lib/envsnap/digests").expect(0);
    VmResult record =
        session.run(a, "record --once --store /store", Fault.unreadable(path)).expect(0);
    assertThat(record.errorText()).containsPattern("`" + path + "` \\(.*\\) is left out: ");
    assertThat(store.problems()).isEmpty();
    assertThat(store.newest())
        .noneMatch(line -> line.contains("path=" + path + ","))
        .anyMatch(line -> line.contains("path=" + path.replace("7", "8") + ","));
  }

  @Test
  void aPackThatTheDiskFailsToReadStopsTheRestoreAndLaterItCompletes() {
    try (FreshVm b = session.fresh()) {
      String pack = "/store/packs/" + a.sh("ls -S /store/packs | head -1").text().strip();
      VmResult failed = session.run(b, "restore --store /store", Fault.unreadable(pack)).expect(11);
      assertThat(failed.errorText()).contains("error: ").contains("hint: ");
      b.sh("test -z \"$(dpkg --audit)\" && apt-get check -qq").expect(0);
      session.run(b, "restore -q --store /store").expect(0);
    }
  }

  @Test
  void aStateFolderThatCannotBeWrittenStopsEverythingBeforeItBegins() {
    try (FreshVm b = session.fresh()) {
      b.sh("mkdir -p /var/lib/envsnap && mount -t tmpfs -o ro none /var/lib/envsnap").expect(0);
      VmResult restore = session.run(b, "restore --store /store").expect(12);
      assertThat(restore.errorText()).contains("/var/lib/envsnap").contains("hint: ");
      session.run(b, "record --once --store /store").expect(12);
      b.sh("test ! -e /content/data").expect(0);
      b.sh("mount -o remount,rw,size=64k /var/lib/envsnap").expect(0);
      VmResult full = session.run(b, "restore --store /store").expect(1);
      assertThat(full.errorText()).contains("no space is left").contains("hint: ");
      b.sh("test ! -e /content/data").expect(0);
      b.sh("umount /var/lib/envsnap").expect(0);
      session.run(b, "restore -q --store /store").expect(0);
    }
  }

  @Test
  void aStoreThatMayNotBeWrittenIsDeniedAndLeftAsItWas() {
    List<String> before = store.refs();
    a.sh("mount --bind /store /store && mount -o remount,bind,ro /store").expect(0);
    VmResult record = session.run(a, "record --once --store /store").expect(12);
    a.sh("umount /store").expect(0);
    assertThat(record.errorText()).contains("`/store`").contains("hint: ");
    assertThat(store.refs()).isEqualTo(before);
  }

  @Test
  void aLockfileThatCannotBeWrittenCostsTheLockfileOnly() {
    a.sh("mount --bind /content /content && mount -o remount,bind,ro /content").expect(0);
    VmResult record = session.run(a, "record --once --store /store");
    a.sh("umount /content").expect(0);
    assertThat(record.exit()).as(record.errorText()).isEqualTo(12);
    assertThat(record.errorText()).contains("safe in the store").contains("--lockfile");
    session.run(a, "record --once -q --store /store").expect(0);
    assertThat(store.heads()).isEqualTo(1);
  }

  @Test
  void aFolderThatMayNotBeWrittenStopsTheRestoreAndLaterItCompletes() {
    try (FreshVm b = session.fresh()) {
      b.sh("mkdir /content/data && mount -t tmpfs -o ro none /content/data").expect(0);
      VmResult restore = session.run(b, "restore --store /store").expect(12);
      assertThat(restore.errorText()).contains("/content/data").contains("read-only");
      b.sh("test -z \"$(dpkg --audit)\" && apt-get check -qq").expect(0);
      b.sh("umount /content/data").expect(0);
      session.run(b, "restore -q --store /store").expect(0);
    }
  }

  @Test
  void aStoreThatGoesAwayInBetweenIsNotMadeAnewInItsPlace() {
    a.sh("mkdir -p /mnt/drive && mount -t tmpfs drive /mnt/drive && mkdir /mnt/drive/store")
        .expect(0);
    a.sh(
            "(until [ -d /mnt/drive/store/packs ]; do :; done; umount -l /mnt/drive) >/dev/null"
                + " 2>&1 &")
        .expect(0);
    VmResult record = session.run(a, "record --once --store /mnt/drive/store").expect(11);
    assertThat(record.errorText()).contains("went away").contains("hint: ");
    assertThat(a.sh("ls -A /mnt/drive").text()).isEmpty();
    session.run(a, "record --once -q --store /store").expect(0);
    assertThat(store.heads()).isEqualTo(1);
  }

  @Test
  void halfOfARestoreIsNeverPutOverWhatItCameFrom() {
    try (FreshVm b = session.fresh()) {
      session.run(b, "restore --store /store", Fault.none()).expect(0);
      Phases phases = Phases.of(session.marks(b), session.counts(b)[0]);
      Phases.Span files =
          phases.spans().stream()
              .filter(span -> span.title().equals("Restoring files"))
              .findFirst()
              .orElseThrow();
      try (FreshVm c = session.fresh()) {
        session.run(c, "restore --store /store", Fault.kill((files.from() + files.to()) / 2));
        VmResult record = session.run(c, "record --once --store /store").expect(4);
        assertThat(record.errorText()).contains("cut off").contains("envsnap restore");
        session.run(c, "record --once -q --store /store --name as-it-is").expect(0);
        session.run(c, "restore main -q --store /store").expect(0);
        session.run(c, "record --once -q --store /store").expect(0);
        assertThat(store.heads()).isEqualTo(1);
      }
    }
  }

  @Test
  void whatARestoreHadPlacedBeforeItWasKilledIsNotWrittenAgain() {
    // Of a file with several names the inode changes when the others come. New folders have another
    // name until all is in them.
    String placed =
        "find /content /usr/share -type f -links 1 \\( -path '*/data*/*' -o -path '*/repo/*' -o"
            + " -path '*/faultdeb/*' -o -path '*/.envsnap-tmp-*/*' \\) ! -name '.envsnap-tmp-*' !"
            + " -name f1 ! -newer /run/begun -printf '%f %i %C@\\n"
            + "' | sort";
    try (FreshVm c = session.fresh()) {
      // What is being written has not got its recorded time yet.
      c.sh("touch /run/begun").expect(0);
      session.run(c, "restore --store /store", Fault.killAfter("Restoring files …", 150));
      List<String> before = c.sh(placed).expect(0).lines();
      session.run(c, "restore -q --store /store").expect(0);
      List<String> after = c.sh(placed).expect(0).lines();
      assertThat(before).isNotEmpty().hasSizeLessThan(after.size());
      assertThat(after).containsAll(before);
    }
  }

  @Test
  void foldersHaveTheirTimesAlthoughARestoreWasKilledAfterItsLastFile() {
    String folders =
        "find /content /usr/local /usr/share/faultdeb -type d -printf '%p %m %T@\\n' | sort";
    try (FreshVm b = session.fresh();
        FreshVm c = session.fresh()) {
      session.run(b, "restore -q --store /store").expect(0);
      List<String> recorded = new ArrayList<>(a.sh(folders).expect(0).lines());
      recorded.retainAll(b.sh(folders).expect(0).lines());
      session.run(c, "restore --store /store", Fault.killAfter("Bringing caches up to date …", 1));
      session.run(c, "restore -q --store /store").expect(0);
      assertThat(recorded).anyMatch(line -> line.startsWith("/content/repo "));
      assertThat(c.sh(folders).expect(0).lines()).containsAll(recorded);
    }
  }

  @Test
  void twoRecordsAtOnceIntoOneStoreAreBothThere() {
    try (FreshVm other = session.fresh()) {
      other.sh("echo mine > /content/mine").expect(0);
      var second =
          CompletableFuture.supplyAsync(
              () -> session.run(other, "record --once -q --store /store"));
      session.run(a, "record --once -q --store /store").expect(0);
      second.join().expect(0);
      assertThat(store.problems()).isEmpty();
      assertThat(store.heads()).isEqualTo(2);
    }
  }

  @Test
  void ofTwoRunsAtOnceOnOneMachineOneStepsBack() {
    VmResult both =
        a.sh(
            "cd /content; run() { java -jar /opt/envsnap/envsnap.jar record --once -q --store"
                + " /store; }; run & first=$!; run; echo $?; wait $first; echo $?");
    assertThat(both.lines()).as(both.errorText()).contains("0").isSubsetOf("0", "4");
    assertThat(store.problems()).isEmpty();
    assertThat(store.heads()).isEqualTo(1);
    try (FreshVm b = session.fresh()) {
      VmResult restores =
          b.sh(
              "cd /content; run() { java -jar /opt/envsnap/envsnap.jar restore -q --store /store;"
                  + " }; run & first=$!; run; echo $?; wait $first; echo $?");
      assertThat(restores.lines()).as(restores.errorText()).contains("0").isSubsetOf("0", "4");
      assertThat(restores.errorText()).doesNotContain("\tat ");
      b.sh("test -z \"$(dpkg --audit)\" && apt-get check -qq").expect(0);
      session.run(b, "verify main --store=/store").expect(0);
    }
  }
}
