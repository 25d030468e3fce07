package io.envsnap.agent.ecosystem.apt;

import io.envsnap.spec.digest.Digest;
import io.envsnap.spec.lockfile.Artifact;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * A {@code Packages} file of an archive: what it offers, with sizes and digests. Such a file has
 * tens of megabytes, so only stanzas of wanted packages are looked at.
 */
final class PackagesIndex {
  private static final byte[] START = "Package: ".getBytes(StandardCharsets.US_ASCII);

  private static final int CHUNK = 1 << 18;
  private static final int LONGEST_STANZA = 16 << 20;

  private PackagesIndex() {}

  /**
   * Finds packages. Of the file only some stanzas are in memory at any time.
   *
   * @param index the whole file; stays open
   * @param names packages to look for
   * @param found hears each stanza of one of them
   */
  static void search(InputStream index, Set<String> names, BiConsumer<String, Stanza> found)
      throws IOException {
    byte[] buffer = new byte[CHUNK];
    int end = 0;
    int read = index.read(buffer, 0, buffer.length);
    while (read >= 0) {
      end += read;
      int whole = endOfStanzas(buffer, end);
      search(buffer, whole, names, found);
      System.arraycopy(buffer, whole, buffer, 0, end - whole);
      end -= whole;
      if (end == buffer.length) {
        if (end >= LONGEST_STANZA) {
          throw new IOException("a list of packages has a stanza of more than " + end + " bytes");
        }
        buffer = Arrays.copyOf(buffer, buffer.length * 2);
      }
      read = index.read(buffer, end, buffer.length - end);
    }
    search(buffer, end, names, found);
  }

  /** Behind the last empty line; 0 where there is none. */
  private static int endOfStanzas(byte[] buffer, int end) {
    int at = end;
    while (at > 1 && (buffer[at - 1] != '\n' || buffer[at - 2] != '\n')) {
      at--;
    }
    return at > 1 ? at : 0;
  }

  private static void search(
      byte[] index, int length, Set<String> names, BiConsumer<String, Stanza> found) {
    int at = 0;
    while (at < length) {
      int end = endOfLine(index, at, length);
      if (startsHere(index, at, length)) {
        String name = text(index, at + START.length, end).strip();
        if (names.contains(name)) {
          int close = endOfStanza(index, at, length);
          found.accept(name, new Stanza(text(index, at, close)));
          end = close;
        }
      }
      at = end + 1;
    }
  }

  private static boolean startsHere(byte[] index, int at, int length) {
    if (length - at < START.length) {
      return false;
    }
    for (int i = 0; i < START.length; i++) {
      if (index[at + i] != START[i]) {
        return false;
      }
    }
    return true;
  }

  private static int endOfLine(byte[] index, int from, int length) {
    int at = from;
    while (at < length && index[at] != '\n') {
      at++;
    }
    return at;
  }

  private static int endOfStanza(byte[] index, int from, int length) {
    int at = endOfLine(index, from, length);
    while (at + 1 < length && index[at + 1] != '\n') {
      at = endOfLine(index, at + 1, length);
    }
    return Math.min(at + 1, length);
  }

  private static String text(byte[] index, int from, int to) {
    return new String(index, from, to - from, StandardCharsets.ISO_8859_1);
  }

  /**
   * What a stanza says of the archive's file.
   *
   * @param uri address of the archive, without credentials
   * @return empty when it names no file
   */
  static Optional<Artifact> artifact(Stanza stanza, String uri) {
    String file = stanza.value("Filename");
    if (file.isEmpty()) {
      return Optional.empty();
    }
    String path = file.replaceFirst("^(?:\\./)+", "");
    String base = uri.endsWith("/") ? uri : uri + "/";
    Optional<String> url = uri.isEmpty() ? Optional.empty() : Optional.of(base + path);
    return Optional.of(new Artifact(file, url, sha256(stanza), size(stanza)));
  }

  private static Optional<Digest> sha256(Stanza stanza) {
    return stanza.field("SHA256").filter(hex -> hex.matches("[0-9a-f]{64}")).map(Digest::new);
  }

  private static OptionalLong size(Stanza stanza) {
    String digits = stanza.value("Size");
    return digits.matches("[0-9]{1,18}")
        ? OptionalLong.of(Long.parseLong(digits))
        : OptionalLong.empty();
  }

  /**
   * Where one index came from.
   *
   * @param file where it lies
   * @param uri address of its archive
   * @param origin code name and component, such as {@code bookworm/main}
   */
  record Target(String file, String uri, String origin) {
    private static final String SEPARATOR = "|";

    /** How {@code apt-get indextargets} shall print a target. */
    static final String FORMAT =
        String.join(SEPARATOR, "$(FILENAME)", "$(REPO_URI)", "$(CODENAME)", "$(COMPONENT)");

    /** Reads what it prints. */
    static Optional<Target> parse(String line) {
      // What an archive without a Release file does not tell is printed as it was asked for.
      String[] words = line.replaceAll("\\$\\([A-Z_]+\\)", "").split("\\|", -1);
      if (words.length != 4 || !words[0].startsWith("/")) {
        return Optional.empty();
      }
      byte[] open = SourcesFile.withoutSecrets(words[1].getBytes(StandardCharsets.ISO_8859_1));
      String origin = words[3].isEmpty() ? words[2] : words[2] + "/" + words[3];
      return Optional.of(
          new Target(words[0], new String(open, StandardCharsets.ISO_8859_1), origin));
    }
  }

  /** Whether a stanza of an index is the very package that is installed. */
  static boolean offers(Stanza offered, PackageId id, String version) {
    Map<String, String> wanted = Map.of("Version", version, "Architecture", id.architecture());
    return wanted.entrySet().stream()
        .allMatch(field -> offered.value(field.getKey()).equals(field.getValue()));
  }
}
