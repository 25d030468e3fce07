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
 */
public record Options(
    Optional<String> store,
    Optional<String> name,
    Optional<String> lockfile,
    Optional<String> fileLimit,
    Optional<String> totalLimit) {
  /** With the usual limits. */
  public Options(Optional<String> store, Optional<String> name, Optional<String> lockfile) {
    this(store, name, lockfile, Optional.empty(), Optional.empty());
  }

  /** The same with limits for unclaimed files. */
  public Options limits(Optional<String> file, Optional<String> total) {
    return new Options(store, name, lockfile, file, total);
  }
}
