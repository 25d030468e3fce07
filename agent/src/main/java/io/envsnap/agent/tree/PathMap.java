package io.envsnap.agent.tree;

import io.envsnap.spec.snapshot.TreePath;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * A sorted map of paths that is asked for many of them and never changes: two arrays, and a table
 * of hashes to find a path at once. A hundred thousand paths take a fifth of the memory of a sorted
 * and a hashed map.
 *
 * @param <V> what there is for each path
 */
@SuppressWarnings("JdkObsolete") // a NavigableMap has a dozen methods more that nobody calls
public final class PathMap<V> extends AbstractMap<TreePath, V> implements SortedMap<TreePath, V> {
  private static final int MIXER = 0x9E3779B9;

  private final TreePath[] paths;
  private final List<V> values;
  private final int[] table;
  private final int from;
  private final int to;

  private PathMap(TreePath[] paths, List<V> values, int[] table, int from, int to) {
    this.paths = paths;
    this.values = values;
    this.table = table;
    this.from = from;
    this.to = to;
  }

  /** Takes its own copies of all of them, in any order; of the same path twice, the later one. */
  static <V> PathMap<V> of(Collection<? extends Map.Entry<TreePath, V>> entries) {
    List<Map.Entry<TreePath, V>> sorted = new ArrayList<>(entries);
    sorted.sort(Map.Entry.comparingByKey());
    TreePath[] paths = new TreePath[sorted.size()];
    Object[] values = new Object[sorted.size()];
    int size = 0;
    for (Map.Entry<TreePath, V> entry : sorted) {
      if (size > 0 && paths[size - 1].equals(entry.getKey())) {
        size--;
      }
      paths[size] = entry.getKey();
      values[size] = entry.getValue();
      size++;
    }
    return of(paths, values, size);
  }

  private static <V> PathMap<V> of(TreePath[] paths, Object[] values, int size) {
    @SuppressWarnings("unchecked") // they are what the entries had
    List<V> own = (List<V>) Arrays.asList(values);
    return new PathMap<>(paths, own, table(paths, size), 0, size);
  }

  /** Those that are wanted; the condition is asked of each once, in their order. */
  public PathMap<V> only(BiPredicate<? super TreePath, ? super V> wanted) {
    TreePath[] some = new TreePath[size()];
    Object[] theirs = new Object[size()];
    int count = 0;
    for (int number = from; number < to; number++) {
      if (wanted.test(paths[number], values.get(number))) {
        some[count] = paths[number];
        theirs[count] = values.get(number);
        count++;
      }
    }
    return of(Arrays.copyOf(some, count), Arrays.copyOf(theirs, count), count);
  }

  /** The number of each path, and one more, at the first free place from the one of its hash on. */
  private static int[] table(TreePath[] paths, int size) {
    int[] table = new int[Math.max(2, Integer.highestOneBit(size) << 2)];
    for (int number = 0; number < size; number++) {
      int place = place(paths[number], table);
      while (table[place] != 0) {
        place = (place + 1) & (table.length - 1);
      }
      table[place] = number + 1;
    }
    return table;
  }

  /** Paths that are alike have hashes in a row, which must not have places in a row (Fibonacci). */
  private static int place(TreePath path, int[] table) {
    return (path.hashCode() * MIXER) >>> (Integer.numberOfLeadingZeros(table.length) + 1);
  }

  /** The number of a path among those of this map, from 0 on, else a negative one. */
  int number(@Nullable Object key) {
    int index = index(key);
    return index < 0 ? index : index - from;
  }

  /** The path of that number. */
  TreePath path(int number) {
    return paths[from + number];
  }

  /** Where a path stands, else a negative number. */
  private int index(@Nullable Object key) {
    if (key instanceof TreePath path) {
      for (int place = place(path, table); table[place] != 0; ) {
        int number = table[place] - 1;
        if (paths[number].equals(path)) {
          return number >= from && number < to ? number : -1;
        }
        place = (place + 1) & (table.length - 1);
      }
    }
    return -1;
  }

  @Override
  public int size() {
    return to - from;
  }

  @Override
  public boolean containsKey(@Nullable Object key) {
    return index(key) >= 0;
  }

  @Override
  public @Nullable V get(@Nullable Object key) {
    int index = index(key);
    return index < 0 ? null : values.get(index);
  }

  @Override
  public void forEach(BiConsumer<? super TreePath, ? super V> action) {
    for (int number = from; number < to; number++) {
      action.accept(paths[number], values.get(number));
    }
  }

  @Override
  public @Nullable Comparator<? super TreePath> comparator() {
    return null;
  }

  @Override
  public PathMap<V> subMap(TreePath first, TreePath end) {
    return between(index(first, from), index(end, from));
  }

  @Override
  public PathMap<V> headMap(TreePath end) {
    return between(from, index(end, from));
  }

  @Override
  public PathMap<V> tailMap(TreePath first) {
    return between(index(first, from), to);
  }

  private PathMap<V> between(int first, int end) {
    return new PathMap<>(paths, values, table, first, Math.max(first, end));
  }

  /** Of the first path that is not before this one. */
  private int index(TreePath path, int least) {
    int found = Arrays.binarySearch(paths, least, to, path);
    return found < 0 ? -found - 1 : found;
  }

  @Override
  public TreePath firstKey() {
    return at(from);
  }

  @Override
  public TreePath lastKey() {
    return at(to - 1);
  }

  private TreePath at(int number) {
    if (isEmpty()) {
      throw new NoSuchElementException("no path");
    }
    return paths[number];
  }

  @Override
  public Set<TreePath> keySet() {
    return new View<>() {
      @Override
      TreePath at(int number) {
        return paths[number];
      }

      @Override
      public boolean contains(@Nullable Object key) {
        return containsKey(key);
      }
    };
  }

  @Override
  public Collection<V> values() {
    return Collections.unmodifiableList(values.subList(from, to));
  }

  @Override
  public Set<Entry<TreePath, V>> entrySet() {
    return new View<>() {
      @Override
      Entry<TreePath, V> at(int number) {
        return new SimpleImmutableEntry<>(paths[number], values.get(number));
      }
    };
  }

  /** In the order of the paths. */
  private abstract class View<T> extends AbstractSet<T> {
    abstract T at(int number);

    @Override
    public int size() {
      return to - from;
    }

    @Override
    public Iterator<T> iterator() {
      return new Iterator<>() {
        private int next = from;

        @Override
        public boolean hasNext() {
          return next < to;
        }

        @Override
        public T next() {
          if (next >= to) {
            throw new NoSuchElementException("no more paths");
          }
          next++;
          return at(next - 1);
        }
      };
    }
  }
}
