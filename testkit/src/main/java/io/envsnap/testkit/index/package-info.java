/** A Python package index and file server on loopback that can forget. */
@NullMarked
package io.envsnap.testkit.index;

import org.jspecify.annotations.NullMarked;
