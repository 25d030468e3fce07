/** Reads and writes the journal that hooks append to, and knows when a boot began. */
@NullMarked
package io.envsnap.agent.journal;

import org.jspecify.annotations.NullMarked;
