package io.envsnap.agent.ecosystem.apt;

import io.envsnap.agent.ecosystem.FileMerge;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Applies the session's changes to a shared file of this machine, record by record. A record that
 * this machine has in a third form stays as it is here: it is this machine's own decision.
 *
 * @param delta what the session changed
 */
record RecordMerge(RecordDelta delta) implements FileMerge {
  @Override
  public byte[] merge(Optional<byte[]> current) {
    byte[] bytes = current.orElseGet(() -> new byte[0]);
    Map<String, String> here = delta.file().records(bytes);
    Map<String, String> merged = new LinkedHashMap<>(here);
    delta
        .after()
        .forEach(
            (key, record) -> {
              String present = here.get(key);
              if (present == null || present.equals(delta.before().get(key))) {
                merged.put(key, record);
              }
            });
    delta
        .before()
        .forEach(
            (key, record) -> {
              if (!delta.after().containsKey(key) && record.equals(here.get(key))) {
                merged.remove(key);
              }
            });
    return merged.equals(here) ? bytes : delta.file().join(merged.values());
  }
}
