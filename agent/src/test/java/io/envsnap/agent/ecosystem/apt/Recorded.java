package io.envsnap.agent.ecosystem.apt;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/**
 * Files of three real machines, made from one bookworm image: {@code base} as it came, {@code
 * session} after its packages were installed, {@code other} after different ones. Only a few
 * packages were kept of each.
 */
final class Recorded {
  private Recorded() {}

  static byte[] bytes(String name) {
    try (InputStream in = Recorded.class.getResourceAsStream("/apt/" + name)) {
      return Optional.ofNullable(in).orElseThrow().readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<String> lines(String name) {
    return SystemFiles.lines(bytes(name));
  }

  static DpkgStatus status(String machine) {
    return DpkgStatus.parse(bytes(machine + "/status"));
  }

  static PackageId amd64(String name) {
    return new PackageId(name, "amd64");
  }
}
