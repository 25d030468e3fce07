package io.envsnap.agent.store.gdrive;

import com.google.api.services.drive.model.File;
import io.envsnap.agent.store.BlobSource;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.List;
import java.util.Map;

/**
 * A save that is about to be sent.
 *
 * @param members its objects
 * @param needs other saves, by name, in which the rest of its segments lies
 * @param bytes of its archive
 * @param name digest of these
 */
record SaveDraft(Map<ObjectKey, byte[]> members, List<String> needs, byte[] bytes, String name)
    implements BlobSource {
  static SaveDraft of(Map<ObjectKey, byte[]> members, List<String> needs) {
    byte[] bytes = SaveTar.write(members);
    byte[] digest = Sums.digest("SHA-256").digest(bytes);
    return new SaveDraft(members, needs, bytes, java.util.HexFormat.of().formatHex(digest));
  }

  File described(String folder) {
    return new File()
        .setName("saves-" + name + ".tar")
        .setParents(List.of(folder))
        .setProperties(SaveFile.properties(name, members, needs));
  }

  @Override
  public long size() {
    return bytes.length;
  }

  @Override
  public InputStream open() {
    return new ByteArrayInputStream(bytes);
  }
}
