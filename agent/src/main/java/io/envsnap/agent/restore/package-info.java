/** The verb restore: from a lockfile and a snapshot to the session, verified. */
@NullMarked
package io.envsnap.agent.restore;

import org.jspecify.annotations.NullMarked;
