/**
 * Throw-away machines: an overlay over a cached base tree, with processes and a network of their
 * own.
 */
@NullMarked
package io.envsnap.testkit.vm;

import org.jspecify.annotations.NullMarked;
