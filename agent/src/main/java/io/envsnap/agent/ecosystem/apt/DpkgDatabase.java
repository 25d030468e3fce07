package io.envsnap.agent.ecosystem.apt;

import io.envsnap.agent.tree.HostTree;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** dpkg's database on one machine, read once; lists of files are read when they are asked for. */
final class DpkgDatabase {
  private static final String LIST = "list";

  private final HostTree tree;
  private final RealPaths realPaths;
  private final DpkgStatus status;
  private final boolean interrupted;
  private final Map<String, List<String>> infoByStem;
  private final Diversions diversions;

  private DpkgDatabase(
      HostTree tree,
      DpkgStatus status,
      boolean interrupted,
      Map<String, List<String>> infoByStem,
      Diversions diversions) {
    this.tree = tree;
    this.realPaths = new RealPaths(tree);
    this.status = status;
    this.interrupted = interrupted;
    this.infoByStem = infoByStem;
    this.diversions = diversions;
  }

  /** Empty on a machine without dpkg. */
  static Optional<DpkgDatabase> read(HostTree tree) throws IOException {
    Optional<byte[]> status = SystemFiles.read(tree, SystemFiles.STATUS);
    if (status.isEmpty()) {
      return Optional.empty();
    }
    List<byte[]> updates = new ArrayList<>();
    for (String name : tree.list(SystemFiles.UPDATES)) {
      if (name.chars().allMatch(Character::isDigit)) {
        SystemFiles.read(tree, SystemFiles.UPDATES.child(name)).ifPresent(updates::add);
      }
    }
    boolean triggersLeft =
        !SystemFiles.lines(tree, SystemFiles.TRIGGERS.child("Unincorp")).isEmpty();
    return Optional.of(
        new DpkgDatabase(
            tree,
            DpkgStatus.replay(status.get(), updates),
            triggersLeft || !updates.isEmpty(),
            infoByStem(tree),
            Diversions.parse(SystemFiles.lines(tree, SystemFiles.DIVERSIONS))));
  }

  /** The stem is all before the last dot: {@code python3.11.list} is of {@code python3.11}. */
  private static Map<String, List<String>> infoByStem(HostTree tree) throws IOException {
    Map<String, List<String>> byStem = new HashMap<>();
    for (String name : tree.list(SystemFiles.INFO)) {
      int dot = name.lastIndexOf('.');
      if (dot > 0) {
        byStem.computeIfAbsent(name.substring(0, dot), stem -> new ArrayList<>()).add(name);
      }
    }
    return byStem;
  }

  DpkgStatus status() {
    return status;
  }

  Diversions diversions() {
    return diversions;
  }

  RealPaths realPaths() {
    return realPaths;
  }

  /** Whether dpkg was cut off, or works right now: it has a journal or triggers to take in. */
  boolean interrupted() {
    return interrupted;
  }

  /** The architecture of dpkg itself; empty text where dpkg does not know it. */
  String nativeArchitecture() {
    return status.named("dpkg").stream().map(PackageId::architecture).findFirst().orElse("");
  }

  /** The stem of a package's files in {@code info}: with the architecture where it is needed. */
  private String stem(PackageId id) {
    return infoByStem.containsKey(id.toString()) ? id.toString() : id.name();
  }

  /** A package's files in {@code info}. */
  List<TreePath> infoFiles(PackageId id) {
    return infoByStem.getOrDefault(stem(id), List.of()).stream()
        .map(SystemFiles.INFO::child)
        .toList();
  }

  /** The file that lists a package's paths. */
  TreePath listFile(PackageId id) {
    return SystemFiles.INFO.child(stem(id) + "." + LIST);
  }

  /** A file of {@code info} by its extension, such as {@code postinst}. */
  TreePath infoFile(PackageId id, String extension) {
    return SystemFiles.INFO.child(stem(id) + "." + extension);
  }

  /** Every path that the package ships, where it really lies, folders included. */
  List<TreePath> listed(PackageId id) throws IOException {
    List<TreePath> paths = new ArrayList<>();
    for (String text : texts(id)) {
      SystemFiles.decoded(text).ifPresent(paths::add);
    }
    return paths;
  }

  /**
   * Those of the package's paths that are among the wanted ones.
   *
   * @param wanted values of paths
   */
  List<TreePath> listedAmong(PackageId id, Set<String> wanted) throws IOException {
    List<TreePath> paths = new ArrayList<>();
    for (String text : texts(id)) {
      if (wanted.contains(text)) {
        paths.add(TreePath.of(text));
      }
    }
    return paths;
  }

  private List<String> texts(PackageId id) throws IOException {
    List<String> texts = new ArrayList<>();
    for (String line : SystemFiles.lines(tree, listFile(id))) {
      texts.add(realPaths.of(SystemFiles.decode(diversions.placeOf(line, id.name()))));
    }
    return texts;
  }

  /** Conffiles of a package with the MD5 of what it shipped (dpkg-query(1), {@code Conffiles}). */
  Map<TreePath, String> conffiles(Stanza stanza) throws IOException {
    Map<TreePath, String> digests = new TreeMap<>();
    for (String line : stanza.value("Conffiles").lines().toList()) {
      String[] words = line.strip().split(" ", -1);
      Optional<TreePath> path = SystemFiles.path(words[0]);
      if (words.length >= 2 && path.isPresent()) {
        digests.put(realPaths.of(path.get()), words[1]);
      }
    }
    return digests;
  }
}
