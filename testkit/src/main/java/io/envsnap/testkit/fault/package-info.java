/** Makes single calls of real programs fail, or be their last: full disks, bad disks, kill -9. */
@NullMarked
package io.envsnap.testkit.fault;

import org.jspecify.annotations.NullMarked;
