/** What is on a machine, told by find, sha256sum, dpkg, pip and git, never by envsnap. */
@NullMarked
package io.envsnap.testkit.facts;

import org.jspecify.annotations.NullMarked;
