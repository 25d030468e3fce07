/** What an ecosystem must offer: to claim changed paths as entries, and to plan their return. */
@NullMarked
package io.envsnap.agent.ecosystem;

import org.jspecify.annotations.NullMarked;
