/** A store in a folder. */
@NullMarked
package io.envsnap.agent.store.dir;

import org.jspecify.annotations.NullMarked;
