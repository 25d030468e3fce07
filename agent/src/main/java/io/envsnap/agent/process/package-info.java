/** Runs a program and waits for it: the only room that starts processes. */
@NullMarked
package io.envsnap.agent.process;

import org.jspecify.annotations.NullMarked;
