package io.envsnap.agent.watch;

import io.envsnap.agent.journal.Boot;
import io.envsnap.agent.journal.Journal;
import io.envsnap.spec.journal.JournalLine;
import io.envsnap.spec.journal.ProcessKey;
import io.envsnap.spec.redact.Finding;
import io.envsnap.spec.redact.RedactedWords;
import io.envsnap.spec.redact.Redaction;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Hears what git processes say of themselves, and writes it to the journal without secrets. The
 * queue of the socket is long and every read is at once, so that no git ever waits for it.
 */
final class GitListener implements Runnable {
  private static final int QUEUE = 4096;
  private static final int CHUNK = 64 << 10;

  /** Hundredths of a second. */
  private static final long CLOCK_SET = 6_000;

  private final Journal journal;
  private final Boot boot;
  private final ServerSocketChannel server;
  private final Selector selector;
  private final ByteBuffer buffer = ByteBuffer.allocate(CHUNK);

  /**
   * Listens from now on.
   *
   * @param socket in a folder that only this user may enter
   */
  GitListener(Path socket, Journal journal, Boot boot) throws IOException {
    this.journal = journal;
    this.boot = boot;
    Files.deleteIfExists(socket);
    this.selector = Selector.open();
    this.server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket), QUEUE);
    server.configureBlocking(false);
    server.register(selector, SelectionKey.OP_ACCEPT);
  }

  /** A connection: one git process. */
  private static final class Speaker {
    private final GitTrace trace = new GitTrace();
    private @Nullable ProcessKey key;
    private long uid;
    private String folder = "";
    private boolean begun;
    private boolean ended;
  }

  @Override
  public void run() {
    while (selector.isOpen()) {
      hear();
    }
  }

  private void hear() {
    try {
      selector.select();
      Iterator<SelectionKey> keys = selector.selectedKeys().iterator();
      while (keys.hasNext()) {
        SelectionKey key = keys.next();
        keys.remove();
        if (key.isAcceptable()) {
          accept();
        } else {
          read(key);
        }
      }
    } catch (IOException e) {
      // One that went away in the middle of a word, or a full disk; the others speak on.
      return;
    }
  }

  private void accept() throws IOException {
    SocketChannel channel = server.accept();
    while (channel != null) {
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_READ, new Speaker());
      channel = server.accept();
    }
  }

  private void read(SelectionKey key) throws IOException {
    if (!(key.channel() instanceof SocketChannel channel)
        || !(key.attachment() instanceof Speaker speaker)) {
      return;
    }
    int count;
    try {
      buffer.clear();
      count = channel.read(buffer);
    } catch (IOException e) {
      count = -1;
    }
    if (count > 0) {
      speaker.trace.feed(buffer.array(), count);
    }
    tell(speaker, count < 0);
    if (count < 0) {
      key.cancel();
      channel.close();
    }
  }

  private void tell(Speaker speaker, boolean over) throws IOException {
    GitTrace trace = speaker.trace;
    if (trace.words().isEmpty()) {
      return;
    }
    if (speaker.key == null) {
      ProcessFacts facts =
          ProcessFacts.of(trace.pid()).orElse(new ProcessFacts(trace.pid(), 0, 0, "git"));
      speaker.key = new ProcessKey(boot.name(), trace.pid(), start(trace));
      speaker.folder = facts.folder();
      speaker.uid = facts.uid();
    }
    boolean known = !speaker.folder.isEmpty() || !trace.worktree().isEmpty();
    if (!speaker.begun && (known || over || trace.exit().isPresent())) {
      String folder = speaker.folder.isEmpty() ? trace.worktree() : speaker.folder;
      RedactedWords safe = Redaction.ofArguments(trace.words().get());
      String words = String.join(String.valueOf(JournalLine.WORDS), safe.words());
      write(speaker, JournalLine.Phase.START, List.of(Redaction.ofText(folder).text(), words));
      for (Finding one : safe.found()) {
        write(speaker, JournalLine.Phase.NEED, List.of(one.need(), one.give()));
      }
      speaker.begun = true;
    }
    if (!speaker.ended && trace.exit().isPresent()) {
      int exit = trace.exit().getAsInt() & 0xff;
      write(speaker, JournalLine.Phase.END, List.of(Integer.toString(exit)));
      speaker.ended = true;
    }
  }

  /**
   * By git's own word, to the microsecond, so that short commands keep their order; where the clock
   * was set since boot, that word is worth nothing.
   */
  private long start(GitTrace trace) throws IOException {
    long now = Boot.now();
    Instant began = boot.began().getOrDefault(boot.name(), Instant.EPOCH);
    return trace
        .began()
        .map(start -> Duration.between(began, start).toMillis() / 10)
        .filter(ticks -> Math.abs(now - ticks) < CLOCK_SET)
        .orElse(now);
  }

  private void write(Speaker speaker, JournalLine.Phase phase, List<String> fields)
      throws IOException {
    if (speaker.key != null) {
      journal.append(new JournalLine("git", phase, speaker.key, speaker.uid, Boot.now(), fields));
    }
  }
}
