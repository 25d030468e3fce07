/** Writes whole files or nothing, for envsnap's own state, stores and lockfiles. */
@NullMarked
package io.envsnap.agent.disk;

import org.jspecify.annotations.NullMarked;
