package io.envsnap.testkit.drive;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/** All files of the emulated Drive and the uploads on their way, in a folder of this machine. */
final class DriveDisk {
  private final Path folder;
  private final Map<String, Item> items = new LinkedHashMap<>();
  private final AtomicLong number = new AtomicLong();

  DriveDisk(Path folder) throws IOException {
    this.folder = folder;
    for (String name : List.of("files", "content", "sessions")) {
      Files.createDirectories(folder.resolve(name));
    }
    Map<String, Item> byAge = new TreeMap<>();
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(folder.resolve("files"), "*.json")) {
      for (Path file : files) {
        Item item = new Item(Json.object(Files.readString(file, StandardCharsets.UTF_8)));
        byAge.put(item.text("changed") + item.id(), item);
      }
    }
    byAge.values().forEach(item -> items.put(item.id(), item));
    number.set(System.nanoTime());
  }

  /** A name that was never given before. */
  String fresh(String prefix) {
    return prefix + Long.toUnsignedString(number.incrementAndGet() * 0x9E3779B97F4A7C15L, 36);
  }

  synchronized Optional<Item> find(String id) {
    return Optional.ofNullable(items.get(id));
  }

  synchronized List<Item> all() {
    return new ArrayList<>(items.values());
  }

  synchronized void put(Item item) {
    items.put(item.id(), item);
    write(folder.resolve("files").resolve(item.id() + ".json"), Json.write(item.fields()));
  }

  /** Puts a file unless its id is in use; of two that try at once, one succeeds. */
  synchronized boolean putIfAbsent(Item item) {
    if (items.containsKey(item.id())) {
      return false;
    }
    put(item);
    return true;
  }

  synchronized void remove(Item item) {
    items.remove(item.id());
    try {
      Files.deleteIfExists(folder.resolve("files").resolve(item.id() + ".json"));
      if (!item.text("content").isEmpty()) {
        Files.deleteIfExists(content(item));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path content(Item item) {
    return folder.resolve("content").resolve(item.text("content"));
  }

  /** A new place for a file's bytes. */
  Path freshContent() {
    return folder.resolve("content").resolve(fresh("c"));
  }

  Path sessionBytes(String id) {
    return folder.resolve("sessions").resolve(id + ".part");
  }

  Optional<Map<String, Object>> session(String id) throws IOException {
    Path file = folder.resolve("sessions").resolve(id + ".json");
    return id.matches("[a-z0-9]+") && Files.exists(file)
        ? Optional.of(Json.object(Files.readString(file, StandardCharsets.UTF_8)))
        : Optional.empty();
  }

  void session(String id, Map<String, Object> session) {
    write(folder.resolve("sessions").resolve(id + ".json"), Json.write(session));
  }

  private void write(Path file, String text) {
    try {
      Path temporary = Files.createTempFile(folder, "write", "");
      Files.writeString(temporary, text, StandardCharsets.UTF_8);
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
