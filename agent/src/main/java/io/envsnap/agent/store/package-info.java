/** What a store must offer: immutable objects that are only ever added. */
@NullMarked
package io.envsnap.agent.store;

import org.jspecify.annotations.NullMarked;
