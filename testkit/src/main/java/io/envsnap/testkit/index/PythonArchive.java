package io.envsnap.testkit.index;

import io.envsnap.testkit.vm.Programs;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDateTime;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A wheel or an sdist, made from texts.
 *
 * @param file its standard file name
 * @param bytes the archive
 */
public record PythonArchive(String file, byte[] bytes) {
  /**
   * A wheel for any platform (PEP 427).
   *
   * @param version may have a local part, such as {@code 2.0.1+cu118}
   * @param files path within the wheel to text; a METADATA among them is taken
   */
  public static PythonArchive wheel(String name, String version, Map<String, String> files) {
    String info = name + "-" + version + ".dist-info/";
    Map<String, String> all = new TreeMap<>(files);
    all.putIfAbsent(
        info + "METADATA", "Metadata-Version: 2.1\nName: " + name + "\nVersion: " + version + "\n");
    all.put(
        info + "WHEEL",
        "Wheel-Version: 1.0\nGenerator: testkit\nRoot-Is-Purelib: true\nTag: py3-none-any\n");
    StringBuilder record = new StringBuilder();
    all.forEach(
        (path, text) -> {
          byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
          record.append(path + ",sha256=" + urlSafe(bytes) + "," + bytes.length + "\n");
        });
    record.append(info + "RECORD,,\n");
    all.put(info + "RECORD", record.toString());
    return new PythonArchive(name + "-" + version + "-py3-none-any.whl", zip(all));
  }

  /**
   * A wheel that needs others.
   *
   * @param needs as {@code Requires-Dist} says it, such as {@code six<2}
   */
  public static PythonArchive wheelNeeding(String name, String version, String... needs) {
    StringBuilder metadata = new StringBuilder("Metadata-Version: 2.1\n");
    metadata.append("Name: ").append(name).append("\nVersion: ").append(version).append('\n');
    for (String need : needs) {
      metadata.append("Requires-Dist: ").append(need).append('\n');
    }
    return wheel(
        name,
        version,
        Map.of(
            name + ".py",
            "VALUE = '" + version + "'\n",
            name + "-" + version + ".dist-info/METADATA",
            metadata.toString()));
  }

  /** A source distribution with a {@code setup.py} among its files. */
  public static PythonArchive sdist(String name, String version, Map<String, String> files) {
    String top = name + "-" + version;
    try {
      Path folder = Files.createTempDirectory("sdist-");
      Map<String, String> all = new TreeMap<>(files);
      all.put("PKG-INFO", "Metadata-Version: 2.1\nName: " + name + "\nVersion: " + version + "\n");
      for (Map.Entry<String, String> file : all.entrySet()) {
        Path path = folder.resolve(top).resolve(file.getKey());
        Files.createDirectories(path.getParent());
        Files.writeString(path, file.getValue());
      }
      byte[] bytes = Programs.require("tar", "-C", folder.toString(), "-cz", top).output();
      Programs.require("rm", "-rf", folder.toString());
      return new PythonArchive(top + ".tar.gz", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] zip(Map<String, String> files) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, String> file : files.entrySet()) {
        ZipEntry entry = new ZipEntry(file.getKey());
        entry.setTimeLocal(LocalDateTime.of(1980, 2, 1, 0, 0));
        zip.putNextEntry(entry);
        zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static String urlSafe(byte[] bytes) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
