/** The verb export: from a snapshot to files that other programs install from. */
@NullMarked
package io.envsnap.agent.export;

import org.jspecify.annotations.NullMarked;
