package io.envsnap.agent.ecosystem.apt;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

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
   * @param zones in which they were told
   */
  static AlternativesLog parse(List<String> lines, LogZone zones) {
    List<Long> told = new ArrayList<>();
    List<Offer> offers = new ArrayList<>();
    for (String line : lines) {
      int at = TOOL.length() + TIME_LENGTH;
      if (line.startsWith(TOOL) && line.startsWith(TOLD, at)) {
        Optional<Long> second = DpkgLog.second(line.substring(TOOL.length(), at), ZoneOffset.UTC);
        Optional<Offer> offer = offer(List.of(line.substring(at + TOLD.length()).split(" ", -1)));
        if (second.isPresent() && offer.isPresent()) {
          told.add(second.get());
          offers.add(offer.get());
        }
      }
    }
    List<Long> moments = zones.moments(told);
    List<Request> requests = new ArrayList<>();
    for (int i = 0; i < offers.size(); i++) {
      requests.add(new Request(moments.get(i), offers.get(i)));
    }
    return new AlternativesLog(requests);
  }

  private static Optional<Offer> offer(List<String> words) {
    int at = words.indexOf("--install");
    return at < 0 || words.size() < at + 5
        ? Optional.empty()
        : Optional.of(new Offer(words.get(at + 2), words.get(at + 3)));
  }

  /** What was offered from that second on. */
  Set<Offer> since(long second) {
    return requests.stream()
        .filter(request -> request.second() >= second)
        .map(Request::offer)
        .collect(Collectors.toSet());
  }
}
