/** What this machine is: system, processor, Python interpreters, notebook image, GPU and driver. */
@NullMarked
package io.envsnap.agent.host;

import org.jspecify.annotations.NullMarked;
