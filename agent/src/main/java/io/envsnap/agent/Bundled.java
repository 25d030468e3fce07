package io.envsnap.agent;

import io.envsnap.agent.ecosystem.Ecosystem;
import io.envsnap.agent.ecosystem.apt.AptEcosystem;
import io.envsnap.agent.ecosystem.files.FilesEcosystem;
import io.envsnap.agent.ecosystem.git.GitEcosystem;
import io.envsnap.agent.ecosystem.pip.PipEcosystem;
import io.envsnap.agent.store.ObjectStore;
import io.envsnap.agent.store.StoreException;
import io.envsnap.agent.store.dir.DirStore;
import java.nio.file.Path;
import java.util.List;

/** The one list of ecosystems and backends that this build has. */
final class Bundled {
  private static final String DIR = "dir:";

  private Bundled() {}

  /** All ecosystems, in the order in which they claim paths; {@code files} takes the rest. */
  static List<Ecosystem> ecosystems(Limits limits) {
    return List.of(
        new AptEcosystem(),
        new PipEcosystem(),
        new GitEcosystem(),
        new FilesEcosystem(limits.fileBytes(), limits.totalBytes()));
  }

  /**
   * The store at an address: {@code dir:/path} or a path.
   *
   * @throws StoreException when it cannot be opened
   */
  static ObjectStore store(String address) throws StoreException {
    String path = address.startsWith(DIR) ? address.substring(DIR.length()) : address;
    return DirStore.open(Path.of(path).toAbsolutePath().normalize());
  }
}
