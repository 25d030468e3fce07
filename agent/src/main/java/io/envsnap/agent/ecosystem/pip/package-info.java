/** Python distributions in every interpreter, virtual environment and target folder. */
@NullMarked
package io.envsnap.agent.ecosystem.pip;

import org.jspecify.annotations.NullMarked;
