/** The words of a snapshot: the changed paths of a session and where their bytes lie. */
@NullMarked
package io.envsnap.spec.snapshot;

import org.jspecify.annotations.NullMarked;
