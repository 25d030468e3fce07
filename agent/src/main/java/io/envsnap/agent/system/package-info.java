/** What the system's own C libraries do for envsnap: loading them, and SHA-256 by libcrypto. */
@NullMarked
package io.envsnap.agent.system;

import org.jspecify.annotations.NullMarked;
