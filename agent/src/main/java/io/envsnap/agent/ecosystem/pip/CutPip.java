package io.envsnap.agent.ecosystem.pip;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.envsnap.agent.disk.WholeFile;
import io.envsnap.agent.ecosystem.Completion;
import io.envsnap.agent.ecosystem.CutInstall;
import io.envsnap.agent.host.PythonInterpreter;
import io.envsnap.agent.tree.FileStatus;
import io.envsnap.agent.tree.NodeKind;
import io.envsnap.spec.snapshot.Timestamp;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Takes back what pip or uv was cut off at, so that it is installed anew: distributions whose
 * RECORD was not written yet, which both do last, environments that were not made yet, and older
 * versions that pip had moved aside under names that begin with a tilde. What a whole distribution
 * has as its own stays.
 */
final class CutPip {
  private static final String NOTE = "pip-site";
  private static final String ENVIRONMENT = "pip-environment";
  private static final int LIMIT = 32 << 20;

  /** Python writes to a name with a number behind, and renames that. */
  private static final Pattern COMPILED = Pattern.compile(".*\\.pyc(?:\\.\\d+)?");

  private final CutInstall cut;
  private final DistributionReader reader;
  private final DistributionTraces traces;
  private final Set<TreePath> going = new TreeSet<>();

  CutPip(CutInstall cut) {
    this.cut = cut;
    this.reader = new DistributionReader(cut.tree());
    this.traces = new DistributionTraces(cut.tree(), COMPILED);
  }

  /** Notes that the folder is about to be installed into. */
  static void note(Path folder, TreePath site) throws IOException {
    WholeFile.write(folder.resolve(NOTE), site.value().getBytes(UTF_8));
  }

  /** Notes that a virtual environment is about to be made. */
  static void noteEnvironment(Path folder, TreePath environment) throws IOException {
    WholeFile.write(folder.resolve(ENVIRONMENT), environment.value().getBytes(UTF_8));
  }

  /** Notes that it has been made. */
  static void environmentIsMade(Path folder) throws IOException {
    Files.deleteIfExists(folder.resolve(ENVIRONMENT));
  }

  Completion completion() throws IOException {
    for (Path folder : cut.folders()) {
      Path making = folder.resolve(ENVIRONMENT);
      if (Files.exists(making)) {
        environment(TreePath.of(Files.readString(making)), since(making));
      }
      Path note = folder.resolve(NOTE);
      if (Files.exists(note)) {
        Timestamp since = since(note);
        Set<TreePath> sites = new LinkedHashSet<>();
        sites.add(TreePath.of(Files.readString(note)));
        cut.host().pythons().stream().map(PythonInterpreter::siteFolders).forEach(sites::addAll);
        for (TreePath site : sites) {
          site(site, since);
        }
      }
    }
    return new Completion(List.of(), List.copyOf(going));
  }

  private static Timestamp since(Path note) throws IOException {
    Instant at = Files.getLastModifiedTime(note).toInstant();
    return new Timestamp(at.getEpochSecond(), at.getNano());
  }

  /** An environment is made in many steps, and the file that marks it as one comes early. */
  private void environment(TreePath path, Timestamp since) throws IOException {
    Optional<FileStatus> status = cut.tree().status(path);
    if (isRecent(path, since)) {
      going.add(path);
    }
    if (status.map(FileStatus::kind).equals(Optional.of(NodeKind.DIRECTORY))) {
      for (String name : cut.tree().list(path)) {
        environment(path.child(name), since);
      }
    }
  }

  private void site(TreePath site, Timestamp since) throws IOException {
    List<TreePath> cutOff = new ArrayList<>();
    Set<TreePath> kept = new TreeSet<>();
    for (String name : cut.tree().list(site)) {
      TreePath path = site.child(name);
      boolean recent = isRecent(path, since);
      boolean aside = name.startsWith("~");
      if (recent && aside) {
        traces.below(path, going);
        if (name.endsWith(".dist-info")) {
          files(site, path).forEach(cutOff::add);
        }
      } else if (recent && name.endsWith(".dist-info") && !isRecorded(path)) {
        traces.below(path, going);
        files(site, path).forEach(cutOff::add);
      } else if (DistributionReader.isInfo(name)) {
        reader.read(path).ifPresent(one -> kept.addAll(one.files()));
      }
    }
    TreePath prefix = Prefixes.of(site);
    movedAside(foldersOf(cutOff, kept, prefix), since);
    for (TreePath file : cutOff) {
      if (file.isWithin(prefix) && !kept.contains(file)) {
        add(file);
        traces.compiled(file, going);
        DistributionTraces.folders(file, site, going);
      }
    }
  }

  /** Folders below the prefix that files of distributions are, or were, in. */
  private static Set<TreePath> foldersOf(
      Collection<TreePath> cutOff, Collection<TreePath> kept, TreePath prefix) {
    Set<TreePath> folders = new TreeSet<>();
    Stream.concat(cutOff.stream(), kept.stream())
        .filter(file -> file.isWithin(prefix))
        .forEach(file -> DistributionTraces.folders(file, prefix, folders));
    return folders;
  }

  /** pip moves a whole folder aside where nothing else is in it, such as one of programs. */
  private void movedAside(Set<TreePath> folders, Timestamp since) throws IOException {
    Map<TreePath, List<String>> beside = new HashMap<>();
    for (TreePath folder : folders) {
      TreePath parent = folder.parent().orElse(TreePath.ROOT);
      if (!beside.containsKey(parent)) {
        List<String> names = cut.tree().list(parent);
        beside.put(parent, names.stream().filter(name -> name.startsWith("~")).toList());
      }
      for (String name : beside.getOrDefault(parent, List.of())) {
        if (AsideName.isOf(folder.name(), name) && isRecent(parent.child(name), since)) {
          traces.below(parent.child(name), going);
        }
      }
    }
  }

  private boolean isRecent(TreePath path, Timestamp since) throws IOException {
    return cut.tree().status(path).filter(one -> one.ctime().compareTo(since) >= 0).isPresent();
  }

  /** Whether the RECORD is the installer's own, which names what the installer added. */
  private boolean isRecorded(TreePath info) throws IOException {
    List<String> record = lines(info.child("RECORD"));
    return RecordText.parse(record).stream()
        .anyMatch(path -> path.endsWith(".dist-info/INSTALLER"));
  }

  private List<TreePath> files(TreePath site, TreePath info) throws IOException {
    List<TreePath> files = new ArrayList<>();
    for (String path : RecordText.parse(lines(info.child("RECORD")))) {
      RecordText.resolve(site, path).ifPresent(files::add);
    }
    return files;
  }

  private List<String> lines(TreePath path) throws IOException {
    return cut.tree()
        .read(path, LIMIT)
        .map(bytes -> new String(bytes, UTF_8).lines().toList())
        .orElse(List.of());
  }

  private void add(TreePath path) throws IOException {
    if (cut.tree().status(path).isPresent()) {
      going.add(path);
    }
  }
}
