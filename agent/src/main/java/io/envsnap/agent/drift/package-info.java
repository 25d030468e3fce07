/** How this host differs from a lockfile. */
@NullMarked
package io.envsnap.agent.drift;

import org.jspecify.annotations.NullMarked;
