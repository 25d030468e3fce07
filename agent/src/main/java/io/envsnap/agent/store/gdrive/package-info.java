/** A store in a folder of Google Drive. */
@NullMarked
package io.envsnap.agent.store.gdrive;

import org.jspecify.annotations.NullMarked;
