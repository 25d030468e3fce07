/** What every verb shares: the machine that it works on, and the ways in which it can fail. */
@NullMarked
package io.envsnap.agent.verb;

import org.jspecify.annotations.NullMarked;
