/** What changed on disk since the baseline, and writing it back. */
@NullMarked
package io.envsnap.agent.tree;

import org.jspecify.annotations.NullMarked;
