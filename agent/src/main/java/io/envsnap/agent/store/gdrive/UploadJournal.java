package io.envsnap.agent.store.gdrive;

import io.envsnap.agent.disk.WholeFile;
import io.envsnap.spec.codec.FormatException;
import io.envsnap.spec.codec.JsonText;
import io.envsnap.spec.codec.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which large uploads have begun, so that a run after a crash goes on with them. A session's
 * address lets whoever has it write the file: the notes are for this user only, and lie in the
 * state folder, which is never recorded.
 */
final class UploadJournal {
  private static final int LIMIT = 1 << 16;
  private final Path folder;

  UploadJournal(Path folder) {
    this.folder = folder;
  }

  /**
   * An upload that has begun.
   *
   * @param id of the file that it will be
   * @param session its address
   */
  record Begun(String id, String session) {}

  private Path note(String folderId, Sums sums) {
    return folder.resolve(folderId + "-" + sums.sha256() + ".json");
  }

  Optional<Begun> find(String folderId, Sums sums) {
    try {
      JsonValue.Fields fields =
          JsonText.parse(Files.readAllBytes(note(folderId, sums)), LIMIT).asFields();
      return Optional.of(
          new Begun(fields.require("id").asText(), fields.require("session").asText()));
    } catch (IOException | FormatException e) {
      // Without a note the upload begins anew.
      return Optional.empty();
    }
  }

  void begun(String folderId, Sums sums, Begun begun) throws IOException {
    TreeMap<String, JsonValue> fields = new TreeMap<>();
    fields.put("id", JsonValue.of(begun.id()));
    fields.put("session", JsonValue.of(begun.session()));
    WholeFile.makePrivateFolder(folder);
    place(note(folderId, sums), JsonText.write(JsonValue.of(fields)));
  }

  /**
   * Not synced: the pack was just written, and would have to reach the disk first. What a power cut
   * makes of the note is read as none.
   */
  private void place(Path note, byte[] bytes) throws IOException {
    // For its user only from the beginning.
    Path fresh = Files.createTempFile(folder, "note", "");
    try {
      Files.write(fresh, bytes);
      Files.move(fresh, note, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  void ended(String folderId, Sums sums) throws IOException {
    Files.deleteIfExists(note(folderId, sums));
  }
}
