/** A signed apt archive on loopback that can forget a version. */
@NullMarked
package io.envsnap.testkit.archive;

import org.jspecify.annotations.NullMarked;
