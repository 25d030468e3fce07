package io.envsnap.testkit.facts;

import io.envsnap.testkit.vm.FreshVm;
import io.envsnap.testkit.vm.VmResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Compares machines by what find and sha256sum say of them. */
public final class TreeFacts {
  private static final String LOOK =
      """
      cd / && find / -xdev \\( -path /proc -o -path /sys -o -path /dev -o -path /run -o -path /tmp \\) -prune \
        -o %s \\( -type f -o -type d -o -type l \\) \
        -printf '%%y\\t%%m\\t%%u:%%g\\t%%s\\t%%T@\\t%%n\\t%%l\\t%%p\\0'
      """;
  private static final String HASH =
      """
      cd / && find / -xdev \\( -path /proc -o -path /sys -o -path /dev -o -path /run -o -path /tmp \\) -prune \
        -o %s -type f -print0 | xargs -0 -r sha256sum -z
      """;

  private TreeFacts() {}

  /** The facts of every path that changed since the machine was booted, which wrote /etc/hosts. */
  public static SortedMap<String, Fact> changedSinceBoot(FreshVm vm) {
    return look(vm, "-newercm /etc/hosts");
  }

  /** The facts of all paths. */
  public static SortedMap<String, Fact> all(FreshVm vm) {
    return look(vm, "");
  }

  private static SortedMap<String, Fact> look(FreshVm vm, String filter) {
    Map<String, String> hashes = new HashMap<>();
    VmResult hashed = vm.sh(HASH.formatted(filter)).expect(0);
    for (String line : hashed.text().split("\0")) {
      if (line.length() > 66) {
        hashes.put(line.substring(66), line.substring(0, 64));
      }
    }
    SortedMap<String, Fact> facts = new TreeMap<>();
    for (String line : vm.sh(LOOK.formatted(filter)).expect(0).text().split("\0")) {
      String[] fields = line.split("\t", 8);
      if (fields.length == 8) {
        boolean folder = fields[0].equals("d");
        facts.put(
            fields[7],
            new Fact(
                fields[0],
                fields[1],
                fields[2],
                folder ? 0 : Long.parseLong(fields[3]),
                fields[0].equals("f") ? fields[4] : "",
                fields[6],
                folder ? 0 : Integer.parseInt(fields[5]),
                hashes.getOrDefault(fields[7], "")));
      }
    }
    return facts;
  }

  /**
   * One line for each path on which two machines do not agree.
   *
   * @param expected facts of the recorded machine
   * @param actual all facts of the restored one
   * @param ignored paths that need not agree
   */
  public static List<String> differences(
      SortedMap<String, Fact> expected, SortedMap<String, Fact> actual, Predicate<String> ignored) {
    List<String> lines = new ArrayList<>();
    SortedSet<String> paths = new TreeSet<>(expected.keySet());
    for (String path : paths) {
      Fact here = expected.get(path);
      Fact there = actual.get(path);
      if (!ignored.test(path) && here != null && !here.equals(there)) {
        lines.add(path + ": recorded " + here + ", restored " + (there == null ? "absent" : there));
      }
    }
    return lines;
  }
}
