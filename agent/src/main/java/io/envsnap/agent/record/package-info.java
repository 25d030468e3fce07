/** The verb record: from a session to a lockfile and a snapshot. */
@NullMarked
package io.envsnap.agent.record;

import org.jspecify.annotations.NullMarked;
