package io.envsnap.cli.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.testkit.facts.Fact;
import io.envsnap.testkit.facts.TreeFacts;
import io.envsnap.testkit.vm.FreshVm;
import io.envsnap.testkit.vm.VmResult;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Predicate;

/**
 * What dpkg, apt, pip, git, find and sha256sum say of a machine; envsnap is not asked.
 *
 * @param said one line for each answer of a tool
 * @param facts of every path
 */
record HostState(List<String> said, SortedMap<String, Fact> facts) {
  /** Asks the tools; changes nothing on the machine. */
  static HostState of(FreshVm vm) {
    SortedMap<String, Fact> facts = LeftOutByRule.timeless(TreeFacts.all(vm));
    VmResult asked =
        vm.sh(script(), Map.of("PYTHONDONTWRITEBYTECODE", "1", "GIT_OPTIONAL_LOCKS", "0"))
            .expect(0);
    assertThat(asked.lines()).contains("all was asked");
    return new HostState(asked.lines(), facts);
  }

  private static String script() {
    try (InputStream in = HostState.class.getResourceAsStream("/campaign/host-state.sh")) {
      if (in == null) {
        throw new IllegalStateException("host-state.sh is missing from this build");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One line for each thing on which the two do not agree, in either direction. */
  List<String> differences(HostState restored, Predicate<String> leftOut) {
    List<String> lines = new ArrayList<>();
    minus(said, restored.said).forEach(line -> lines.add("only recorded: " + line));
    minus(restored.said, said).forEach(line -> lines.add("only restored: " + line));
    lines.addAll(TreeFacts.differences(facts, restored.facts, leftOut));
    for (String path : restored.facts.keySet()) {
      if (!facts.containsKey(path) && !leftOut.test(path)) {
        lines.add(path + ": recorded absent, restored " + restored.facts.get(path));
      }
    }
    return lines;
  }

  private static List<String> minus(List<String> some, List<String> others) {
    Map<String, Integer> counts = new HashMap<>();
    others.forEach(line -> counts.merge(line, 1, Integer::sum));
    return some.stream().filter(line -> counts.merge(line, -1, Integer::sum) < 0).toList();
  }
}
