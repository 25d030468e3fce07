package io.envsnap.agent.ecosystem.apt;

import io.envsnap.agent.ecosystem.FileMerge;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Applies the session's changes to a shared file of this machine, record by record. A record that
 * this machine has in a third form stays as it is here: it is this machine's own decision.
 *
 * @param delta what the session changed
 * @param image records that this machine's image came with: nobody decided on them here
 */
record RecordMerge(RecordDelta delta, Map<String, String> image) implements FileMerge {
  RecordMerge {
    image = Map.copyOf(image);
  }

  @Override
  public byte[] merge(Optional<byte[]> current) {
    byte[] bytes = current.orElseGet(() -> new byte[0]);
    Map<String, String> here = delta.file().records(bytes);
    Map<String, String> merged = new LinkedHashMap<>(here);
    delta
        .after()
        .forEach((key, record) -> merged.merge(key, record, (present, r) -> one(key, present, r)));
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

  private String one(String key, String present, String recorded) {
    boolean open = isOpen(key, present);
    if (!delta.file().equals(SharedFile.DEBCONF_CONFIG)) {
      return open ? recorded : present;
    }
    Stanza here = new Stanza(present);
    Stanza theirs = new Stanza(recorded);
    boolean same = Debconf.sameButOwners(here, theirs);
    boolean better = Debconf.isAnswered(theirs) && !Debconf.isAnswered(here);
    Stanza chosen = !same && (open || better) ? theirs : here;
    return Debconf.owned(chosen, chosen.equals(here) ? theirs : here).text();
  }

  /** Whether nobody has decided on the record here, so that the session's decision holds. */
  private boolean isOpen(String key, String present) {
    String before = delta.before().get(key);
    return before == null ? present.equals(image.get(key)) : present.equals(before);
  }

  /** Keys of records that stay as they are here although the session had decided otherwise. */
  List<String> kept(byte[] current) {
    Map<String, String> here = delta.file().records(current);
    List<String> kept = new ArrayList<>();
    delta
        .after()
        .forEach(
            (key, record) -> {
              String present = here.get(key);
              if (present != null && isAgainst(record, one(key, present, record))) {
                kept.add(key);
              }
            });
    return kept;
  }

  private boolean isAgainst(String recorded, String merged) {
    if (!delta.file().equals(SharedFile.DEBCONF_CONFIG)) {
      return !recorded.equals(merged);
    }
    Stanza theirs = new Stanza(recorded);
    return Debconf.isAnswered(theirs)
        && !theirs.value("Value").equals(new Stanza(merged).value("Value"));
  }
}
