package io.envsnap.cli.story;

import io.envsnap.testkit.git.GitServer;
import java.util.Map;
import java.util.TreeMap;

/** A git server with what the repositories of sessions are cloned from. */
final class GitWorld implements AutoCloseable {
  private static final int FILES = 40;

  private final GitServer git = GitServer.start();

  GitWorld() {
    Map<String, String> files = new TreeMap<>(Map.of("README.md", "one\n"));
    for (int at = 0; at < FILES; at++) {
      files.put("d" + at % 5 + "/f" + at + ".txt", "file " + at + "\n\n\n");
    }
    git.create("proj", files);
    git.create("lib", Map.of("lib.py", "x = 1\n"));
    git.create("inner", Map.of("inner.py", "y = 1\n"));
    git.create("lfs", Map.of("a.txt", "a\n"));
  }

  /** Where a session finds it. */
  Map<String, String> environment() {
    return Map.of("GIT_BASE", git.url());
  }

  @Override
  public void close() {
    git.close();
  }
}
