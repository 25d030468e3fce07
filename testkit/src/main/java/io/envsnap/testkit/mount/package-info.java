/** A mounted Google Drive, which keeps to itself for a while what it is given. */
@NullMarked
package io.envsnap.testkit.mount;

import org.jspecify.annotations.NullMarked;
