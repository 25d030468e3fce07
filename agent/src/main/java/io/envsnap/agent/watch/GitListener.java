package io.envsnap.agent.watch;

import io.envsnap.agent.journal.Boot;
import io.envsnap.agent.journal.Journal;
import io.envsnap.spec.journal.JournalLine;
import io.envsnap.spec.journal.ProcessKey;
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
import java.time.InstantSource;
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

  private final Journal journal;
  private final String boot;
  private final InstantSource clock;
  private final ServerSocketChannel server;
  private final Selector selector;
  private final ByteBuffer buffer = ByteBuffer.allocate(CHUNK);

  /**
   * Listens from now on.
   *
   * @param socket in a folder that only this user may enter
   */
  GitListener(Path socket, Journal journal, String boot, InstantSource clock) throws IOException {
    this.journal = journal;
    this.boot = boot;
    this.clock = clock;
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
          ProcessFacts.of(trace.pid())
              .orElse(new ProcessFacts(trace.pid(), 0, start(trace), "git"));
      speaker.key = new ProcessKey(boot, facts.pid(), facts.start());
      speaker.folder = facts.folder();
      speaker.uid = facts.uid();
    }
    boolean known = !speaker.folder.isEmpty() || !trace.worktree().isEmpty();
    if (!speaker.begun && (known || over || trace.exit().isPresent())) {
      String folder = speaker.folder.isEmpty() ? trace.worktree() : speaker.folder;
      String words =
          String.join(
              String.valueOf(JournalLine.WORDS),
              Redaction.ofArguments(trace.words().get()).words());
      write(speaker, JournalLine.Phase.START, List.of(Redaction.ofText(folder).text(), words));
      speaker.begun = true;
    }
    if (!speaker.ended && trace.exit().isPresent()) {
      int exit = trace.exit().getAsInt() & 0xff;
      write(speaker, JournalLine.Phase.END, List.of(Integer.toString(exit)));
      speaker.ended = true;
    }
  }

  /** Of one that is gone already, its own word, which is by the clock. */
  private long start(GitTrace trace) throws IOException {
    long now = Boot.now();
    return trace
        .began()
        .map(began -> now - Duration.between(began, clock.instant()).toMillis() / 10)
        .filter(ticks -> ticks > 0 && ticks <= now)
        .orElse(now);
  }

  private void write(Speaker speaker, JournalLine.Phase phase, List<String> fields)
      throws IOException {
    if (speaker.key != null) {
      journal.append(new JournalLine("git", phase, speaker.key, speaker.uid, Boot.now(), fields));
    }
  }
}
