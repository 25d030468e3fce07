package io.envsnap.spec.diff;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Three lists of things with a name each, merged thing by thing. */
final class KeyedMerge {
  private KeyedMerge() {}

  /** What stands, with disputes settled for that side. */
  static <K, V> List<V> of(
      List<V> base, List<V> ours, List<V> theirs, Function<V, K> key, Side side) {
    Map<K, V> before = byKey(base, key);
    Map<K, V> left = byKey(ours, key);
    Map<K, V> right = byKey(theirs, key);
    Set<K> keys = new LinkedHashSet<>(left.keySet());
    keys.addAll(right.keySet());
    List<V> merged = new ArrayList<>();
    for (K name : keys) {
      Optional<V> mine = Optional.ofNullable(left.get(name));
      Optional<V> other = Optional.ofNullable(right.get(name));
      Optional<V> was = Optional.ofNullable(before.get(name));
      // Nothing that somebody still needs is lost because somebody else no longer does.
      Whose whose = Whose.of(was, mine, other);
      Optional<V> settled =
          whose == Whose.DISPUTED && (mine.isEmpty() || other.isEmpty())
              ? mine.or(() -> other)
              : whose.take(mine, other, side);
      settled.ifPresent(merged::add);
    }
    return merged;
  }

  private static <K, V> Map<K, V> byKey(List<V> values, Function<V, K> key) {
    return values.stream()
        .collect(Collectors.toMap(key, Function.identity(), (first, second) -> first));
  }
}
