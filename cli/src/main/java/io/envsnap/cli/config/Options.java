package io.envsnap.cli.config;

import java.util.Optional;

/**
 * What the command line said of the settings.
 *
 * @param store {@code --store}
 * @param name {@code --name}
 * @param lockfile {@code --lockfile}
 * @param fileLimit {@code --file-limit}
 * @param totalLimit {@code --total-limit}
 * @param saveEvery {@code --save-every}
 */
public record Options(
    Optional<String> store,
    Optional<String> name,
    Optional<String> lockfile,
    Optional<String> fileLimit,
    Optional<String> totalLimit,
    Optional<String> saveEvery) {
  /** With the usual limits and times. */
  public Options(Optional<String> store, Optional<String> name, Optional<String> lockfile) {
    this(store, name, lockfile, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** The same with limits for unclaimed files. */
  public Options limits(Optional<String> file, Optional<String> total) {
    return new Options(store, name, lockfile, file, total, saveEvery);
  }

  /** The same for what an agent saves: its store, and its name where no other is said. */
  public Options savedTo(String address, String usualName) {
    return new Options(
        Optional.of(address),
        Optional.of(name.orElse(usualName)),
        lockfile,
        fileLimit,
        totalLimit,
        saveEvery);
  }

  /** The same with a time between two saves. */
  public Options savingEvery(Optional<String> time) {
    return new Options(store, name, lockfile, fileLimit, totalLimit, time);
  }
}
