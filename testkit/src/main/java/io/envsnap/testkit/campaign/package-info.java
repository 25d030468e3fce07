/** Long campaigns: how much of one a run plays, and the table of what it found. */
@NullMarked
package io.envsnap.testkit.campaign;

import org.jspecify.annotations.NullMarked;
