/** Changed paths that no other ecosystem claims. */
@NullMarked
package io.envsnap.agent.ecosystem.files;

import org.jspecify.annotations.NullMarked;
