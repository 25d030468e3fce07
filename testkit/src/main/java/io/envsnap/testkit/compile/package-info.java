/** Compiles the small C programs that this kit brings. */
@NullMarked
package io.envsnap.testkit.compile;

import org.jspecify.annotations.NullMarked;
