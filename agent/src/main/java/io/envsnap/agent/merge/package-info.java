/** Two lockfiles of one origin, brought together. */
@NullMarked
package io.envsnap.agent.merge;

import org.jspecify.annotations.NullMarked;
