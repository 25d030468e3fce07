/** Debian packages, their sources and dpkg's shared databases. */
@NullMarked
package io.envsnap.agent.ecosystem.apt;

import org.jspecify.annotations.NullMarked;
