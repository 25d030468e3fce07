package io.envsnap.agent.compat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A version as numbers, compared part by part: drivers ({@code 580.126.09} is above {@code
 * 580.95.05}), glibc, and the release part of a Python version. Whatever follows the numbers is
 * dropped.
 */
record Release(List<Integer> parts) implements Comparable<Release> {
  private static final Pattern NUMBERS = Pattern.compile("\\d{1,9}(?:\\.\\d{1,9})*");

  /** Takes its own copy. */
  Release {
    parts = List.copyOf(parts);
  }

  /** Of the numbers that a text begins with; no parts where it begins with none. */
  static Release of(String text) {
    Matcher matcher = NUMBERS.matcher(text);
    List<Integer> parts = new ArrayList<>();
    if (matcher.lookingAt()) {
      for (String part : matcher.group().split("\\.", -1)) {
        parts.add(Integer.parseInt(part));
      }
    }
    return new Release(parts);
  }

  boolean isKnown() {
    return !parts.isEmpty();
  }

  boolean atLeast(Release other) {
    return compareTo(other) >= 0;
  }

  /** The same, cut to so many parts. */
  Release cut(int length) {
    return new Release(parts.subList(0, Math.min(length, parts.size())));
  }

  @Override
  public int compareTo(Release other) {
    for (int i = 0; i < Math.max(parts.size(), other.parts.size()); i++) {
      int order = Integer.compare(part(i), other.part(i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private int part(int place) {
    return place < parts.size() ? parts.get(place) : 0;
  }
}
