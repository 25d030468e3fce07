package io.envsnap.testkit.archive;

import io.envsnap.testkit.http.LoopbackServer;
import io.envsnap.testkit.vm.Programs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A signed apt archive with the suite {@code stable}; versions can be published and forgotten. */
public final class AptArchive implements AutoCloseable {
  private static final Set<String> DATA = Set.of("conffiles", "triggers", "templates");

  private final Path folder;
  private final LoopbackServer server;

  private AptArchive(Path folder) {
    this.folder = folder;
    this.server = LoopbackServer.start();
  }

  /** Starts an empty archive with a key of its own. */
  public static AptArchive start() {
    try {
      AptArchive archive = new AptArchive(Files.createTempDirectory("apt-archive-"));
      archive.makeKey();
      archive.server.files("/", archive.folder.resolve("public"));
      archive.index();
      return archive;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Address for a sources line; the key is at {@code /key.asc} below it. */
  public String url() {
    return server.base();
  }

  /** Adds packages to a component, beside the versions that are there. */
  public void publish(String component, DebSpec... specs) {
    try {
      for (DebSpec spec : specs) {
        build(component, spec);
      }
      index();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void build(String component, DebSpec spec) throws IOException {
    Path tree = Files.createTempDirectory(folder, "build-");
    for (Map.Entry<String, String> file : spec.files().entrySet()) {
      Path path = tree.resolve(file.getKey().substring(1));
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
      if (file.getKey().matches(".*/s?bin/[^/]+")) {
        Programs.require("chmod", "755", path.toString());
      }
    }
    control(tree.resolve("DEBIAN"), spec);
    Path pool = Files.createDirectories(folder.resolve("public/pool/" + component));
    String name = spec.name() + "_" + spec.version() + "_" + spec.architecture() + ".deb";
    Programs.require("chmod", "755", tree.toString());
    Programs.require("sh", "-ec", "cd '" + tree + "'; " + spec.dressing());
    Programs.require("dpkg-deb", "-b", tree.toString(), pool.resolve(name).toString());
    Programs.require("rm", "-rf", tree.toString());
  }

  private static void control(Path debian, DebSpec spec) throws IOException {
    Files.createDirectories(debian);
    String depends = spec.depends().isEmpty() ? "" : "Depends: " + spec.depends() + "\n";
    Files.writeString(
        debian.resolve("control"),
        "Package: %s\nVersion: %s\nArchitecture: %s\n%sMaintainer: T <t@example.invalid>\n"
                .formatted(spec.name(), spec.version(), spec.architecture(), depends)
            + spec.fields().stream().map(line -> line + "\n").collect(Collectors.joining())
            + "Description: made for a test\n");
    for (Map.Entry<String, String> member : spec.control().entrySet()) {
      Path path = debian.resolve(member.getKey());
      Files.writeString(path, member.getValue());
      if (!DATA.contains(member.getKey())) {
        Programs.require("chmod", "755", path.toString());
      }
    }
  }

  /** Drops a version from the index and its file from the pool, as a moving archive does. */
  public void forget(String name, String version) {
    try (Stream<Path> pool = Files.walk(folder.resolve("public/pool"))) {
      for (Path file : pool.toList()) {
        if (file.getFileName().toString().startsWith(name + "_" + version + "_")) {
          Files.delete(file);
        }
      }
      index();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Keeps the archive as it is now: from then on it can be had below {@code /dated/} and any
   * moment, whatever the archive itself forgets.
   *
   * @return its address, with {@code @SNAPSHOTID@} for the moment
   */
  public String keepAsDated() {
    Path kept = folder.resolve("dated");
    Programs.require("cp", "-a", folder.resolve("public").toString(), kept.toString());
    server.files("/dated/", kept, "[0-9]{8}T[0-9]{6}Z/+");
    return url() + "/dated/@SNAPSHOTID@/";
  }

  private void makeKey() throws IOException {
    Files.createDirectories(folder.resolve("public"));
    Path home = Files.createDirectories(folder.resolve("gpg"));
    Programs.require("chmod", "700", home.toString());
    gpg(
        "--passphrase",
        "",
        "--quick-gen-key",
        "archive@example.invalid",
        "ed25519",
        "sign",
        "never");
    gpg("--armor", "--output", folder.resolve("public/key.asc").toString(), "--export");
  }

  private void gpg(String... arguments) {
    List<String> words = new ArrayList<>();
    words.addAll(
        List.of(
            "gpg", "--homedir", folder.resolve("gpg").toString(), "--batch", "--quiet", "--yes"));
    words.addAll(List.of(arguments));
    Programs.require(words.toArray(String[]::new));
  }

  private void index() throws IOException {
    Path top = folder.resolve("public");
    for (String component : List.of("main", "extra")) {
      Files.createDirectories(top.resolve("pool/" + component));
      for (String architecture : List.of("amd64", "i386")) {
        Path binary =
            Files.createDirectories(
                top.resolve("dists/stable/" + component + "/binary-" + architecture));
        String words = "apt-ftparchive -a " + architecture + " packages pool/" + component;
        byte[] packages = Programs.require("sh", "-c", "cd '" + top + "' && " + words).output();
        Files.write(binary.resolve("Packages"), packages);
      }
    }
    byte[] release =
        Programs.require(
                "sh",
                "-c",
                "cd '"
                    + top
                    + "' && apt-ftparchive -o APT::FTPArchive::Release::Suite=stable -o"
                    + " APT::FTPArchive::Release::Codename=stable -o"
                    + " 'APT::FTPArchive::Release::Components=main extra' -o"
                    + " 'APT::FTPArchive::Release::Architectures=amd64 i386 all' release"
                    + " dists/stable")
            .output();
    Path file = folder.resolve("Release");
    Files.write(file, release);
    gpg(
        "--output",
        top.resolve("dists/stable/InRelease").toString(),
        "--clearsign",
        file.toString());
  }

  @Override
  public void close() {
    server.close();
    Programs.run(
        List.of("gpgconf", "--homedir", folder.resolve("gpg").toString(), "--kill", "all"),
        new byte[0],
        30);
    Programs.require("rm", "-rf", folder.toString());
  }
}
