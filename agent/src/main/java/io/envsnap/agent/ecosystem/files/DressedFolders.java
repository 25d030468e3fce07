package io.envsnap.agent.ecosystem.files;

import io.envsnap.agent.tree.FileStatus;
import io.envsnap.spec.snapshot.TreePath;
import java.util.regex.Pattern;

/**
 * Folders of the image whose owner or mode no image gives them: an archive that was unpacked as
 * root gives {@code /usr/local/lib} the owner that its author had, and people open folders to
 * everybody. Nothing else tells, since what was changed below a folder changes its times as well.
 */
final class DressedFolders {
  /** Where images are all alike; below these people have folders of their own. */
  private static final Pattern SYSTEM = Pattern.compile("/|/[^/]+|/(?:usr|etc)/.*");

  /** Numbers from here on are people's (login.defs(5), {@code UID_MIN}). */
  private static final int PEOPLE = 1000;

  private static final int OTHERS_WRITE = 00002;
  private static final int STICKY = 01000;

  private DressedFolders() {}

  static boolean has(TreePath path, FileStatus status) {
    boolean foreign = status.owner().uid() >= PEOPLE || status.owner().user().isEmpty();
    boolean open = (status.mode() & OTHERS_WRITE) != 0 && (status.mode() & STICKY) == 0;
    return (foreign || open) && SYSTEM.matcher(path.value()).matches();
  }
}
