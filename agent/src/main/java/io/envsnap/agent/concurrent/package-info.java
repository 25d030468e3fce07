/** Lets several processors work at once. */
@NullMarked
package io.envsnap.agent.concurrent;

import org.jspecify.annotations.NullMarked;
