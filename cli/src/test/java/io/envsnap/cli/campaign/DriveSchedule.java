package io.envsnap.cli.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.agent.snapshot.Head;
import io.envsnap.agent.snapshot.PruneRequest;
import io.envsnap.agent.store.ObjectStore;
import io.envsnap.agent.store.StoreException;
import io.envsnap.spec.digest.Digest;
import io.envsnap.testkit.drive.DriveCall;
import io.envsnap.testkit.drive.DriveFault;
import io.envsnap.testkit.drive.DriveRules;
import io.envsnap.testkit.drive.FaultPlan;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * One run of chance: two machines save to one folder, prune it and die, each between any two steps
 * of the other, while Drive refuses, cuts off and lags. All of it follows from the seed.
 */
final class DriveSchedule {
  private static final List<String> MACHINES = List.of("a", "b");
  private static final byte[] NOISE = bytes(17, (4 << 20) + 100_000);

  /** What one save, restore or prune may ask at most. */
  private static final int REQUESTS = 500;

  private final Random random;
  private final DriveBench bench;
  private final Map<String, Integer> tally;
  private final List<DriveBench.Saved> acknowledged = new ArrayList<>();
  private final Set<Digest> removed = new HashSet<>();
  private boolean pruneFailed;
  private int files;
  private String address = "envsnap";

  private DriveSchedule(long seed, DriveBench bench, Map<String, Integer> tally) {
    this.random = new Random(seed);
    this.bench = bench;
    this.tally = tally;
  }

  /** This machine ends here. */
  private static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /**
   * Plays a schedule and judges what is left.
   *
   * @param tally how often each thing happened, counted on
   */
  static void play(long seed, Path folder, Map<String, Integer> tally)
      throws IOException, StoreException {
    try (DriveBench bench = new DriveBench(folder)) {
      DriveSchedule schedule = new DriveSchedule(seed, bench, tally);
      schedule.begin();
      schedule.goOn(seed);
      schedule.judge();
    }
  }

  private void begin() throws IOException, StoreException {
    for (String machine : MACHINES) {
      bench.write(machine, "same", bytes(1, 2000));
      bench.write(machine, "own", bytes(machine.hashCode(), 700));
    }
    if (random.nextInt(6) == 0) {
      bench.write("a", "large", large(random.nextInt()));
    }
    DriveBench.Saved first = bench.save("a", address, UnaryOperator.identity());
    acknowledged.add(first);
    address = random.nextBoolean() ? first.address().substring("gdrive:".length()) : address;
    bench.drive.clock().advance(Duration.ofSeconds(30));
  }

