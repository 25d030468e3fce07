package io.envsnap.agent.system;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;

/**
 * Folders that were meant to be gone at once, of processes that were killed before. Each is named
 * by its process and the namespace in which that has its number, so that one which lives keeps its
 * own.
 */
final class LeftFolders {
  private static final String START = "envsnap-native-";
  private static final Path PROCESSES = Path.of("/proc");

  private LeftFolders() {}

  /** How names of this process's folders begin. */
  static String prefix() throws IOException {
    return namespace() + Files.readSymbolicLink(PROCESSES.resolve("self")) + "-";
  }

  private static String namespace() throws IOException {
    String link = Files.readSymbolicLink(PROCESSES.resolve("self/ns/pid")).toString();
    return START + link.replaceAll("[^0-9]", "") + "-";
  }

  /** Removes those beside this folder that belong to its owner and to nobody who lives. */
  static void removeBeside(Path folder) {
    try {
      Path parent = folder.toAbsolutePath().getParent();
      UserPrincipal owner = Files.getOwner(folder);
      String namespace = namespace();
      try (DirectoryStream<Path> left = Files.newDirectoryStream(parent, namespace + "*")) {
        for (Path one : left) {
          String process = one.getFileName().toString().substring(namespace.length());
          process = process.substring(0, Math.max(process.indexOf('-'), 0));
          if (!process.isEmpty()
              && !Files.exists(PROCESSES.resolve(process))
              && Files.isDirectory(one, LinkOption.NOFOLLOW_LINKS)
              && Files.getOwner(one, LinkOption.NOFOLLOW_LINKS).equals(owner)) {
            remove(one);
          }
        }
      }
    } catch (IOException e) {
      // They are in the folder for temporary files, which empties itself.
      return;
    }
  }

  private static void remove(Path folder) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    }
    Files.deleteIfExists(folder);
  }
}
