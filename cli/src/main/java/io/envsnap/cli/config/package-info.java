/**
 * Settings from options, environment and envsnap.yaml: the only room that looks at the environment.
 */
@NullMarked
package io.envsnap.cli.config;

import org.jspecify.annotations.NullMarked;
