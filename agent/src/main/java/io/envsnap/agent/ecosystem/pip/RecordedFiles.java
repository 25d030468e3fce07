package io.envsnap.agent.ecosystem.pip;

import io.envsnap.spec.snapshot.TreePath;
import java.nio.charset.StandardCharsets;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The paths that a {@code RECORD} names. It is taken apart when somebody asks for them: whoever
 * plans a restore mostly does not, and large projects have thousands. For one thread.
 */
final class RecordedFiles extends AbstractList<TreePath> {
  private final TreePath site;
  private final byte[] record;
  private @Nullable List<TreePath> paths;

  /** Of the RECORD in a folder of {@code site}. */
  RecordedFiles(TreePath site, byte[] record) {
    this.site = site;
    this.record = record;
  }

  private List<TreePath> paths() {
    List<TreePath> known = paths;
    if (known == null) {
      known = new ArrayList<>();
      List<String> lines = new String(record, StandardCharsets.UTF_8).lines().toList();
      for (String path : RecordText.parse(lines)) {
        RecordText.resolve(site, path).ifPresent(known::add);
      }
      paths = known;
    }
    return known;
  }

  @Override
  public TreePath get(int index) {
    return paths().get(index);
  }

  @Override
  public int size() {
    return paths().size();
  }
}
