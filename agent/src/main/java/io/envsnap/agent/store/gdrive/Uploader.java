package io.envsnap.agent.store.gdrive;

import com.google.api.services.drive.model.File;
import io.envsnap.agent.store.BlobSource;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Brings bytes into a folder exactly once. The file's id is chosen before it is sent: whatever is
 * lost on the way, sending again under the same id never makes a second file.
 */
final class Uploader {
  private static final int SMALL = 4 << 20;
  private static final int IDS = 16;
  private static final int MOST = 4;

  private final DriveApi api;
  private final Attempts attempts;
  private final Pace pace;
  private final UploadJournal journal;
  private final Deque<String> ids = new ArrayDeque<>();

  Uploader(DriveApi api, Attempts attempts, Pace pace, UploadJournal journal) {
    this.api = api;
    this.attempts = attempts;
    this.pace = pace;
    this.journal = journal;
  }

  /** An id that no file has yet. */
  synchronized String freshId() throws DriveFailure {
    if (ids.isEmpty()) {
      ids.addAll(attempts.run(() -> api.ids(IDS)));
    }
    return ids.removeFirst();
  }

  /**
   * Makes a file of these bytes.
   *
   * @param described its name, folder and properties
   * @return the file, whose bytes Drive has as they are here
   */
  File upload(File described, BlobSource source, Sums sums) throws IOException, DriveFailure {
    String folder = described.getParents().get(0);
    for (int round = 1; ; round++) {
      Optional<UploadJournal.Begun> begun =
          sums.size() > SMALL ? journal.find(folder, sums) : Optional.empty();
      String id = begun.isPresent() ? begun.get().id() : freshId();
      try {
        File file =
            sums.size() > SMALL
                ? large(metadata(described, id), source, sums, begun)
                : small(metadata(described, id), source);
        if (sums.match(file, source)) {
          journal.ended(folder, sums);
          return file;
        }
        journal.ended(folder, sums);
        discard(id);
        insistOnRound(round, DriveFailure.damaged("what arrived differs from what was sent"));
      } catch (DriveFailure e) {
        if (e.kind() != DriveFailure.Kind.IN_USE && e.kind() != DriveFailure.Kind.BAD_ID) {
          throw e;
        }
        journal.ended(folder, sums);
        if (e.kind() == DriveFailure.Kind.IN_USE) {
          Optional<File> there = ours(id, source, sums);
          if (there.isPresent()) {
            return there.get();
          }
        }
        insistOnRound(round, e);
      }
    }
  }

  private static void insistOnRound(int round, DriveFailure failure) throws DriveFailure {
    if (round == MOST) {
      throw failure;
    }
  }

  /** The file of an id, when it is the one that was to be sent. */
  private Optional<File> ours(String id, BlobSource source, Sums sums)
      throws IOException, DriveFailure {
    try {
      File file = attempts.run(() -> api.get(id));
      if (sums.match(file, source) && !Boolean.TRUE.equals(file.getTrashed())) {
        return Optional.of(file);
      }
      discard(id);
    } catch (DriveFailure e) {
      if (e.kind() != DriveFailure.Kind.NOT_FOUND) {
        throw e;
      }
    }
    return Optional.empty();
  }

  private void discard(String id) throws DriveFailure {
    try {
      attempts.run(
          () -> {
            api.delete(id);
            return id;
          });
    } catch (DriveFailure e) {
      // It is damaged and nothing names it; that it stays is no reason to stop.
      if (e.kind() == DriveFailure.Kind.RETRY) {
        throw e;
      }
    }
  }

  private static File metadata(File described, String id) {
    return new File()
        .setId(id)
        .setName(described.getName())
        .setMimeType(DriveApi.TYPE)
        .setParents(described.getParents())
        .setProperties(described.getProperties());
  }

  private File small(File metadata, BlobSource source) throws IOException, DriveFailure {
    byte[] bytes;
    try (InputStream in = source.open()) {
      bytes = in.readAllBytes();
    }
    return attempts.run(
        () -> {
          pace.create();
          return api.create(metadata, bytes);
        });
  }

  private File large(
      File metadata, BlobSource source, Sums sums, Optional<UploadJournal.Begun> begun)
      throws IOException, DriveFailure {
    String folder = metadata.getParents().get(0);
    Optional<String> session = begun.map(UploadJournal.Begun::session);
    for (int sessions = 1; ; sessions++) {
      boolean known = session.isPresent();
      String address = known ? session.get() : begin(metadata, sums);
      if (!known) {
        journal.begun(folder, sums, new UploadJournal.Begun(metadata.getId(), address));
      }
      try {
        return send(address, source, sums, known);
      } catch (DriveFailure e) {
        boolean again =
            e.endsSession()
                && e.kind() != DriveFailure.Kind.IN_USE
                && e.kind() != DriveFailure.Kind.FULL
                && sessions < MOST;
        if (!again) {
          throw e;
        }
        session = Optional.empty();
      }
    }
  }

  private String begin(File metadata, Sums sums) throws DriveFailure {
    return attempts.run(
        () -> {
          pace.create();
          return api.session(metadata, sums.size());
        });
  }

  /** Sends until all has arrived; after each failure it asks how much has. */
  private File send(String session, BlobSource source, Sums sums, boolean resumed)
      throws DriveFailure {
    Attempts.Series series = attempts.series();
    long best = 0;
    boolean ask = resumed;
    long offset = 0;
    while (true) {
      try {
        DriveApi.Progress now =
            ask
                ? api.status(session, sums.size())
                : api.send(session, new RestOfSource(source, offset), offset, sums.size());
        if (now.file().isPresent()) {
          return now.file().get();
        }
        offset = now.offset();
        if (offset > best) {
          best = offset;
          series.progressed();
        } else if (!ask) {
          series.afterwards(DriveFailure.damaged("an upload makes no progress"));
        }
        ask = false;
      } catch (DriveFailure e) {
        if (e.endsSession()) {
          throw e;
        }
        series.afterwards(e);
        ask = true;
      } catch (IOException e) {
        series.afterwards(DriveFailure.of(e));
        ask = true;
      }
    }
  }
}
