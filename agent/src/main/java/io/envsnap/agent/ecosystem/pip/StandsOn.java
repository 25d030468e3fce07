package io.envsnap.agent.ecosystem.pip;

import static io.envsnap.agent.tree.NodeKind.DIRECTORY;

import io.envsnap.agent.ecosystem.CaptureContext;
import io.envsnap.agent.host.PythonInterpreter;
import io.envsnap.agent.tree.FileStatus;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which of the image's distributions those of the session stand on, directly or through each other.
 * Only what is needed is read: a notebook's image has hundreds.
 */
final class StandsOn {
  /** Of an entry: what it stands on. */
  static final String ATTRIBUTE = "base";

  private static final int LIMIT = 32 << 20;

  private final CaptureContext context;
  private final Map<PythonInterpreter, Map<String, TreePath>> found = new HashMap<>();
  private final Map<TreePath, Notes> notes = new HashMap<>();

  private record Notes(String version, List<DistributionNeed> needs) {}

  StandsOn(CaptureContext context) {
    this.context = context;
  }

  /**
   * As one text, such as {@code numpy==1.26.4 six==1.16.0}; empty where there is none.
   *
   * @param python interpreter of the image that the distribution is for
   */
  String of(Distribution one, PythonInterpreter python) throws IOException {
    Map<String, TreePath> here = found(python);
    Map<String, String> facts = EnvironmentMarker.facts(python, context.host());
    SortedMap<String, String> versions = new TreeMap<>();
    Map<String, Set<String>> asked = new HashMap<>();
    Deque<DistributionNeed> open =
        new ArrayDeque<>(holding(notes(one.info()).needs(), facts, Set.of()));
    while (!open.isEmpty()) {
      DistributionNeed need = open.removeFirst();
      Set<String> extras = asked.computeIfAbsent(need.name(), name -> new HashSet<>());
      TreePath info = here.get(need.name());
      boolean more = extras.addAll(need.extras()) || !versions.containsKey(need.name());
      if (info == null || !more || isOfSession(info)) {
        continue;
      }
      Notes base = notes(info);
      if (!base.version().isEmpty()) {
        versions.put(need.name(), base.version());
        open.addAll(holding(base.needs(), facts, extras));
      }
    }
    List<String> words = new ArrayList<>();
    versions.forEach((name, version) -> words.add(name + "==" + version));
    return String.join(" ", words);
  }

  private static List<DistributionNeed> holding(
      List<DistributionNeed> all, Map<String, String> facts, Set<String> extras) {
    return all.stream()
        .filter(need -> EnvironmentMarker.holds(need.marker(), facts, extras))
        .toList();
  }

  private boolean isOfSession(TreePath info) {
    return context.changes().touched(info)
        || context.changes().touched(info.child("METADATA"))
        || context.changes().touched(info.child("PKG-INFO"));
  }

  /** By project what the interpreter finds first. */
  private Map<String, TreePath> found(PythonInterpreter python) throws IOException {
    Map<String, TreePath> known = found.get(python);
    if (known == null) {
      known = new TreeMap<>();
      for (TreePath site : python.siteFolders()) {
        for (String name : context.tree().list(site)) {
          boolean info = name.endsWith(".dist-info") || name.endsWith(".egg-info");
          if (info && DistributionReader.isInfo(name)) {
            known.putIfAbsent(project(name), site.child(name));
          }
        }
      }
      found.put(python, Collections.unmodifiableMap(known));
    }
    return known;
  }

  /** Of {@code Tiny_Tool-1.0.dist-info} or {@code six.egg-info}. */
  private static String project(String info) {
    String stem = info.substring(0, info.lastIndexOf('.'));
    int dash = stem.indexOf('-');
    return ProjectName.normal(dash < 0 ? stem : stem.substring(0, dash));
  }

  /** What a dist-info, an egg-info folder or an egg-info file says. */
  private Notes notes(TreePath info) throws IOException {
    Notes known = notes.get(info);
    if (known == null) {
      boolean folder =
          context.tree().status(info).map(FileStatus::kind).equals(Optional.of(DIRECTORY));
      List<String> head = head(folder ? info.child("METADATA") : info);
      if (folder && head.isEmpty()) {
        head = head(info.child("PKG-INFO"));
      }
      List<String> requires = folder ? lines(info.child("requires.txt")) : List.of();
      known =
          new Notes(
              MetadataText.parse(head).get("Version"),
              requires.isEmpty()
                  ? DistributionNeed.ofMetadata(head)
                  : DistributionNeed.ofRequires(requires));
      notes.put(info, known);
    }
    return known;
  }

  private List<String> head(TreePath path) throws IOException {
    return context.tree().read(path, LIMIT).map(MetadataText::head).orElse(List.of());
  }

  private List<String> lines(TreePath path) throws IOException {
    return context
        .tree()
        .read(path, LIMIT)
        .map(bytes -> new String(bytes, StandardCharsets.UTF_8).lines().toList())
        .orElse(List.of());
  }
}
