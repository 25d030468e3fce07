/** The program: what starts, and nothing else. */
@NullMarked
package io.envsnap.cli;

import org.jspecify.annotations.NullMarked;
