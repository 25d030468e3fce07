/** Will these packages run on this machine's cards, driver, processor and C library: pure rules. */
@NullMarked
package io.envsnap.agent.compat;

import org.jspecify.annotations.NullMarked;
