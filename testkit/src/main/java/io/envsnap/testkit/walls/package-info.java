/** Rules of architecture that hold in every module. */
@NullMarked
package io.envsnap.testkit.walls;

import org.jspecify.annotations.NullMarked;
