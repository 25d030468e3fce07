/** What bytes are, by their SHA-256. */
@NullMarked
package io.envsnap.spec.digest;

import org.jspecify.annotations.NullMarked;
