package io.envsnap.agent.record;

import io.envsnap.agent.baseline.LauncherNotes;
import io.envsnap.agent.host.HostFacts;
import io.envsnap.agent.host.PythonInterpreter;
import io.envsnap.agent.snapshot.WrittenSnapshot;
import io.envsnap.spec.digest.Digest;
import io.envsnap.spec.journal.Action;
import io.envsnap.spec.lockfile.Base;
import io.envsnap.spec.lockfile.EcosystemId;
import io.envsnap.spec.lockfile.Entry;
import io.envsnap.spec.lockfile.EntryKey;
import io.envsnap.spec.lockfile.LeftOut;
import io.envsnap.spec.lockfile.Lockfile;
import io.envsnap.spec.lockfile.Need;
import io.envsnap.spec.lockfile.PythonBase;
import io.envsnap.spec.snapshot.ClaimedNode;
import io.envsnap.spec.snapshot.Timestamp;
import io.envsnap.spec.snapshot.TreeNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Puts the lockfile of a session together. */
final class LockfileDraft {
  private static final EcosystemId APT = new EcosystemId("apt");
  private static final String FINGERPRINT = "base/fingerprint";

  private LockfileDraft() {}

  static Lockfile of(
      Captured captured,
      SessionScan scan,
      HostFacts host,
      List<PythonInterpreter> pythons,
      WrittenSnapshot written,
      SessionStory story,
      List<Lockfile> continued) {
    List<Entry> entries =
        new Provenance(story, continued).addTo(versioned(captured.entries(), written.nodes()));
    List<LeftOut> leftOut = new ArrayList<>(captured.leftOut());
    leftOut.addAll(scan.changes().leftOut());
    leftOut.addAll(written.unreadable());
    return new Lockfile(
        base(captured, scan, host, pythons),
        Optional.of(host.accelerator()),
        entries,
        needs(captured, story, continued),
        leftOut,
        Chronicle.join(continued, ownActions(story.actions(entries), scan.notes())),
        Optional.empty());
  }

  /** What files and settings lack is found again each time; what a command was given is not. */
  private static List<Need> needs(Captured captured, SessionStory story, List<Lockfile> continued) {
    List<Need> needs = new ArrayList<>(captured.needs());
    needs.addAll(story.given());
    for (Lockfile lockfile : continued) {
      lockfile.credentials().stream().filter(GivenCredentials::isOfCommand).forEach(needs::add);
    }
    return needs;
  }

  /** Without what the launcher installed for envsnap itself: its runs end while it is at work. */
  private static List<Action> ownActions(List<Action> actions, LauncherNotes notes) {
    return actions.stream()
        .filter(
            action -> {
              Instant end = action.at().plus(action.took().orElse(Duration.ZERO));
              return !notes.covers(new Timestamp(end.getEpochSecond(), end.getNano()));
            })
        .toList();
  }

  private static Base base(
      Captured captured, SessionScan scan, HostFacts host, List<PythonInterpreter> pythons) {
    byte[] fingerprint =
        captured.parts().getOrDefault(APT, Map.of()).getOrDefault(FINGERPRINT, new byte[0]);
    return new Base(
        host.os(),
        host.image(),
        host.kernel(),
        host.architecture(),
        host.glibc(),
        fingerprint.length == 0 ? "" : Digest.of(fingerprint).toString(),
        pythons.stream()
            .map(
                python ->
                    new PythonBase(
                        python.path().value(),
                        python.version(),
                        python.abi(),
                        python.prefix().value()))
            .toList(),
        scan.baseline().taken());
  }

  /** An entry that is one regular file has that file's digest as its version. */
  private static List<Entry> versioned(List<Entry> entries, List<ClaimedNode> nodes) {
    Map<EntryKey, Digest> digests = new HashMap<>();
    for (ClaimedNode claimed : nodes) {
      if (claimed.node() instanceof TreeNode.RegularFile file
          && file.path().value().equals(claimed.entry().name())) {
        digests.put(claimed.entry(), file.digest());
      }
    }
    return entries.stream()
        .map(
            entry -> {
              Digest digest = digests.get(entry.key());
              return digest == null || !entry.version().isEmpty()
                  ? entry
                  : new Entry(
                      entry.key(),
                      digest.toString(),
                      entry.requested(),
                      entry.artifacts(),
                      entry.attributes());
            })
        .toList();
  }
}
