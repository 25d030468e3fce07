/** What was done in a session, action by action. */
@NullMarked
package io.envsnap.spec.journal;

import org.jspecify.annotations.NullMarked;
