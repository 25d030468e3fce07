package io.envsnap.agent.tree;

import io.envsnap.spec.snapshot.TreePath;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What somebody notes of paths, nearly all of which are keys of one {@link PathMap}: one array,
 * where a hashed map has an object for each. Iterates over those of the map first, in their order.
 *
 * @param <V> what is noted of a path; never null
 */
public final class PathTable<V> extends AbstractMap<TreePath, V> {
  private final PathMap<?> paths;
  private final @Nullable Object[] noted;
  private final Map<TreePath, V> others = new HashMap<>();
  private int size;

  /** One without notes. */
  public PathTable(PathMap<?> paths) {
    this.paths = paths;
    this.noted = new Object[paths.size()];
  }

  @Override
  public int size() {
    return size + others.size();
  }

  @Override
  public boolean containsKey(@Nullable Object key) {
    return get(key) != null;
  }

  @Override
  public @Nullable V get(@Nullable Object key) {
    int number = paths.number(key);
    return number < 0 ? others.get(key) : at(number);
  }

  @SuppressWarnings("unchecked") // nothing else gets in
  private @Nullable V at(int number) {
    return (V) noted[number];
  }

  @Override
  public @Nullable V put(TreePath path, V value) {
    int number = paths.number(path);
    return number < 0 ? others.put(path, value) : replace(number, value);
  }

  @Override
  public @Nullable V remove(@Nullable Object key) {
    int number = paths.number(key);
    return number < 0 ? others.remove(key) : replace(number, null);
  }

  private @Nullable V replace(int number, @Nullable V value) {
    V before = at(number);
    noted[number] = value;
    size += (value == null ? 0 : 1) - (before == null ? 0 : 1);
    return before;
  }

  @Override
  public void forEach(BiConsumer<? super TreePath, ? super V> action) {
    for (int number = 0; number < noted.length; number++) {
      V value = at(number);
      if (value != null) {
        action.accept(paths.path(number), value);
      }
    }
    others.forEach(action);
  }

  @Override
  public Set<Entry<TreePath, V>> entrySet() {
    return new AbstractSet<>() {
      @Override
      public int size() {
        return PathTable.this.size();
      }

      @Override
      public Iterator<Entry<TreePath, V>> iterator() {
        return new Notes();
      }
    };
  }

  /** All notes; what is noted meanwhile may be among them or not. */
  private final class Notes implements Iterator<Entry<TreePath, V>> {
    private final Iterator<Entry<TreePath, V>> rest = others.entrySet().iterator();
    private int next;

    @Override
    public boolean hasNext() {
      while (next < noted.length && noted[next] == null) {
        next++;
      }
      return next < noted.length || rest.hasNext();
    }

    @Override
    public Entry<TreePath, V> next() {
      if (!hasNext()) {
        throw new NoSuchElementException("no more paths");
      }
      V value = next < noted.length ? at(next) : null;
      if (value == null) {
        return rest.next();
      }
      next++;
      return new SimpleImmutableEntry<>(paths.path(next - 1), value);
    }
  }
}
