/** Stores and lockfiles that somebody made to do harm: whole and signed but for the harm. */
@NullMarked
package io.envsnap.testkit.hostile;

import org.jspecify.annotations.NullMarked;
