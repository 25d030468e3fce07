package io.envsnap.testkit.drive;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** How fast each person may ask. */
final class Limits {
  private final DriveClock clock;
  private final Supplier<DriveRules> rules;
  private final Map<String, Bucket> buckets = new HashMap<>();
  private final Map<String, Deque<Spent>> spent = new HashMap<>();

  private record Bucket(double tokens, Instant at) {}

  private record Spent(Instant at, int units) {}

  Limits(DriveClock clock, Supplier<DriveRules> rules) {
    this.clock = clock;
    this.rules = rules;
  }

  /**
   * Counts a request.
   *
   * @throws DriveProblem when it comes too soon
   */
  synchronized void take(String user, DriveCall call) {
    DriveRules now = rules.get();
    if (call.creates() && now.createsPerSecond() > 0) {
      Bucket bucket = buckets.getOrDefault(user, new Bucket(now.createBurst(), clock.now()));
      double seconds = Duration.between(bucket.at(), clock.now()).toMillis() / 1000.0;
      double tokens =
          Math.min(now.createBurst(), bucket.tokens() + seconds * now.createsPerSecond());
      boolean enough = tokens >= 1;
      buckets.put(user, new Bucket(enough ? tokens - 1 : tokens, clock.now()));
      if (!enough) {
        throw DriveProblem.of(403, "userRateLimitExceeded", 0);
      }
    }
    if (now.unitsPerMinute() > 0) {
      Deque<Spent> recent = spent.computeIfAbsent(user, key -> new ArrayDeque<>());
      Instant minuteAgo = clock.now().minusSeconds(60);
      while (!recent.isEmpty() && !recent.getFirst().at().isAfter(minuteAgo)) {
        recent.removeFirst();
      }
      if (recent.stream().mapToInt(Spent::units).sum() + call.units() > now.unitsPerMinute()) {
        throw DriveProblem.of(429, "rateLimitExceeded", 0);
      }
      recent.addLast(new Spent(clock.now(), call.units()));
    }
  }
}
