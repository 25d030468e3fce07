package io.envsnap.testkit.drive;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A Google Drive on 127.0.0.1 with all its data in a folder, so that it survives its own end. What
 * it does and refuses was taken from Google's documentation and from reports of other clients; it
 * was never compared with the service itself.
 */
public final class DriveEmulator implements AutoCloseable {
  static {
    // Without it each answer waits for the last packet's acknowledgement, 40 ms.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final HttpServer server;
  private final DriveClock clock;
  private final DriveDisk disk;
  private final DriveRoutes routes;
  private final DriveAccounts accounts;
  private final Limits limits;
  private final ExecutorService threads;
  private final List<DriveCall> seen = new ArrayList<>();
  private final Map<DriveCall, Integer> counts = new EnumMap<>(DriveCall.class);
  private int refused;
  private volatile DriveRules rules = DriveRules.USUAL;
  private volatile FaultPlan faults = FaultPlan.NONE;

  static {
    // The JDK's server writes head and body apart; without this each answer waits 40 ms for an
    // acknowledgement that the other side delays (RFC 896, RFC 1122 section 4.2.3.2).
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private DriveEmulator(HttpServer server, Path folder, DriveClock clock) throws IOException {
    this.server = server;
    this.clock = clock;
    this.disk = new DriveDisk(folder);
    this.routes = new DriveRoutes(disk, clock, () -> rules);
    this.accounts = new DriveAccounts(clock, () -> rules);
    this.limits = new Limits(clock, () -> rules);
    this.threads =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "drive emulator");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Starts an emulator on a port of its own. */
  public static DriveEmulator start(Path folder, DriveClock clock) {
    return start(folder, clock, 0);
  }

  /** Starts an emulator on a port. */
  public static DriveEmulator start(Path folder, DriveClock clock, int port) {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
      DriveEmulator emulator = new DriveEmulator(server, folder, clock);
      server.setExecutor(emulator.threads);
      server.createContext("/", emulator::exchange);
      server.start();
      return emulator;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Root URL, with a final slash, as Google's client wants it. */
  public String base() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
  }

  /** The rules in force. */
  public DriveRules rules() {
    return rules;
  }

  /** Changes the rules. */
  public void rules(DriveRules now) {
    rules = now;
  }

  /** Lets requests go wrong from now on; they are counted anew. */
  public synchronized void faults(FaultPlan plan) {
    seen.clear();
    counts.clear();
    refused = 0;
    faults = plan;
  }

  /** The requests since the last {@link #faults}, in the order in which they came. */
  public synchronized List<DriveCall> calls() {
    return List.copyOf(seen);
  }

  /** How many requests of a kind there were since the last {@link #faults}. */
  public synchronized int count(DriveCall kind) {
    return counts.getOrDefault(kind, 0);
  }

  /** How many requests came sooner than the rules allow since the last {@link #faults}. */
  public synchronized int refused() {
    return refused;
  }

  private synchronized void refuse() {
    refused++;
  }

  /** Names of all files and folders that were not deleted, sorted; a name may be there twice. */
  public List<String> names() {
    return live().map(item -> item.text("name")).sorted().toList();
  }

  /** Where the bytes of the files lie whose names begin so. */
  public List<Path> filesNamed(String prefix) {
    return live()
        .filter(item -> item.text("name").startsWith(prefix) && !item.text("content").isEmpty())
        .map(disk::content)
        .toList();
  }

  /** Ids of all files and folders of a name, the oldest first. */
  public List<String> idsNamed(String name) {
    return live().filter(item -> item.text("name").equals(name)).map(Item::id).toList();
  }

  private Stream<Item> live() {
    return disk.all().stream().filter(item -> !item.fields().containsKey("deleted"));
  }

  /** The emulator's time. */
  public DriveClock clock() {
    return clock;
  }

  /**
   * An access token.
   *
   * @param scopes by their short names, such as {@code drive} or {@code drive.file}
   */
  public String token(String user, String client, String... scopes) {
    return accounts.token(DriveAccounts.caller(user, client, List.of(scopes), false));
  }

  /** A refresh token; the token endpoint gives access tokens for it. */
  public String refreshToken(String user, String client, String... scopes) {
    return accounts.refreshToken(DriveAccounts.caller(user, client, List.of(scopes), false));
  }

  /**
   * What a machine keeps of a sign-in, as Google's libraries write it.
   *
   * @param client a name without quotes
   */
  public String signInFile(String client, String refreshToken) {
    return "{\"type\":\"authorized_user\",\"client_id\":\""
        + client
        + "\",\"client_secret\":\"x\",\"refresh_token\":\""
        + refreshToken
        + "\",\"token_uri\":\""
        + base()
        + "token\"}";
  }

  /** Gives the machine itself a credential, which the metadata endpoint hands out. */
  public void machine(String user, String client, String... scopes) {
    accounts.machine(DriveAccounts.caller(user, client, List.of(scopes), false));
  }

  /** A key file of a service account, whose tokens come from this emulator. */
  public String serviceKey(String email) {
    return accounts.serviceKey(email, base() + "token");
  }

  /** Ends all access tokens at once. */
  public void expireTokens() {
    accounts.expireAll();
  }

  /** What a person answers to a sign-in on another device: an address, or {@code deny}. */
  public void answerDevice(String userCode, String answer) {
    accounts.answerDevice(userCode, answer);
  }

  /** Ends a sign-in, as its owner may at any time. */
  public void revoke(String refreshToken) {
    accounts.revoke(refreshToken);
  }

  /** Lets a person into a file or folder, as its owner does in the browser. */
  public void share(String id, String person, String role) {
    routes.share(id, person, role);
  }

  /** Makes a shared drive. */
  public void sharedDrive(String id, String organizer) {
    routes.sharedDrive(id, organizer);
  }

  private void exchange(HttpExchange exchange) {
    try (exchange) {
      Call call = new Call(exchange);
      if (call.path().startsWith(DriveControl.BELOW)) {
        control(call);
        return;
      }
      DriveCall kind = AuthRoutes.kind(call).orElseGet(() -> DriveRoutes.kind(call));
      Optional<DriveFault> fault = strike(kind);
      call.strike(fault);
      if (call.fault(DriveFault.Kind.DROP).isPresent()) {
        return;
      }
      try {
        call.fault(DriveFault.Kind.REFUSE)
            .ifPresent(
                one -> {
                  throw DriveProblem.of(one.status(), one.reason(), one.retryAfter());
                });
        answer(kind, call);
      } catch (DriveProblem e) {
        call.problem(e);
      }
    } catch (Uploads.Dropped e) {
      // Closing the exchange ends the connection.
      return;
    } catch (IOException e) {
      // The client went away.
      return;
    }
  }

  private void control(Call call) throws IOException {
    try {
      new DriveControl(this).handle(call);
    } catch (DriveProblem e) {
      call.problem(e);
    } catch (IllegalArgumentException e) {
      call.problem(new DriveProblem(400, "badRequest", String.valueOf(e.getMessage())));
    }
  }

  private void answer(DriveCall kind, Call call) throws IOException {
    if (AuthRoutes.kind(call).isPresent()) {
      new AuthRoutes(accounts).handle(kind, call);
      return;
    }
    Caller caller = accounts.caller(call.header("Authorization"));
    try {
      limits.take(caller.user(), kind);
    } catch (DriveProblem e) {
      refuse();
      throw e;
    }
    routes.handle(kind, caller, call);
  }

  private synchronized Optional<DriveFault> strike(DriveCall kind) {
    int before = counts.merge(kind, 1, Integer::sum) - 1;
    seen.add(kind);
    return faults.next(kind, before, seen.size() - 1);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  /** Runs an emulator until it is ended: a folder, a port. Prints its address and a token. */
  public static void main(String[] args) {
    @Nullable String port = args.length > 1 ? args[1] : null;
    DriveEmulator emulator =
        start(
            Path.of(args.length > 0 ? args[0] : "drive"),
            DriveClock.running(),
            port == null ? 0 : Integer.parseInt(port));
    emulator.machine("you@example.com", "emulated", "drive");
    System.out.println("ENVSNAP_DRIVE_ROOT_URL=" + emulator.base());
    System.out.println(
        "GCE_METADATA_HOST=" + emulator.base().substring("http://".length()).replace("/", ""));
  }
}
