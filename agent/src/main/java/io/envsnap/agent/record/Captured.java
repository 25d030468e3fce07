package io.envsnap.agent.record;

import io.envsnap.agent.ecosystem.Claim;
import io.envsnap.spec.lockfile.EcosystemId;
import io.envsnap.spec.lockfile.Entry;
import io.envsnap.spec.lockfile.LeftOut;
import io.envsnap.spec.lockfile.Need;
import io.envsnap.spec.snapshot.TreePath;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What all ecosystems together say of a session; no path belongs to two.
 *
 * @param entries of all ecosystems
 * @param claims who owns which path
 * @param substitutes bytes to record instead of those on disk
 * @param parts by ecosystem and name
 * @param needs credentials not recorded
 * @param leftOut paths kept out by a rule
 */
record Captured(
    List<Entry> entries,
    Map<TreePath, Claim> claims,
    Map<TreePath, byte[]> substitutes,
    Map<EcosystemId, Map<String, byte[]>> parts,
    List<Need> needs,
    List<LeftOut> leftOut) {
  /** The same once nobody asks any more who claimed what, which takes much memory. */
  Captured withoutClaims() {
    return new Captured(entries, Map.of(), Map.of(), parts, needs, leftOut);
  }

  /** The same with further bytes to record, where no ecosystem has its own. */
  Captured recording(Map<TreePath, byte[]> bytes) {
    Map<TreePath, byte[]> all = new HashMap<>(bytes);
    all.putAll(substitutes);
    return new Captured(entries, claims, all, parts, needs, leftOut);
  }
}
