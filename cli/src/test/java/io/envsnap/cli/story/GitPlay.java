package io.envsnap.cli.story;

import io.envsnap.testkit.vm.FreshVm;
import io.envsnap.testkit.vm.VmResult;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Plays cases full of repositories on one machine, records once, restores on a machine without
 * network, and keeps what find, sha256sum and git say on both, before and after going on with the
 * work.
 */
final class GitPlay {
  private final List<String> recordedFacts;
  private final List<String> restoredFacts;
  private final Map<SessionCase, List<String>> recordedWork = new HashMap<>();
  private final Map<SessionCase, List<String>> restoredWork = new HashMap<>();
  private final VmResult restore;
  private final VmResult again;

  GitPlay(Path store, GitWorld world, List<SessionCase> cases) {
    Map<String, String> environment = world.environment();
    String kit = resource("kit.bash");
    String facts = resource("facts.bash");
    try (FreshVm a = new Machines(store).first();
        FreshVm b = new Machines(store).next()) {
      for (SessionCase one : cases) {
        a.sh(kit + one.part("session"), environment).expect(0);
      }
      Machines.envsnap(a, "record -q --once --store /store").expect(0);
      restore = Machines.envsnap(b, "restore --store /store");
      again = Machines.envsnap(b, "restore --store /store --json");
      recordedFacts = a.sh(facts).lines();
      restoredFacts = b.sh(facts).lines();
      for (SessionCase one : cases) {
        recordedWork.put(one, a.sh(kit + one.part("after"), environment).lines());
        restoredWork.put(one, b.sh(kit + one.part("after"), environment).lines());
      }
    }
  }

  private static String resource(String name) {
    try (InputStream in = GitPlay.class.getResourceAsStream("/sessions/git/" + name)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** How many facts were compared. */
  int facts() {
    return recordedFacts.size();
  }

  /** Facts that hold on one machine only. */
  List<String> differences() {
    return differences(recordedFacts, restoredFacts);
  }

  /** Answers to going on with the work of a case that were given on one machine only. */
  List<String> differences(SessionCase one) {
    return differences(
        recordedWork.getOrDefault(one, List.of()), restoredWork.getOrDefault(one, List.of()));
  }

  /** How many answers going on with the work of a case gave. */
  int answers(SessionCase one) {
    return recordedWork.getOrDefault(one, List.of()).size();
  }

  private static List<String> differences(List<String> recorded, List<String> restored) {
    List<String> lines = new ArrayList<>();
    Set<String> there = new HashSet<>(restored);
    recorded.stream().filter(line -> !there.contains(line)).forEach(l -> lines.add("lacks " + l));
    Set<String> here = new HashSet<>(recorded);
    restored.stream().filter(line -> !here.contains(line)).forEach(l -> lines.add("has " + l));
    return lines;
  }

  /** What the restore said. */
  VmResult restore() {
    return restore;
  }

  /** What a second restore said. */
  VmResult again() {
    return again;
  }
}
