/** How two lockfiles differ, entry by entry. */
@NullMarked
package io.envsnap.spec.diff;

import org.jspecify.annotations.NullMarked;
