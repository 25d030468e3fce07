package io.envsnap.cli.command;

import io.envsnap.cli.config.Options;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How large the files may be that no package tool knows. */
final class LimitOptions {
  @Option(
      names = "--file-limit",
      paramLabel = "SIZE",
      description =
          "Leave out other files above this (ENVSNAP_FILE_LIMIT, fileLimit); 256M if none is said.")
  private @Nullable String file;

  @Option(
      names = "--total-limit",
      paramLabel = "SIZE",
      description =
          "Let those have this together (ENVSNAP_TOTAL_LIMIT, totalLimit); 4G if none is said.")
  private @Nullable String total;

  Options in(Options options) {
    return options.limits(Optional.ofNullable(file), Optional.ofNullable(total));
  }
}
