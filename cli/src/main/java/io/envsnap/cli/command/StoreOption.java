package io.envsnap.cli.command;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which store to use. */
final class StoreOption {
  @Option(
      names = "--store",
      paramLabel = "PATH",
      description = "Folder of the store (ENVSNAP_STORE, envsnap.yaml); ~/.envsnap/store if none.")
  private @Nullable String store;

  Optional<String> path() {
    return Optional.ofNullable(store);
  }
}
