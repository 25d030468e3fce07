package io.envsnap.agent.ecosystem.apt;

import io.envsnap.agent.tree.FileStatus;
import io.envsnap.agent.tree.HostTree;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * In which zone lines of a log were told: logs tell local time without its zone, and a session that
 * set another zone told its first lines in the image's, which is UTC.
 *
 * @param zone the machine's zone now
 * @param start second since 1970 when the session began
 * @param set second when the session set the zone; empty when it did not
 */
record LogZone(ZoneId zone, long start, OptionalLong set) {
  /** Looks when the zone was set. */
  static LogZone of(HostTree tree, ZoneId zone, long start) throws IOException {
    for (TreePath path : SystemFiles.ZONE) {
      Optional<FileStatus> status = tree.status(path);
      if (status.isPresent() && status.get().ctime().seconds() >= start) {
        return new LogZone(zone, start, OptionalLong.of(status.get().ctime().seconds()));
      }
    }
    return new LogZone(zone, start, OptionalLong.empty());
  }

  /**
   * When lines were written.
   *
   * @param told what they tell, in the order in which they were written, taken for UTC; seconds
   *     since 1970
   */
  List<Long> moments(List<Long> told) {
    if (set.isEmpty()) {
      return told.stream().map(this::local).toList();
    }
    long last = set.getAsLong();
    int first = 0;
    while (first < told.size() && (told.get(first) < start || told.get(first) > last)) {
      first++;
    }
    boolean none = first == told.size();
    long previous = start;
    List<Long> moments = new ArrayList<>();
    for (int i = 0; i < told.size(); i++) {
      long utc = told.get(i);
      long local = local(utc);
      boolean before = i < first && !(none && local >= last);
      boolean early = i >= first && previous <= utc && utc <= last;
      moments.add(before || early ? utc : local);
      previous = i < first ? previous : moments.get(i);
    }
    return moments;
  }

  private long local(long utc) {
    return LocalDateTime.ofEpochSecond(utc, 0, ZoneOffset.UTC).atZone(zone).toEpochSecond();
  }
}
