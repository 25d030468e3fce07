/** A git server over HTTP on loopback that can forget a repository. */
@NullMarked
package io.envsnap.testkit.git;

import org.jspecify.annotations.NullMarked;