  private static byte[] bytes(long seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  /** Too large for one request, and another for each number. */
  private static byte[] large(int number) {
    byte[] bytes = NOISE.clone();
    System.arraycopy(bytes(number, 1000), 0, bytes, 1_000_000, 1000);
    return bytes;
  }

  private void goOn(long seed) throws IOException {
    bench.drive.rules(
        DriveRules.USUAL
            .creates(random.nextBoolean() ? 2 : 0, 3)
            .pages(1 + random.nextInt(20))
            .lagging(Duration.ofMillis(random.nextInt(4000)), random.nextBoolean()));
    int steps = 3 + random.nextInt(3);
    for (int step = 0; step < steps; step++) {
      FaultPlan chance = FaultPlan.seeded(seed * 31 + step, random.nextInt(25), random.nextInt(30));
      bench.drive.faults(random.nextInt(5) == 0 ? endsAt(random.nextInt(25), chance) : chance);
      String machine = MACHINES.get(random.nextInt(2));
      step(machine, random.nextInt(3) > 0 ? this::amid : UnaryOperator.identity());
      if (random.nextInt(3) == 0) {
        bench.drive.clock().advance(Duration.ofHours(random.nextInt(24 * 12)));
      }
      assertThat(bench.drive.calls().size()).as("requests of one step").isLessThan(REQUESTS);
    }
  }

  /** The network ends, and with it the machine's last hope. */
  private static FaultPlan endsAt(int number, FaultPlan before) {
    return (call, count, index) ->
        index < number ? before.next(call, count, index) : Optional.of(DriveFault.drop());
  }

  private void step(String machine, UnaryOperator<ObjectStore> wrapped) throws IOException {
    try {
      if (random.nextInt(4) == 0) {
        prune(machine, wrapped);
      } else {
        save(machine, wrapped);
      }
    } catch (StoreException e) {
      count("ended with one sentence");
    } catch (Killed e) {
      count("killed between two steps");
    }
  }

  private void save(String machine, UnaryOperator<ObjectStore> wrapped)
      throws IOException, StoreException {
    bench.write(machine, "f" + random.nextInt(4), bytes(files++, 300 + random.nextInt(4000)));
    if (random.nextInt(12) == 0) {
      bench.write(machine, "large", large(files++));
    }
    acknowledged.add(bench.save(machine, address, wrapped));
    count("saves acknowledged");
  }

  private void prune(String machine, UnaryOperator<ObjectStore> wrapped)
      throws IOException, StoreException {
    boolean all = random.nextBoolean();
    PruneRequest request =
        new PruneRequest(
            all ? OptionalInt.empty() : OptionalInt.of(1 + random.nextInt(2)),
            PruneRequest.USUAL_GRACE,
            false);
    boolean done = false;
    try {
      bench
          .prune(machine, address, request, wrapped)
          .refs()
          .forEach(head -> removed.add(head.id()));
      done = true;
      count("prunes ended");
    } finally {
      pruneFailed |= !done && !all;
    }
  }

  /** Somewhere amid the work, the other machine does something whole, or this one dies. */
  private ObjectStore amid(ObjectStore store) {
    int at = random.nextInt(12);
    boolean dies = random.nextInt(3) == 0;
    int[] calls = {0};
    return (ObjectStore)
        Proxy.newProxyInstance(
            DriveSchedule.class.getClassLoader(),
            new Class<?>[] {ObjectStore.class},
            (proxy, method, arguments) -> {
              if (calls[0]++ == at) {
                if (dies) {
                  throw new Killed();
                }
                count("the other amid the work of one");
                step(MACHINES.get(random.nextInt(2)) + "2", UnaryOperator.identity());
              }
              try {
                return method.invoke(store, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private void count(String what) {
    tally.merge(what, 1, Integer::sum);
  }

  private void judge() throws IOException, StoreException {
    bench.drive.rules(DriveRules.USUAL);
    bench.drive.faults(FaultPlan.NONE);
    bench.drive.clock().advance(Duration.ofHours(1));
    String id = acknowledged.get(0).address().substring("gdrive:".length());
    List<Head> history = bench.history("judge", id);
    Map<Digest, Head> there = new HashMap<>();
    history.forEach(head -> there.put(head.id(), head));
    for (DriveBench.Saved saved : acknowledged) {
      Digest ref = saved.head().id();
      if (there.containsKey(ref)) {
        assertSame(saved.tree(), bench.restore("judge", id, saved.head()));
      } else {
        // Superseded by one that was superseded, and so on: only prune takes such refs away.
        assertThat(removed.contains(ref) || pruneFailed).as("%s is lost", ref).isTrue();
      }
    }
    assertThat(acknowledged)
        .as("the newest acknowledged save stays")
        .anyMatch(saved -> there.containsKey(saved.head().id()));
    assertThat(bench.problems("judge", id)).isEmpty();
    bench.drive.clock().advance(Duration.ofDays(30));
    PruneRequest everything = new PruneRequest(OptionalInt.empty(), Duration.ZERO, false);
    bench.prune("judge", id, everything, UnaryOperator.identity());
    assertThat(bench.drive.names()).as("files of one name").doesNotHaveDuplicates();
    for (Head head : history) {
      bench.restore("judge", id, head);
    }
    assertThat(bench.problems("judge", id)).isEmpty();
    assertThat(bench.drive.count(DriveCall.UPDATE)).isZero();
  }

  private static void assertSame(Map<String, byte[]> wanted, Map<String, byte[]> got) {
    assertThat(got.keySet()).isEqualTo(wanted.keySet());
    wanted.forEach((path, bytes) -> assertThat(got.get(path)).as(path).isEqualTo(bytes));
  }
}
