/** The words of a lockfile: what a session installed, and from which base. */
@NullMarked
package io.envsnap.spec.lockfile;

import org.jspecify.annotations.NullMarked;
