/** All that is printed: the only room that knows the terminal. */
@NullMarked
package io.envsnap.cli.output;

import org.jspecify.annotations.NullMarked;
