/** What a compiled file says of itself. */
@NullMarked
package io.envsnap.agent.binary;

import org.jspecify.annotations.NullMarked;
