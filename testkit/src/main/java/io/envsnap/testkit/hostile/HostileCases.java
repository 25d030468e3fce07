package io.envsnap.testkit.hostile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** All cases of hostile stores. */
public final class HostileCases {
  static final String CLAIMS = "claims";
  static final String CLAIMS_OF_APT = "claims of apt";
  static final String WORDS = "words without bytes";

  /** Groups whose cases differ in nothing but a path or word, so that one store holds them all. */
  private static final Set<String> TOGETHER = Set.of(CLAIMS, CLAIMS_OF_APT, WORDS);

  /** Of what is refused before anything is looked at, so many are one to be played on a machine. */
  private static final int ONE_IN = 10;

  /** A restore names forty paths and counts the others. */
  private static final int MOST_TOGETHER = 30;

  private HostileCases() {}

  /** Every case, group by group. */
  public static List<HostileCase> all() {
    List<HostileCase> all = new ArrayList<>();
    all.addAll(HostileTrees.all());
    all.addAll(HostileBytes.all());
    all.addAll(HostileRefs.all());
    all.addAll(HostileLockfiles.all());
    all.addAll(HostileClaims.all());
    all.addAll(HostileEcosystems.all());
    return List.copyOf(all);
  }

  /** Those whose stored bytes cannot be used at all. */
  public static List<HostileCase> corrupt() {
    return all().stream().filter(one -> one.exit() == HostileCase.CORRUPT).toList();
  }

  /** Those whose lockfile cannot be used. */
  public static List<HostileCase> lockfiles() {
    return all().stream().filter(one -> one.exit() == HostileCase.LOCKFILE).toList();
  }

  /**
   * What a machine has to show: alike cases together in one store, and of those that readers refuse
   * already one in ten, for the exit code and the sentence.
   */
  public static List<List<HostileCase>> onMachine() {
    Map<String, List<HostileCase>> together = new LinkedHashMap<>();
    List<List<HostileCase>> plays = new ArrayList<>();
    int refused = 0;
    for (HostileCase one : all()) {
      boolean byReaders = one.exit() == HostileCase.CORRUPT || one.exit() == HostileCase.LOCKFILE;
      if (TOGETHER.contains(one.group())) {
        together.computeIfAbsent(one.group(), key -> new ArrayList<>()).add(one);
      } else if (!byReaders || refused++ % ONE_IN == 0) {
        plays.add(List.of(one));
      }
    }
    for (List<HostileCase> cases : together.values()) {
      for (int from = 0; from < cases.size(); from += MOST_TOGETHER) {
        plays.add(cases.subList(from, Math.min(cases.size(), from + MOST_TOGETHER)));
      }
    }
    return List.copyOf(plays);
  }
}
