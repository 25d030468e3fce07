/** Lets a verb say that work goes on, without knowing who listens. */
@NullMarked
package io.envsnap.agent.progress;

import org.jspecify.annotations.NullMarked;
