package io.envsnap.agent.ecosystem;

import io.envsnap.spec.lockfile.EntryKey;
import java.io.IOException;
import java.util.Map;

/**
 * Brings entries back by a program of the machine (rungs 3 to 5), in two halves, so that everything
 * is known to be possible before anything is changed.
 */
public interface Installer {
  /**
   * Fetches or builds all that is needed, and checks it. Changes nothing but the bench's folder.
   *
   * @return what cannot come, or not as it was recorded
   */
  Prepared prepare(InstallBench bench) throws IOException;

  /**
   * Installs what was prepared; entries that could not be prepared are passed over.
   *
   * @return entries that failed all the same, each with one clause
   */
  Map<EntryKey, String> install(InstallBench bench) throws IOException;
}
