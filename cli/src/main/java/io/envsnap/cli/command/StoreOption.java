package io.envsnap.cli.command;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which store to use. */
final class StoreOption {
  @Option(
      names = "--store",
      paramLabel = "STORE",
      description =
          "Folder of the store, or gdrive:FOLDER in Google Drive by name, id or share address"
              + " (ENVSNAP_STORE, envsnap.yaml); ~/.envsnap/store if none.")
  private @Nullable String store;

  Optional<String> path() {
    return Optional.ofNullable(store);
  }
}
