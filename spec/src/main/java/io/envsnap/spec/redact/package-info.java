/** Text in which no secret is left, and the needs that took the secrets' place. */
@NullMarked
package io.envsnap.spec.redact;

import org.jspecify.annotations.NullMarked;
