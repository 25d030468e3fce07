package io.envsnap.agent.store;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a store is, as people and lockfiles write it: {@code dir:/path}, {@code gdrive:FOLDER}, or
 * a path alone.
 *
 * @param scheme what kind of store it is
 * @param rest what the backend reads: a path, or what names a folder of Google Drive
 */
public record StoreAddress(Scheme scheme, String rest) {
  /** The kinds of stores. */
  public enum Scheme {
    /** A folder. */
    DIR("dir:"),
    /** A folder of Google Drive, by its API. */
    GDRIVE("gdrive:");

    private final String prefix;

    Scheme(String prefix) {
      this.prefix = prefix;
    }
  }

  /** Reads an address; what begins with no scheme is a path. */
  public static StoreAddress parse(String text) {
    for (Scheme scheme : Scheme.values()) {
      if (text.startsWith(scheme.prefix)) {
        return new StoreAddress(scheme, text.substring(scheme.prefix.length()));
      }
    }
    return new StoreAddress(Scheme.DIR, text);
  }

  /** Whether it is reached by Google Drive's API. */
  public boolean isDrive() {
    return scheme == Scheme.GDRIVE;
  }

  /** Its folder on this machine, if it has one. */
  public Optional<Path> folder() {
    return isDrive() ? Optional.empty() : Optional.of(Path.of(rest).toAbsolutePath().normalize());
  }

  /** The same address, its path resolved against a folder. */
  public StoreAddress in(Path folder) {
    return isDrive() ? this : new StoreAddress(scheme, folder.resolve(rest).normalize().toString());
  }

  @Override
  public String toString() {
    return scheme.prefix + rest;
  }
}
