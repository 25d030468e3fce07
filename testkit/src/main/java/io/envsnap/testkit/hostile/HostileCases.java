package io.envsnap.testkit.hostile;

import java.util.ArrayList;
import java.util.List;

/** All cases of hostile stores. */
public final class HostileCases {
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
}
