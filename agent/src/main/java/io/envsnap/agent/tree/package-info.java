/**
 * What changed on disk since the baseline, and writing it back.
 *
 * <p>Reading: {@code LocalTree} for single paths, {@code TreeScan} for everything that changed,
 * with {@code LeftOutRules} saying what never counts and {@code Inventory} remembering what was
 * there. {@code ContentReader} hands a file's bytes over and tells whether it held still.
 *
 * <p>Writing: {@code TreeWriter}; {@code TreeCompare} says what is left to write, {@code
 * MappedFiles} who still uses what was replaced.
 *
 * <p>Not for: deciding which of the changes matter, and to whom: that is the ecosystems'.
 */
@NullMarked
package io.envsnap.agent.tree;

import org.jspecify.annotations.NullMarked;
