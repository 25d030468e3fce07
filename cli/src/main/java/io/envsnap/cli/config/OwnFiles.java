package io.envsnap.cli.config;

import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.Optional;

/** Where this program itself lies, so that it is never taken for a part of the session. */
final class OwnFiles {
  private OwnFiles() {}

  /** The jar that this process runs from; empty when it runs from folders of classes. */
  static Optional<Path> jar() {
    CodeSource source = OwnFiles.class.getProtectionDomain().getCodeSource();
    URL location = source == null ? null : source.getLocation();
    try {
      return location == null
          ? Optional.empty()
          : Optional.of(Path.of(location.toURI()).toRealPath()).filter(Files::isRegularFile);
    } catch (URISyntaxException | java.io.IOException e) {
      return Optional.empty();
    }
  }

  /** The jar, or the whole checkout when it was built in one. */
  static List<Path> find() {
    CodeSource source = OwnFiles.class.getProtectionDomain().getCodeSource();
    URL location = source == null ? null : source.getLocation();
    if (location == null) {
      return List.of();
    }
    try {
      Path jar = Path.of(location.toURI()).toRealPath();
      // cli/target/envsnap.jar: three folders up is the checkout.
      Path checkout = jar;
      for (int up = 0; up < 3 && checkout != null; up++) {
        checkout = checkout.getParent();
      }
      boolean built =
          checkout != null
              && Files.exists(checkout.resolve("pom.xml"))
              && Files.exists(checkout.resolve("envsnap"));
      return built ? List.of(checkout) : List.of(jar);
    } catch (URISyntaxException | java.io.IOException e) {
      return List.of();
    }
  }
}
