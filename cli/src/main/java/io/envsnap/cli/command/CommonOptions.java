package io.envsnap.cli.command;

import io.envsnap.cli.config.Options;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that every command has, but for the store, which {@code verify} reads differently. */
final class CommonOptions {
  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "Name of the line of snapshots (ENVSNAP_NAME); main if none.")
  private @Nullable String name;

  @Option(
      names = "--lockfile",
      paramLabel = "FILE",
      description = "The lockfile (ENVSNAP_LOCKFILE); envsnap.lock.yaml here if none.")
  private @Nullable String lockfile;

  @Option(names = "--json", description = "Print one JSON object a line.")
  private boolean json;

  @Option(
      names = {"-q", "--quiet"},
      description = "Print results, warnings and errors only.")
  private boolean quiet;

  @Option(
      names = {"-y", "--yes"},
      description = "Never ask; envsnap asks nothing yet, so this changes nothing.")
  private boolean yes;

  @Option(
      names = {"-v", "--verbose"},
      description = "Print the cause of an error too.")
  private boolean verbose;

  Options settings(Optional<String> store) {
    return new Options(store, Optional.ofNullable(name), Optional.ofNullable(lockfile));
  }

  boolean json() {
    return json;
  }

  boolean quiet() {
    return quiet || json;
  }

  boolean verbose() {
    return verbose;
  }

  boolean yes() {
    return yes;
  }
}
