package io.envsnap.agent.journal;

import io.envsnap.agent.disk.WholeFile;
import io.envsnap.spec.journal.JournalLine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * The file that hooks append to, one write a record; root's own, bounded, and never read through a
 * symbolic link.
 *
 * @param folder where it lies
 */
public record Journal(Path folder) {
  /** The file is put aside when it is larger; the one that was aside before goes. */
  static final long LIMIT = 8 << 20;

  /** Hooks stop at this, in bytes; a reader reads no more. */
  private static final long MOST = 64 << 20;

  /** The most that is looked at of what was appended of late. */
  private static final int RECENT = 1 << 20;

  /** Records are kept below this, so that one write is one record. */
  private static final int LONGEST = 4000;

  /** Makes it where it is missing; hooks never do. */
  public void open() throws IOException {
    WholeFile.makePrivateFolder(folder);
    if (!Files.isRegularFile(lines(), LinkOption.NOFOLLOW_LINKS)) {
      WholeFile.write(lines(), new byte[0]);
    }
  }

  /** Whether hooks have somewhere to write to. */
  public boolean isOpen() {
    return Files.isRegularFile(lines(), LinkOption.NOFOLLOW_LINKS);
  }

  /** All whole records, oldest first; none where there is no journal. */
  public List<JournalLine> read() throws IOException {
    List<JournalLine> records = new ArrayList<>();
    for (Path file : List.of(aside(), lines())) {
      read(file, records);
    }
    return records;
  }

  /** How much was appended so far; begins anew when the file is put aside. */
  public long size() throws IOException {
    return isOpen() ? Files.size(lines()) : 0;
  }

  /** Whole records that were appended after so many bytes. */
  public List<JournalLine> since(long size) throws IOException {
    List<JournalLine> records = new ArrayList<>();
    try (FileChannel channel =
        FileChannel.open(lines(), Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
      long end = channel.size();
      long from = Math.max(end < size ? 0 : size, end - RECENT);
      ByteBuffer bytes = ByteBuffer.allocate((int) (end - from));
      while (bytes.hasRemaining() && channel.read(bytes, from + bytes.position()) >= 0) {
        // One read may bring a part only.
        Thread.onSpinWait();
      }
      String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
      enter(text, records);
    }
    return records;
  }

  private static void read(Path file, List<JournalLine> records) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
      ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(channel.size(), MOST));
      while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
        // One read may bring a part only.
        Thread.onSpinWait();
      }
      String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
      enter(text, records);
    } catch (NoSuchFileException e) {
      // Nobody has written yet.
      return;
    }
  }

  private static void enter(String text, List<JournalLine> records) {
    text.lines()
        .flatMap(line -> JournalLine.parse(line).stream())
        .forEach(line -> records.addAll(HookRecord.read(line)));
  }

  /**
   * Appends a record by one write.
   *
   * @return false when it is too long to be one
   */
  public boolean append(JournalLine line) throws IOException {
    byte[] bytes = line.text().getBytes(StandardCharsets.UTF_8);
    if (bytes.length > LONGEST) {
      return false;
    }
    try (FileChannel channel =
        FileChannel.open(
            lines(),
            Set.of(
                StandardOpenOption.WRITE, StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS))) {
      channel.write(ByteBuffer.wrap(bytes));
    }
    return true;
  }

  /** Puts a full file aside, so that at no moment there is none. */
  public void rotate() throws IOException {
    if (!isOpen() || Files.size(lines()) <= LIMIT) {
      return;
    }
    Path link = folder.resolve("aside-" + UUID.randomUUID());
    Files.createLink(link, lines());
    Files.move(link, aside(), StandardCopyOption.ATOMIC_MOVE);
    WholeFile.write(lines(), new byte[0]);
  }

  /** The file that hooks append to. */
  public Path lines() {
    return folder.resolve("lines");
  }

  private Path aside() {
    return folder.resolve("lines.1");
  }
}
