package io.envsnap.agent.ecosystem.apt;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What update-alternatives(1) was asked to offer, as its log tells. It is the only trace of an
 * offer by hand whose program is the image's.
 *
 * @param requests oldest first
 */
record AlternativesLog(List<Request> requests) {
  private static final String TOOL = "update-alternatives ";
  private static final String TOLD = ": run with ";
  private static final int TIME_LENGTH = 19;

  AlternativesLog {
    requests = List.copyOf(requests);
  }

  /** A program that is offered under a name. */
  record Offer(String name, String path) {}

  /**
   * One line of it.
   *
   * @param second since 1970, when it was asked
   */
  record Request(long second, Offer offer) {}

  /**
   * Reads the log's lines. Those that offer nothing are skipped.
   *
   * @param lines oldest first, as {@code update-alternatives 2026-09-22 04:53:17: run with
   *     --install /usr/bin/mvn mvn /usr/share/maven/bin/mvn 300}
   * @param zone in which the machine's clock is told
   */
  static AlternativesLog parse(List<String> lines, ZoneId zone) {
    List<Request> requests = new ArrayList<>();
    for (String line : lines) {
      int told = TOOL.length() + TIME_LENGTH;
      if (line.startsWith(TOOL) && line.startsWith(TOLD, told)) {
        Optional<Long> second = DpkgLog.second(line.substring(TOOL.length(), told), zone);
        Optional<Offer> offer = offer(List.of(line.substring(told + TOLD.length()).split(" ", -1)));
        if (second.isPresent() && offer.isPresent()) {
          requests.add(new Request(second.get(), offer.get()));
        }
      }
    }
    return new AlternativesLog(requests);
  }

  private static Optional<Offer> offer(List<String> words) {
    int at = words.indexOf("--install");
    return at < 0 || words.size() < at + 5
        ? Optional.empty()
        : Optional.of(new Offer(words.get(at + 2), words.get(at + 3)));
  }

  /** What was offered from the first request of that second or later on. */
  Set<Offer> onwards(long second) {
    Set<Offer> offers = new HashSet<>();
    boolean begun = false;
    for (Request request : requests) {
      begun |= request.second() >= second;
      if (begun) {
        offers.add(request.offer());
      }
    }
    return offers;
  }

  /**
   * What a session offered, whether or not it set another time zone: what reads as earlier in one
   * zone was told in the image's, which is UTC.
   *
   * @param start second since 1970
   * @param zoneWasSet whether the session set the zone
   */
  static Set<Offer> offered(List<String> lines, ZoneId zone, boolean zoneWasSet, long start) {
    Set<Offer> offers = new HashSet<>(parse(lines, zone).onwards(start));
    if (zoneWasSet) {
      offers.addAll(parse(lines, ZoneOffset.UTC).onwards(start));
    }
    return offers;
  }
}
