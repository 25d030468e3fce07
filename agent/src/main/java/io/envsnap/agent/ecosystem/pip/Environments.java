package io.envsnap.agent.ecosystem.pip;

import io.envsnap.agent.host.PythonInterpreter;
import io.envsnap.agent.tree.HostTree;
import io.envsnap.spec.lockfile.Entry;
import io.envsnap.spec.lockfile.EntryKey;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Virtual environments of the session: folders that hold a {@code pyvenv.cfg} (PEP 405). */
final class Environments {
  private static final int LIMIT = 1 << 16;
  private static final String MARK = "pyvenv.cfg";

  private final List<Entry> entries = new ArrayList<>();
  private final Map<EntryKey, PythonInterpreter> open = new HashMap<>();

  Environments(HostTree tree, SessionPaths paths, Interpreters interpreters) throws IOException {
    for (TreePath path : paths.changed().keySet()) {
      boolean marked = path.value().endsWith("/" + MARK) && paths.isFree(path);
      Optional<TreePath> prefix = marked ? path.parent() : Optional.empty();
      if (prefix.isPresent()) {
        String text =
            tree.read(path, LIMIT)
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .orElse("");
        entries.add(entry(prefix.get(), text.lines().toList(), interpreters));
      }
    }
  }

  /** Inner environments first, so that each path goes to the nearest. */
  List<Entry> entries() {
    List<Entry> inner = new ArrayList<>(entries);
    inner.sort((a, b) -> Integer.compare(b.key().name().length(), a.key().name().length()));
    return inner;
  }

  /** The environment that a folder belongs to. */
  Optional<Entry> around(TreePath folder) {
    return entries().stream()
        .filter(entry -> folder.isWithin(TreePath.of(entry.key().name())))
        .findFirst();
  }

  /** The interpreter in whose packages an environment looks besides its own; usually none. */
  Optional<PythonInterpreter> looksInto(Entry environment) {
    return Optional.ofNullable(open.get(environment.key()));
  }

  private Entry entry(TreePath prefix, List<String> lines, Interpreters interpreters)
      throws IOException {
    SortedMap<String, String> attributes = new TreeMap<>();
    EntryKey key = new EntryKey(PipEcosystem.ID, PipEcosystem.ENVIRONMENTS, "", prefix.value());
    String version = "";
    boolean outside = false;
    for (String line : lines) {
      int equals = line.indexOf('=');
      String name = equals < 0 ? "" : line.substring(0, equals).strip();
      String value = line.substring(equals + 1).strip();
      if (name.equals("home")) {
        attributes.put("home", value);
      } else if (name.equals("version") || name.equals("version_info")) {
        version = value;
      } else if (name.equals("include-system-site-packages")) {
        outside = value.equalsIgnoreCase("true");
      }
    }
    Optional<PythonInterpreter> python =
        interpreters.at(attributes.getOrDefault("home", ""), version);
    if (python.isPresent()) {
      attributes.put("python", python.get().path().value());
      if (outside) {
        open.put(key, python.get());
      }
    }
    return new Entry(key, version, true, List.of(), attributes);
  }
}
