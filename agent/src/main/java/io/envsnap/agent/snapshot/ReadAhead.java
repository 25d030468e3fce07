package io.envsnap.agent.snapshot;

import io.envsnap.agent.tree.ContentReader;
import io.envsnap.agent.tree.FileStatus;
import io.envsnap.agent.tree.OpenFile;
import io.envsnap.spec.digest.Digest;
import io.envsnap.spec.snapshot.Metadata;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads small files, and computes their digests, on other threads before their turn comes. Files go
 * in runs of about a megabyte, so that handing them over costs nothing; a few runs are in memory at
 * once, whatever the session has.
 */
final class ReadAhead implements AutoCloseable {
  /** No larger file is read ahead. */
  static final int LARGEST = 1 << 20;

  private static final int ENOUGH = 1 << 20;
  private static final int MOST_FILES = 256;
  private static final int THREADS = 2;
  private static final int RUNS = 3;

  /**
   * A file that was read and held still meanwhile.
   *
   * @param metadata as it was when it was opened
   * @param status the same
   * @param bytes its bytes, good until the next file is asked for
   * @param digest of them
   */
  record Read(FileStatus status, Metadata metadata, ByteBuffer bytes, Digest digest) {}

  private final ContentReader contents;
  private final ExecutorService workers = Executors.newFixedThreadPool(THREADS);
  private final Queue<ContentReader> readers = new ConcurrentLinkedQueue<>();
  private final Queue<ByteBuffer> buffers = new ConcurrentLinkedQueue<>();
  private final List<List<RecordedPath>> runs;
  private final Deque<Future<Run>> begun = new ArrayDeque<>();
  private int next;
  private @Nullable Run current;
  private int at;

  /** What came of each of its paths; a file that was not read is read by whoever wants it. */
  private record Run(ByteBuffer buffer, List<RecordedPath> paths, List<Optional<Read>> files) {}

  /**
   * Begins to read.
   *
   * @param contents reads them; its tree must stay open until this is closed
   * @param paths in the order in which they will be asked for
   * @param wanted which of them will be asked for at all
   */
  ReadAhead(ContentReader contents, List<RecordedPath> paths, Predicate<RecordedPath> wanted) {
    this.contents = contents;
    this.runs = runs(paths, wanted);
    while (next < runs.size() && begun.size() < RUNS) {
      begin();
    }
  }

  private static List<List<RecordedPath>> runs(
      List<RecordedPath> paths, Predicate<RecordedPath> wanted) {
    List<List<RecordedPath>> runs = new ArrayList<>();
    List<RecordedPath> run = new ArrayList<>();
    long size = 0;
    for (RecordedPath path : paths) {
      if (isSmall(path) && wanted.test(path)) {
        run.add(path);
        size += path.size();
        if (size >= ENOUGH || run.size() == MOST_FILES) {
          runs.add(run);
          run = new ArrayList<>();
          size = 0;
        }
      }
    }
    if (!run.isEmpty()) {
      runs.add(run);
    }
    return runs;
  }

  /** A file of several names is read once, by whoever comes to the first of them. */
  private static boolean isSmall(RecordedPath path) {
    return path.substitute().isEmpty()
        && path.isFile()
        && path.size() <= LARGEST
        && path.status().orElseThrow().links() == 1;
  }

  private void begin() {
    List<RecordedPath> run = runs.get(next);
    next++;
    begun.add(workers.submit(() -> read(run)));
  }

  /**
   * The file, if it was read; empty when whoever asks has to read it. To be asked for each path
   * that was wanted, in their order.
   */
  Optional<Read> take(RecordedPath path) throws IOException {
    Run run = current;
    if (run == null || at == run.paths().size()) {
      if (begun.isEmpty() || !isAt(runs.get(next - begun.size()), 0, path)) {
        return Optional.empty();
      }
      run = advance();
      at = 0;
    }
    if (!isAt(run.paths(), at, path)) {
      return Optional.empty();
    }
    at++;
    return run.files().get(at - 1);
  }

  private static boolean isAt(List<RecordedPath> paths, int at, RecordedPath path) {
    return paths.get(at).path().equals(path.path());
  }

  private Run advance() throws IOException {
    Run before = current;
    if (before != null) {
      buffers.add(before.buffer());
    }
    Run run = Threads.result(begun.remove(), "files could not be read");
    current = run;
    if (next < runs.size()) {
      begin();
    }
    return run;
  }

  private Run read(List<RecordedPath> paths) throws IOException {
    ByteBuffer known = buffers.poll();
    ByteBuffer buffer = known == null ? ByteBuffer.allocateDirect(ENOUGH + LARGEST) : known.clear();
    ContentReader free = readers.poll();
    ContentReader own = free == null ? contents.another() : free;
    try {
      List<Optional<Read>> files = new ArrayList<>();
      for (RecordedPath path : paths) {
        try (OpenFile file = own.open(path.path())) {
          files.add(read(file, buffer, path.status()));
        } catch (IOException e) {
          // Whoever wants it meets the same, and says what it means.
          files.add(Optional.empty());
        }
      }
      return new Run(buffer, paths, files);
    } finally {
      readers.add(own);
    }
  }

  /**
   * Reads a whole file into a buffer, from its position on.
   *
   * @param scanned what the scan said: where that is so still, it is in memory once
   * @return empty when it does not fit, or did not hold still
   */
  static Optional<Read> read(OpenFile file, ByteBuffer buffer, Optional<FileStatus> scanned)
      throws IOException {
    FileStatus status = scanned.filter(file.status()::equals).orElse(file.status());
    if (status.size() > buffer.remaining()) {
      return Optional.empty();
    }
    int start = buffer.position();
    buffer.limit(start + (int) status.size());
    while (buffer.hasRemaining() && file.read(buffer) >= 0) {}
    boolean whole = !buffer.hasRemaining();
    ByteBuffer bytes = buffer.duplicate().flip().position(start);
    buffer.limit(buffer.capacity());
    Metadata metadata = Nodes.metadata(status, file.xattrs());
    if (!whole || !file.unchangedSince(status)) {
      buffer.position(start);
      return Optional.empty();
    }
    return Optional.of(new Read(status, metadata, bytes, Digest.of(bytes)));
  }

  @Override
  public void close() {
    Threads.end(workers);
  }
}
