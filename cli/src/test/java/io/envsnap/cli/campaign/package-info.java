/**
 * Long campaigns on whole sessions: what breaks only once in a hundred times is looked for here.
 */
@NullMarked
package io.envsnap.cli.campaign;

import org.jspecify.annotations.NullMarked;
