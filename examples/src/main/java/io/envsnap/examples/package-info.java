/** Stories that a person can play on one machine. */
@NullMarked
package io.envsnap.examples;

import org.jspecify.annotations.NullMarked;
