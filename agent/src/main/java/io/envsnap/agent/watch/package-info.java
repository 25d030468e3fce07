/** Watches a session live: puts hooks on the machine and takes them away, and runs the agent. */
@NullMarked
package io.envsnap.agent.watch;

import org.jspecify.annotations.NullMarked;
