package io.envsnap.testkit.drive;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/** Which requests go wrong. */
public interface FaultPlan {
  /** Nothing goes wrong. */
  FaultPlan NONE = (call, count, index) -> Optional.empty();

  /**
   * The fault of a request.
   *
   * @param call what it asks
   * @param count how many such requests came before it
   * @param index how many requests of any kind came before it
   */
  Optional<DriveFault> next(DriveCall call, int count, int index);

  /** Strikes the requests of a kind with these numbers, the first being 0. */
  static FaultPlan at(DriveCall kind, DriveFault fault, Integer... counts) {
    List<Integer> which = List.of(counts);
    return (call, count, index) ->
        call == kind && which.contains(count) ? Optional.of(fault) : Optional.empty();
  }

  /** Strikes every request of a kind. */
  static FaultPlan always(DriveCall kind, DriveFault fault) {
    return (call, count, index) -> call == kind ? Optional.of(fault) : Optional.empty();
  }

  /** Strikes one request, whatever it asks. */
  static FaultPlan atRequest(int number, DriveFault fault) {
    return (call, count, index) -> index == number ? Optional.of(fault) : Optional.empty();
  }

  /**
   * Strikes at random, the same for the same seed and requests.
   *
   * @param percent of the requests
   * @param most how many in all
   */
  static FaultPlan seeded(long seed, int percent, int most) {
    Random random = new Random(seed);
    AtomicInteger left = new AtomicInteger(most);
    return (call, count, index) -> {
      synchronized (random) {
        if (left.get() == 0 || random.nextInt(100) >= percent) {
          return Optional.empty();
        }
        left.decrementAndGet();
        List<DriveFault> fitting = transientFaults(call, random.nextInt(1 << 17));
        return Optional.of(fitting.get(random.nextInt(fitting.size())));
      }
    };
  }

  /** The faults that a client must survive without a person. */
  private static List<DriveFault> transientFaults(DriveCall call, long bytes) {
    if (call == DriveCall.TOKEN || call == DriveCall.METADATA) {
      return List.of(DriveFault.refuse(503, "backendError"), DriveFault.drop());
    }
    List<DriveFault> faults = new ArrayList<>();
    faults.add(DriveFault.refuse(503, "backendError"));
    faults.add(DriveFault.refuse(500, "internalError"));
    faults.add(DriveFault.refuse(403, "userRateLimitExceeded"));
    faults.add(DriveFault.refuse(429, "rateLimitExceeded").after(3));
    faults.add(DriveFault.drop());
    faults.add(DriveFault.loseAnswer());
    faults.add(DriveFault.refuseAfter(502, "backendError"));
    switch (call) {
      case UPLOAD -> {
        faults.add(DriveFault.dropAt(bytes));
        faults.add(DriveFault.keepOnly(bytes));
        faults.add(DriveFault.keepOnly(0));
        faults.add(DriveFault.sessionGone(404));
        faults.add(DriveFault.sessionGone(410));
        faults.add(DriveFault.of(DriveFault.Kind.FLIP_BIT));
        faults.add(DriveFault.of(DriveFault.Kind.NO_SHA256));
      }
      case CREATE -> faults.add(DriveFault.of(DriveFault.Kind.NO_SHA256));
      case DOWNLOAD -> {
        faults.add(DriveFault.dropAt(bytes));
        faults.add(DriveFault.of(DriveFault.Kind.FLIP_BIT));
        faults.add(DriveFault.of(DriveFault.Kind.IGNORE_RANGE));
      }
      case LIST -> {
        faults.add(DriveFault.of(DriveFault.Kind.SHORT_PAGE));
        faults.add(DriveFault.of(DriveFault.Kind.DUPLICATE));
      }
      default -> faults.add(DriveFault.refuse(504, "backendError"));
    }
    return faults;
  }
}
