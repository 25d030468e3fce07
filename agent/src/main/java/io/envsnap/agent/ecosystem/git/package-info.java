/** Git repositories with everything that makes their state. */
@NullMarked
package io.envsnap.agent.ecosystem.git;

import org.jspecify.annotations.NullMarked;
