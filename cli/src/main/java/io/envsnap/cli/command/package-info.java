/** The commands, one class each. */
@NullMarked
package io.envsnap.cli.command;

import org.jspecify.annotations.NullMarked;
