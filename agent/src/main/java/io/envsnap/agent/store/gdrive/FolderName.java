package io.envsnap.agent.store.gdrive;

import io.envsnap.agent.store.StoreException;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stands behind {@code gdrive:}.
 *
 * @param text an id, or a name below My Drive
 * @param isId which of the two
 */
record FolderName(String text, boolean isId) {
  private static final Pattern URL =
      Pattern.compile("https://drive\\.google\\.com/(?:.*/)?folders/([A-Za-z0-9_-]+)(?:[?#/].*)?");
  private static final Pattern OPEN =
      Pattern.compile("https://drive\\.google\\.com/open\\?(?:.*&)?id=([A-Za-z0-9_-]+)(?:&.*)?");

  /** Ids of files have 28 or 33 characters, those of a drive itself 19 and begin with 0A. */
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{25,}|0A[A-Za-z0-9_-]{17}");

  /**
   * Understands an address.
   *
   * @throws StoreException when it names no folder
   */
  static FolderName parse(String text) throws StoreException {
    Matcher url = URL.matcher(text);
    Matcher open = OPEN.matcher(text);
    if (url.matches()) {
      return new FolderName(url.group(1), true);
    }
    if (open.matches()) {
      return new FolderName(open.group(1), true);
    }
    if (text.isBlank() || text.contains("/") || text.length() > 200) {
      throw new StoreException.Unavailable(
          "`gdrive:" + text + "` names no folder of Google Drive",
          "Say its name, its id, or the address that the browser shows for it",
          new IOException("no folder"));
    }
    return new FolderName(text.strip(), ID.matcher(text.strip()).matches());
  }
}
