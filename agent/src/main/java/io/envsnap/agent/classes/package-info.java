/** Keeps this program's classes the way Java maps them, so that it starts faster. */
@NullMarked
package io.envsnap.agent.classes;

import org.jspecify.annotations.NullMarked;
