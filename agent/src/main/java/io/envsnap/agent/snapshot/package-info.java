/** Packs, segments and refs over any store. */
@NullMarked
package io.envsnap.agent.snapshot;

import org.jspecify.annotations.NullMarked;
