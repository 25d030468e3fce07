/** The verb verify: how this machine differs from a lockfile, since when, and how to mend it. */
@NullMarked
package io.envsnap.agent.drift;

import org.jspecify.annotations.NullMarked;
