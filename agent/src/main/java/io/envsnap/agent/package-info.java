/** The front door, and the one list of ecosystems and backends. */
@NullMarked
package io.envsnap.agent;

import org.jspecify.annotations.NullMarked;
