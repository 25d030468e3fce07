package io.envsnap.agent.ecosystem;

import io.envsnap.agent.disk.ChecksummedFile;
import io.envsnap.agent.tree.FileStatus;
import io.envsnap.agent.tree.HostTree;
import io.envsnap.spec.digest.Digest;
import io.envsnap.spec.redact.CredentialFile;
import io.envsnap.spec.redact.CredentialFiles;
import io.envsnap.spec.redact.SecretScan;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Searches a person's files for secrets, and remembers by its digest what holds none, so that a
 * file which holds still is not searched at each record. Thread-safe.
 */
public final class SearchedContent {
  /** Longer files are data, and would take too long to search. */
  private static final int LIMIT = 1 << 20;

  /** Binary files that hold a token are small databases; pictures and libraries hold none. */
  private static final int BINARY_LIMIT = 64 << 10;

  private static final byte[] FORMAT = "envsnap-searched 1\n".getBytes(StandardCharsets.UTF_8);

  private final Digest rules;
  private final DigestSet clean;
  private volatile boolean changed;

  private SearchedContent(Digest rules, DigestSet clean) {
    this.rules = rules;
    this.clean = clean;
  }

  /** One that knows nothing. */
  public static SearchedContent empty() {
    return new SearchedContent(Digest.of(new byte[0]), new DigestSet(0));
  }

  /**
   * Opens one that was saved; without it, or with a damaged one, nothing is known.
   *
   * @param rules tells the rules of this program from those of any other build: what was searched
   *     by others is searched again
   */
  public static SearchedContent open(Path file, Digest rules) throws IOException {
    Optional<ByteBuffer> saved = ChecksummedFile.read(file, FORMAT);
    if (saved.isPresent()
        && saved.get().remaining() % DigestSet.ROW == 0
        && saved.get().hasRemaining()
        && next(saved.get()).equals(rules)) {
      return new SearchedContent(rules, DigestSet.of(saved.get()));
    }
    return new SearchedContent(rules, new DigestSet(0));
  }

  private static Digest next(ByteBuffer bytes) {
    byte[] hash = new byte[DigestSet.ROW];
    bytes.get(hash);
    return Digest.ofHash(hash);
  }

  /**
   * What a file holds. It is read only where its digest is not known, or nothing is known of that.
   *
   * @param status of a regular file, as the tree said just now
   * @throws IOException when it cannot be read
   */
  public SecretScan.Outcome search(HostTree tree, TreePath path, FileStatus status)
      throws IOException {
    if (status.size() > LIMIT) {
      return new SecretScan.Clean();
    }
    if (isSettings(path)) {
      return SecretScan.findInSettings(bytes(tree, path));
    }
    Optional<Digest> known = tree.known(status);
    if (known.isPresent() && clean.has(known.get())) {
      return new SecretScan.Clean();
    }
    byte[] bytes = bytes(tree, path);
    SecretScan.Outcome outcome =
        bytes.length > BINARY_LIMIT && SecretScan.isBinary(bytes)
            ? new SecretScan.Clean()
            : SecretScan.find(bytes);
    if (outcome instanceof SecretScan.Clean && clean.add(Digest.of(bytes))) {
      changed = true;
    }
    return outcome;
  }

  private static byte[] bytes(HostTree tree, TreePath path) throws IOException {
    return tree.read(path, LIMIT).orElse(new byte[0]);
  }

  private static boolean isSettings(TreePath path) {
    return CredentialFiles.of(path)
        .filter(file -> file.treatment() == CredentialFile.Treatment.SUBSTITUTE)
        .isPresent();
  }

  /**
   * Saves what was asked for since it was opened, where that differs from what was saved; 32 bytes
   * a content. What cannot be saved is searched again next time, and that is all.
   */
  public void save(Path file) {
    if (changed || !clean.isWanted()) {
      int length = (clean.wanted() + 1) * DigestSet.ROW;
      ChecksummedFile.write(file, FORMAT, length, this::put);
    }
  }

  private void put(ByteBuffer bytes) {
    bytes.put(rules.bytes());
    clean.putWanted(bytes);
  }
}
