package io.envsnap.cli.config;

import java.util.Optional;

/**
 * What the command line said of the settings.
 *
 * @param store {@code --store}
 * @param name {@code --name}
 * @param lockfile {@code --lockfile}
 */
public record Options(Optional<String> store, Optional<String> name, Optional<String> lockfile) {}
