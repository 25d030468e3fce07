package io.envsnap.agent.snapshot;

import io.envsnap.agent.store.ObjectKind;
import io.envsnap.agent.store.StoreException;
import java.io.IOException;
import java.io.InputStream;

/**
 * Puts what a person needs to read a store without envsnap: {@code README.txt}, {@code rebuild.py}.
 */
final class StoreAids {
  private static final String[] NAMES = {"README.txt", "rebuild.py"};

  private StoreAids() {}

  static void put(Documents documents) throws StoreException {
    for (String name : NAMES) {
      try (InputStream in = StoreAids.class.getResourceAsStream(name)) {
        if (in == null) {
          throw new IllegalStateException("this build lacks `" + name + "`");
        }
        documents.put(ObjectKind.AID, name, in.readAllBytes());
      } catch (IOException e) {
        throw new IllegalStateException("this build lacks `" + name + "`", e);
      }
    }
  }
}
