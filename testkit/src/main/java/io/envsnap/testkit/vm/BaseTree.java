package io.envsnap.testkit.vm;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * A Debian tree that machines are booted from: made once by mmdebstrap from package names and the
 * host's own apt sources, kept as one squashfs file, mounted read-only.
 *
 * @param release code name of a release, such as {@code trixie}; empty for the host's own
 * @param packages names of Debian packages
 */
public record BaseTree(String release, List<String> packages) {
  private static final String RECIPE = "5";
  private static final List<String> PYTHON =
      List.of("python3", "python3-pip", "python3-venv", "git", "ca-certificates", "iproute2");

  /** Python, pip and git, without Java, as a notebook image has them. */
  public static final BaseTree PYTHON_ONLY = new BaseTree("", PYTHON);

  /** The same with a Java runtime. */
  public static final BaseTree WITH_JAVA =
      new BaseTree("", with("openjdk-17-jre-headless", "zstd"));

  /** Debian 13 with its Java runtime and its Python, which is 3.13. */
  public static final BaseTree TRIXIE =
      new BaseTree("trixie", with("openjdk-21-jre-headless", "zstd"));

  /** Takes its own copy. */
  public BaseTree {
    packages = List.copyOf(packages);
  }

  private static List<String> with(String... more) {
    List<String> all = new ArrayList<>(PYTHON);
    all.addAll(List.of(more));
    return all;
  }

  /** Where base trees are kept between runs. */
  public static Path cache() {
    String told = System.getenv("ENVSNAP_TESTKIT_CACHE");
    return Path.of(told == null || told.isEmpty() ? "/var/cache/envsnap-testkit" : told);
  }

  /** The mounted tree; made and mounted by whoever asks first. */
  public Path mounted() {
    String key = key();
    Path image = cache().resolve(key + ".squashfs");
    Path mount = cache().resolve("mnt").resolve(key);
    try {
      Files.createDirectories(mount);
      try (RandomAccessFile file =
              new RandomAccessFile(cache().resolve(key + ".lock").toFile(), "rw");
          FileChannel channel = file.getChannel();
          FileLock lock = channel.lock()) {
        assert lock.isValid();
        if (!Files.exists(image)) {
          make(image);
        }
        if (!Files.exists(mount.resolve("usr"))) {
          Programs.require("mount", "-o", "loop,ro", image.toString(), mount.toString());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return mount;
  }

  private void make(Path image) throws IOException {
    Path tree = Files.createTempDirectory(cache(), "make-");
    Path fresh = image.resolveSibling(image.getFileName() + ".new");
    try {
      Path sources = sources(tree.resolveSibling(tree.getFileName() + ".sources"));
      Programs.require(
          "mmdebstrap",
          "--quiet",
          "--mode=root",
          "--variant=minbase",
          "--include=" + String.join(",", packages),
          codename(),
          tree.toString(),
          sources.toString());
      Files.delete(sources);
      finish(tree);
      Files.deleteIfExists(fresh);
      Programs.require(
          "mksquashfs",
          tree.toString(),
          fresh.toString(),
          "-comp",
          "zstd",
          "-Xcompression-level",
          "3",
          "-quiet",
          "-no-progress");
      Files.move(fresh, image);
    } finally {
      Programs.require("rm", "-rf", "--one-file-system", tree.toString());
    }
  }

  /** Makes of a bare tree what a notebook image is, and what this host's network asks for. */
  private static void finish(Path tree) throws IOException {
    try (Stream<Path> markers = Files.walk(tree.resolve("usr/lib"), 2)) {
      for (Path marker : markers.filter(path -> path.endsWith("EXTERNALLY-MANAGED")).toList()) {
        Files.delete(marker);
      }
    }
    Files.createDirectories(tree.resolve("content"));
    copy(tree, "etc/ssl/certs/ca-certificates.crt");
    copy(tree, "etc/pip.conf");
    copy(tree, "etc/resolv.conf");
    Programs.require("chroot", tree.toString(), "apt-get", "update", "-qq");
    Programs.require(
        "sh", "-c", "rm -f '" + tree + "'/etc/resolv.conf '" + tree + "'/etc/hostname");
  }

  private static void copy(Path tree, String file) throws IOException {
    Path from = Path.of("/").resolve(file);
    if (Files.exists(from)) {
      Programs.require("cp", "-L", from.toString(), tree.resolve(file).toString());
    }
  }

  /** Debian's own sources of this host, without those of third parties. */
  private Path sources(Path copy) throws IOException {
    Path deb822 = Path.of("/etc/apt/sources.list.d/debian.sources");
    Path list = Path.of("/etc/apt/sources.list");
    Path from = Files.exists(deb822) ? deb822 : list;
    Path named = copy.resolveSibling(copy.getFileName() + (from.equals(list) ? ".list" : ""));
    Files.writeString(named, Files.readString(from).replace(hostRelease(), codename()));
    return named;
  }

  private String codename() throws IOException {
    return release.isEmpty() ? hostRelease() : release;
  }

  private static String hostRelease() throws IOException {
    for (String line : Files.readAllLines(Path.of("/etc/os-release"), StandardCharsets.UTF_8)) {
      if (line.startsWith("VERSION_CODENAME=")) {
        return line.substring("VERSION_CODENAME=".length());
      }
    }
    throw new IllegalStateException("this host does not say its release");
  }

  private String key() {
    try {
      byte[] text =
          (RECIPE + " " + codename() + " " + String.join(" ", packages))
              .getBytes(StandardCharsets.UTF_8);
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(text);
      return HexFormat.of().formatHex(hash, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
