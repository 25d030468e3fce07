package io.envsnap.agent.ecosystem.files;

import io.envsnap.agent.tree.FileStatus;
import io.envsnap.agent.tree.HostTree;
import io.envsnap.agent.tree.NodeKind;
import io.envsnap.spec.lockfile.LeftOut;
import io.envsnap.spec.lockfile.Need;
import io.envsnap.spec.redact.SafeUrl;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Looks for where files that are too large were downloaded from, so that a person can fetch them
 * again: what the downloading program noted on the file, else what shells, notebooks and scripts
 * say. Nothing is read unless there is such a file.
 */
final class DownloadSearch {
  private static final int LIMIT = 8 << 20;
  private static final int SCRIPTS = 500;
  private static final List<String> HISTORIES =
      List.of(
          ".bash_history",
          ".zsh_history",
          ".local/share/fish/fish_history",
          ".ipython/profile_default/history.sqlite");
  private static final Pattern SCRIPT = Pattern.compile(".*\\.(?:ipynb|sh|bash|py|md)");

  /**
   * Notebooks before programs, of which a whole Python may be among the files; then the highest.
   */
  private static final Comparator<TreePath> LIKELY_FIRST =
      Comparator.comparing((TreePath path) -> path.name().endsWith(".py"))
          .thenComparing(path -> path.value().chars().filter(letter -> letter == '/').count())
          .thenComparing(Comparator.naturalOrder());

  /** Set by {@code curl --xattr} and {@code wget --xattr}; freedesktop.org, "Common attributes". */
  private static final String ORIGIN = "xdg.origin.url";

  private final HostTree tree;
  private final List<DownloadText> texts = new ArrayList<>();
  private final List<Need> needs = new ArrayList<>();

  /** Reads what may tell, with histories counting most. */
  DownloadSearch(HostTree tree, Map<TreePath, FileStatus> files) throws IOException {
    this.tree = tree;
    for (TreePath home : homes()) {
      for (String history : HISTORIES) {
        read(home.child(history));
      }
    }
    List<TreePath> scripts =
        files.entrySet().stream()
            .filter(file -> file.getValue().kind() == NodeKind.FILE)
            .filter(file -> file.getValue().size() <= LIMIT)
            .map(Map.Entry::getKey)
            .filter(DownloadSearch::mayTell)
            .sorted(LIKELY_FIRST)
            .limit(SCRIPTS)
            .toList();
    for (TreePath script : scripts) {
      read(script);
    }
  }

  /** Whether a file of that name may tell of downloads. */
  static boolean mayTell(TreePath path) {
    return SCRIPT.matcher(path.name()).matches();
  }

  private List<TreePath> homes() throws IOException {
    List<TreePath> homes = new ArrayList<>(List.of(TreePath.of("/root")));
    TreePath others = TreePath.of("/home");
    for (String name : tree.list(others)) {
      homes.add(others.child(name));
    }
    return homes;
  }

  private void read(TreePath path) throws IOException {
    TreePath real = tree.resolveParents(path);
    if (tree.status(real).filter(status -> status.size() <= LIMIT).isPresent()) {
      tree.read(real, LIMIT).map(DownloadText::of).ifPresent(texts::add);
    }
  }

  /** The same files, each with its address where one is known. */
  List<LeftOut> named(List<LeftOut> files) {
    List<LeftOut> named = new ArrayList<>();
    for (LeftOut file : files) {
      Optional<SafeUrl> url = address(TreePath.of(file.path())).map(SafeUrl::of);
      url.flatMap(found -> found.need("the download of " + file.path())).ifPresent(needs::add);
      named.add(
          new LeftOut(file.path(), file.size(), file.reason(), url.map(SafeUrl::text).orElse("")));
    }
    return named;
  }

  private Optional<String> address(TreePath path) {
    return noted(path)
        .or(
            () ->
                texts.stream()
                    .map(text -> text.addressOf(path.name()))
                    .flatMap(Optional::stream)
                    .findFirst());
  }

  private Optional<String> noted(TreePath path) {
    try {
      UserDefinedFileAttributeView view =
          Files.getFileAttributeView(tree.onDisk(path), UserDefinedFileAttributeView.class);
      if (view == null || !view.list().contains(ORIGIN)) {
        return Optional.empty();
      }
      ByteBuffer bytes = ByteBuffer.allocate(view.size(ORIGIN));
      view.read(ORIGIN, bytes);
      return Optional.of(new String(bytes.array(), StandardCharsets.UTF_8));
    } catch (IOException | UnsupportedOperationException | InvalidPathException e) {
      // A file system without such notes, or a name that Java cannot say.
      return Optional.empty();
    }
  }

  /** Credentials that these addresses held. */
  List<Need> needs() {
    return needs;
  }
}
