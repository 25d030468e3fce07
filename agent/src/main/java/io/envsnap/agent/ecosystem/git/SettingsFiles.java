package io.envsnap.agent.ecosystem.git;

import io.envsnap.agent.tree.HostTree;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Reads a repository's own settings without git. */
final class SettingsFiles {
  private static final int LIMIT = 4 << 20;

  private final HostTree tree;

  SettingsFiles(HostTree tree) {
    this.tree = tree;
  }

  /** Its settings; none where the file cannot be understood. */
  List<ConfigSetting> of(Repository repository) throws IOException {
    Optional<byte[]> bytes = tree.read(repository.common().child("config"), LIMIT);
    return bytes.flatMap(ConfigFile::parse).map(ConfigFile::settings).orElse(List.of());
  }
}
