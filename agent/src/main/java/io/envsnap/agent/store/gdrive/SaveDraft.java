package io.envsnap.agent.store.gdrive;

import com.google.api.services.drive.model.File;
import io.envsnap.agent.store.BlobSource;
import io.envsnap.spec.digest.Digest;
import java.util.List;
import java.util.Map;

/**
 * A save that is about to be sent.
 *
 * @param members its objects
 * @param needs other saves, by name, in which the rest of its segments lies
 * @param archive its bytes
 * @param name digest of these
 */
record SaveDraft(
    Map<ObjectKey, byte[]> members, List<String> needs, BlobSource archive, String name) {
  static SaveDraft of(Map<ObjectKey, byte[]> members, List<String> needs) {
    byte[] bytes = SaveTar.write(members);
    return new SaveDraft(members, needs, BlobSource.of(bytes), Digest.of(bytes).hex());
  }

  File described(String folder) {
    return new File()
        .setName("saves-" + name + ".tar")
        .setParents(List.of(folder))
        .setProperties(SaveFile.properties(name, members, needs));
  }
}
