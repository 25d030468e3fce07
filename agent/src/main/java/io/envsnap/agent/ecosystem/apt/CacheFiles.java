package io.envsnap.agent.ecosystem.apt;

import io.envsnap.spec.lockfile.EntryKey;
import io.envsnap.spec.snapshot.TreePath;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Files that a tool computes from what all packages ship, unowned by any. A copy is right as long
 * as this machine has nothing of its own in them; else the tool has to run here.
 */
enum CacheFiles {
  MIME("update-mime-database", "/usr/share/mime", "/usr/share/mime(?:/.*)?") {
    @Override
    List<String> command(TreePath path) {
      return List.of("update-mime-database", "/usr/share/mime");
    }
  },
  SCHEMAS(
      "glib-compile-schemas",
      "/usr/share/glib-2.0/schemas/",
      "(/usr/share/glib-2\\.0/schemas)/gschemas\\.compiled"),
  ICONS(
      "gtk-update-icon-cache", "/usr/share/icons/", "(/usr/share/icons/[^/]+)/icon-theme\\.cache") {
    @Override
    List<String> command(TreePath path) {
      return List.of(tool(), "--quiet", "--force", folder(path));
    }
  },
  DESKTOP(
      "update-desktop-database",
      "/usr/share/applications/",
      "(/usr/share/applications)/mimeinfo\\.cache"),
  FONTS("fc-cache", "/var/cache/fontconfig", "/var/cache/fontconfig(?:/.*)?") {
    @Override
    List<String> command(TreePath path) {
      return List.of(tool(), "--system-only");
    }
  },
  MANUAL("mandb", "/var/cache/man", "/var/cache/man(?:/.*)?") {
    @Override
    List<String> command(TreePath path) {
      return List.of("runuser", "-u", "man", "--", tool(), "--quiet");
    }
  },
  JOURNAL("journalctl", "/var/lib/systemd/catalog/", "/var/lib/systemd/catalog/database") {
    @Override
    List<String> command(TreePath path) {
      return List.of(tool(), "--update-catalog");
    }
  },
  CERTIFICATES(
      "update-ca-certificates", "/etc/", "/etc/ssl/certs(?:/.*)?|/etc/ca-certificates\\.conf") {
    @Override
    List<String> command(TreePath path) {
      return List.of(tool());
    }
  },
  MAILCAP("update-mime", "/etc/mailcap", "/etc/mailcap") {
    @Override
    List<String> command(TreePath path) {
      return List.of(tool());
    }
  };

  private static final List<CacheFiles> ALL = List.of(values());

  private final String tool;
  private final String place;
  private final Pattern paths;

  CacheFiles(String tool, String place, String paths) {
    this.tool = tool;
    // What the pattern begins with: it is asked of every path of a session.
    this.place = place;
    this.paths = Pattern.compile(paths);
  }

  /** The program that computes them. */
  String tool() {
    return tool;
  }

  /** How it is told to compute the file at that path again. */
  List<String> command(TreePath path) {
    return List.of(tool, folder(path));
  }

  /** The first group of the pattern: the folder that the tool works on. */
  String folder(TreePath path) {
    Matcher matcher = paths.matcher(path.value());
    return matcher.matches() && matcher.groupCount() > 0 ? matcher.group(1) : "/";
  }

  /** The cache that a path is a part of. */
  static Optional<CacheFiles> of(TreePath path) {
    String text = path.value();
    for (CacheFiles cache : ALL) {
      if (text.startsWith(cache.place) && cache.paths.matcher(text).matches()) {
        return Optional.of(cache);
      }
    }
    return Optional.empty();
  }

  /** The cache that an entry stands for. */
  static Optional<CacheFiles> of(EntryKey key) {
    for (CacheFiles cache : ALL) {
      if (key.kind().equals(Keys.CACHES) && key.name().equals(cache.tool)) {
        return Optional.of(cache);
      }
    }
    return Optional.empty();
  }

  /** The entry of the cache that a path is a part of. */
  static Optional<EntryKey> entryOf(TreePath path) {
    return of(path).map(CacheFiles::key);
  }

  EntryKey key() {
    return Keys.plain(Keys.CACHES, tool);
  }
}
