package io.envsnap.agent.journal;

import io.envsnap.agent.disk.WholeFile;
import io.envsnap.agent.process.Command;
import io.envsnap.agent.process.CommandException;
import io.envsnap.agent.process.CommandRunner;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The kernel's process accounting (acct(2), acct(5)): how each process ended, in 64 bytes, without
 * arguments. It is the one witness of how apt, dpkg and uv ended. Switched on only where nobody
 * else keeps accounts, and where the system lets us; everything works without it.
 *
 * @param folder one that nobody watches: it changes whenever a process ends
 */
public record Accounts(Path folder) {
  private static final int SIZE = 64;
  private static final long LIMIT = 4 << 20;
  private static final int MOST = 16 << 20;
  private static final Map<String, String> CALL = Map.of("amd64", "163", "aarch64", "89");

  /**
   * One process that ended.
   *
   * @param pid its number
   * @param began seconds since 1970
   * @param ticks how long it ran, hundredths of a second
   * @param exit its status as a shell tells it
   * @param name what it ran, cut off at 15 letters
   */
  public record Ended(long pid, long began, long ticks, int exit, String name) {}

  /** Switches it on, if it is not on already, and may be. */
  public boolean open(CommandRunner commands) throws IOException {
    if (Files.exists(Path.of("/var/log/account/pacct")) || Files.exists(Path.of("/var/account"))) {
      return false;
    }
    if (!Files.isRegularFile(file(), LinkOption.NOFOLLOW_LINKS)) {
      WholeFile.write(file(), new byte[0]);
    }
    return call(commands, file().toString());
  }

  /** Switches it off. */
  public void close(CommandRunner commands) throws IOException {
    if (Files.exists(file()) || Files.exists(aside())) {
      call(commands, "");
    }
    Files.deleteIfExists(file());
    Files.deleteIfExists(aside());
  }

  /** Puts a full file aside. */
  public void rotate(CommandRunner commands) throws IOException {
    if (Files.exists(file()) && Files.size(file()) > LIMIT) {
      Files.move(file(), aside(), StandardCopyOption.REPLACE_EXISTING);
      open(commands);
    }
  }

  // Perl is essential on every Debian; Java cannot call this without a library for it.
  private static boolean call(CommandRunner commands, String path) {
    String number = CALL.get(System.getProperty("os.arch", ""));
    if (number == null) {
      return false;
    }
    String program = "my $p = shift; exit(0 == syscall(" + number + ", $p eq '' ? 0 : $p) ? 0 : 1)";
    try {
      return commands
          .run(Command.of("perl", "-e", program, path).within(Duration.ofSeconds(5)))
          .succeeded();
    } catch (CommandException e) {
      return false;
    }
  }

  /** All that is known, oldest first. */
  public List<Ended> read() throws IOException {
    List<Ended> ended = new ArrayList<>();
    for (Path file : List.of(aside(), file())) {
      if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && Files.size(file) <= MOST) {
        ended.addAll(parse(Files.readAllBytes(file)));
      }
    }
    return ended;
  }

  /** Reads records of version 3, in this machine's byte order; others are passed over. */
  static List<Ended> parse(byte[] bytes) {
    List<Ended> ended = new ArrayList<>();
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    for (int at = 0; at + SIZE <= bytes.length; at += SIZE) {
      if ((bytes[at + 1] & 0x0f) != 3) {
        continue;
      }
      int status = buffer.getInt(at + 4);
      int signal = status & 0x7f;
      String name = new String(bytes, at + 48, 16, StandardCharsets.ISO_8859_1);
      int end = name.indexOf('\0');
      ended.add(
          new Ended(
              Integer.toUnsignedLong(buffer.getInt(at + 16)),
              Integer.toUnsignedLong(buffer.getInt(at + 24)),
              Math.round(buffer.getFloat(at + 28)),
              signal == 0 ? (status >> 8) & 0xff : 128 + signal,
              end < 0 ? name : name.substring(0, end)));
    }
    return ended;
  }

  private Path file() {
    return folder.resolve("accounts");
  }

  private Path aside() {
    return folder.resolve("accounts.1");
  }
}
