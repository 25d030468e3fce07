package io.envsnap.agent.snapshot;

import io.envsnap.spec.snapshot.Metadata;
import io.envsnap.spec.snapshot.TreePath;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.tar.TarUtils;
import org.apache.commons.compress.archivers.zip.ZipEncoding;

/**
 * What stands before a file's bytes in a pack: a ustar header, and PAX headers before it where that
 * has no room or no letters for a value (POSIX.1-2001, pax). Times are those of whole seconds: a
 * fraction would take a kilobyte a file, and stands in the segments.
 */
final class TarHeaders {
  /** All of an archive is a multiple of this. */
  static final int RECORD = TarConstants.DEFAULT_RCDSIZE;

  /** Zeros at the end of an archive. */
  static final int END = 2 * RECORD;

  /** Where these fields lie in a header (POSIX.1-1988, ustar). */
  private static final int CHECKSUM = 148;

  private static final int PREFIX = 345;

  private static final long MOST = TarConstants.MAXSIZE;
  private static final long MOST_ID = TarConstants.MAXID;
  private static final ZipEncoding ASCII = new Ascii();

  private final byte[] header = new byte[RECORD];

  /** The header of a regular file; good until the next call. */
  ByteBuffer of(TreePath path, Metadata metadata, long size) throws IOException {
    String name = path.relative();
    int prefix = prefixOf(name);
    boolean plain = prefix > 0 || isShortAscii(name, TarConstants.NAMELEN);
    TarArchiveEntry entry = new TarArchiveEntry(plain ? name.substring(prefix) : readable(name));
    entry.setSize(size);
    entry.setMode(metadata.mode());
    entry.setIds(metadata.owner().uid(), metadata.owner().gid());
    entry.setNames(metadata.owner().user(), metadata.owner().group());
    entry.setModTime(metadata.mtime().seconds() * 1000);
    boolean fits =
        plain
            && isShortAscii(entry.getUserName(), TarConstants.UNAMELEN)
            && isShortAscii(entry.getGroupName(), TarConstants.GNAMELEN)
            && size <= MOST
            && isWithin(entry.getLongUserId(), MOST_ID)
            && isWithin(entry.getLongGroupId(), MOST_ID)
            && isWithin(metadata.mtime().seconds(), MOST);
    if (!fits) {
      if (prefix > 0) {
        entry.setName(name);
      }
      return withPax(entry);
    }
    entry.writeEntryHeader(header, ASCII, false);
    if (prefix > 0) {
      addPrefix(name.substring(0, prefix - 1).getBytes(StandardCharsets.US_ASCII));
    }
    return ByteBuffer.wrap(header);
  }

  /**
   * How many letters of a longer name go into the field that a ustar header has for its folders,
   * with the slash that stands in neither field; 0 where that is not needed, or no help.
   */
  private static int prefixOf(String name) {
    if (name.length() < TarConstants.NAMELEN
        || !isShortAscii(name, TarConstants.NAMELEN + TarConstants.PREFIXLEN)) {
      return 0;
    }
    int slash = name.lastIndexOf('/', TarConstants.PREFIXLEN - 1);
    return slash > 0 && name.length() - slash <= TarConstants.NAMELEN ? slash + 1 : 0;
  }

  private void addPrefix(byte[] prefix) {
    System.arraycopy(prefix, 0, header, PREFIX, prefix.length);
    Arrays.fill(header, CHECKSUM, CHECKSUM + TarConstants.CHKSUMLEN, (byte) ' ');
    long sum = TarUtils.computeCheckSum(header);
    TarUtils.formatCheckSumOctalBytes(sum, header, CHECKSUM, TarConstants.CHKSUMLEN);
  }

  private static boolean isWithin(long value, long most) {
    return value >= 0 && value <= most;
  }

  private static boolean isShortAscii(String text, int most) {
    // One byte less than there is room for, as some want a zero at the end.
    boolean ascii = text.length() < most;
    for (int at = 0; ascii && at < text.length(); at++) {
      ascii = text.charAt(at) < 0x80;
    }
    return ascii;
  }

  private static ByteBuffer withPax(TarArchiveEntry entry) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    // Not closed: it would insist on the file's bytes.
    TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, StandardCharsets.UTF_8.name());
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
    tar.setAddPaxHeadersForNonAsciiNames(true);
    tar.putArchiveEntry(entry);
    return ByteBuffer.wrap(bytes.toByteArray());
  }

  /** Names in PAX headers are UTF-8: bytes that are not stand as {@code \xNN}, and stay apart. */
  private static String readable(String name) {
    StringBuilder text = new StringBuilder(name.length());
    name.codePoints()
        .forEach(
            point -> {
              if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
                text.append(String.format(Locale.ROOT, "\\x%02x", point & 0xFF));
              } else {
                text.appendCodePoint(point);
              }
            });
    return text.toString();
  }

  /** Text that is known to be ASCII; the library's own encoder takes ten times as long. */
  private static final class Ascii implements ZipEncoding {
    @Override
    public boolean canEncode(String text) {
      return true;
    }

    @Override
    public ByteBuffer encode(String text) {
      return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public String decode(byte[] bytes) {
      return new String(bytes, StandardCharsets.US_ASCII);
    }
  }
}
