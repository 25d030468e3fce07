/** What the image came with, and when the session began. */
@NullMarked
package io.envsnap.agent.baseline;

import org.jspecify.annotations.NullMarked;
