package io.envsnap.agent.ecosystem;

import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.agent.tree.DigestCache;
import io.envsnap.agent.tree.FileStatus;
import io.envsnap.agent.tree.HostTree;
import io.envsnap.agent.tree.LocalTree;
import io.envsnap.spec.digest.Digest;
import io.envsnap.spec.redact.SecretScan;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SearchedContentTest {
  private static final TreePath FILE = TreePath.of("/notes.txt");
  private static final TreePath SETTINGS = TreePath.of("/root/.config/pip/pip.conf");
  private static final String SECRET = "token = ghp_" + "a1B2".repeat(9) + "\n";
  private static final Digest RULES = digest("rules");

  @TempDir private Path folder;
  private Path root;
  private Path saved;
  private LocalTree tree;
  private DigestCache digests;

  @BeforeEach
  void open() throws IOException {
    root = Files.createDirectory(folder.resolve("root"));
    saved = folder.resolve("searched");
    tree = LocalTree.at(root);
    digests = DigestCache.open(folder.resolve("none"), tree, Instant.now().plusSeconds(10));
  }

  @AfterEach
  void close() {
    tree.close();
  }

  private static Digest digest(String text) {
    return Digest.of(text.getBytes(StandardCharsets.UTF_8));
  }

  private FileStatus write(TreePath path, String text) throws IOException {
    Path file = tree.onDisk(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    return tree.status(path).orElseThrow();
  }

  private SearchedContent opened() throws IOException {
    return SearchedContent.open(saved, RULES);
  }

  /** Whether it was found to be clean, by what is told of it where its digest is that text's. */
  private boolean isCleanAs(String text, SearchedContent searched, FileStatus status)
      throws IOException {
    digests.read(status, digest(text));
    HostTree knowing = tree.knowing(digests);
    return searched.search(knowing, FILE, status) instanceof SecretScan.Clean;
  }

  @Test
  void whatWasCleanIsNotReadAgainAndWhatWasNotIs() throws IOException {
    SearchedContent first = opened();
    assertThat(isCleanAs("clean", first, write(FILE, "clean"))).isTrue();
    first.save(saved);
    // The file is believed to hold what its digest says, so a secret in it tells whether it is
    // read.
    FileStatus status = write(FILE, SECRET);
    assertThat(isCleanAs("clean", opened(), status)).isTrue();
    assertThat(isCleanAs(SECRET, opened(), status)).isFalse();
  }

  @Test
  void aSecretIsFoundEachTime() throws IOException {
    FileStatus status = write(FILE, SECRET);
    SearchedContent first = opened();
    assertThat(isCleanAs(SECRET, first, status)).isFalse();
    first.save(saved);
    assertThat(isCleanAs(SECRET, opened(), status)).isFalse();
  }

  @Test
  void aFileOfWhichNothingIsKnownIsRead() throws IOException {
    SearchedContent first = opened();
    assertThat(isCleanAs("clean", first, write(FILE, "clean"))).isTrue();
    first.save(saved);
    FileStatus status = write(FILE, SECRET);
    assertThat(opened().search(tree, FILE, status)).isNotInstanceOf(SecretScan.Clean.class);
  }

  @Test
  void whatOtherRulesFoundCleanIsSearchedAgain() throws IOException {
    SearchedContent first = opened();
    assertThat(isCleanAs("clean", first, write(FILE, "clean"))).isTrue();
    first.save(saved);
    SearchedContent newer = SearchedContent.open(saved, digest("other rules"));
    assertThat(isCleanAs("clean", newer, write(FILE, SECRET))).isFalse();
  }

  @Test
  void settingsAreReadEachTimeAsTheirRulesAreStricter() throws IOException {
    String password = "[global]\npassword = hunter2222\n";
    SearchedContent searched = opened();
    assertThat(isCleanAs(password, searched, write(FILE, password))).isTrue();
    FileStatus status = write(SETTINGS, password);
    digests.read(status, digest(password));
    assertThat(searched.search(tree.knowing(digests), SETTINGS, status))
        .isInstanceOf(SecretScan.Cleaned.class);
  }

  @Test
  void onlyWhatWasAskedForIsKept() throws IOException {
    SearchedContent first = opened();
    FileStatus status = write(FILE, "clean");
    assertThat(isCleanAs("clean", first, status)).isTrue();
    first.save(saved);
    long size = Files.size(saved);
    opened().save(saved);
    assertThat(Files.size(saved)).isEqualTo(size - 32);
  }

  @Test
  void aDamagedOneKnowsNothing() throws IOException {
    SearchedContent first = opened();
    assertThat(isCleanAs("clean", first, write(FILE, "clean"))).isTrue();
    first.save(saved);
    byte[] whole = Files.readAllBytes(saved);
    whole[whole.length / 2] ^= 1;
    Files.write(saved, whole);
    assertThat(isCleanAs("clean", opened(), write(FILE, SECRET))).isFalse();
  }
}
