package io.envsnap.agent.ecosystem.apt;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.envsnap.agent.disk.WholeFile;
import io.envsnap.agent.ecosystem.Completion;
import io.envsnap.agent.ecosystem.CutInstall;
import io.envsnap.agent.process.Command;
import io.envsnap.agent.tree.HostTree;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Completes what apt was cut off at: dpkg first ends what it had begun, then apt is told once more
 * what it had been told. All that it needs still lies in the installer's folder.
 */
final class CutApt {
  private static final String NOTE = "apt-commands";
  private static final TreePath JOURNAL = TreePath.of("/var/lib/dpkg/updates");
  private static final TreePath STATES = TreePath.of("/var/lib/apt");

  /**
   * What dpkg has unpacked of a package's own files. It takes the rest away after it has noted that
   * the package is unpacked, or before the next one that it unpacks (archives.c).
   */
  private static final TreePath UNPACKED = TreePath.of("/var/lib/dpkg/tmp.ci");

  /** apt writes its marks to a name with six characters behind, and renames that. */
  private static final Pattern UNFINISHED = Pattern.compile("extended_states\\.[A-Za-z0-9]{6}");

  private CutApt() {}

  /** Notes what is about to be run, one word a line, with an empty line after each command. */
  static void note(Path folder, List<String> install, List<List<String>> marks) throws IOException {
    List<List<String>> all = new ArrayList<>(List.of(install));
    all.addAll(marks);
    StringBuilder text = new StringBuilder();
    all.forEach(words -> text.append(String.join("\n", words)).append("\n\n"));
    WholeFile.write(folder.resolve(NOTE), text.toString().getBytes(UTF_8));
  }

  static Completion completion(CutInstall cut) throws IOException {
    List<Command> commands = new ArrayList<>();
    List<TreePath> removals = new ArrayList<>();
    for (Path folder : cut.folders()) {
      Path note = folder.resolve(NOTE);
      if (Files.exists(note)) {
        List<String> again = new ArrayList<>(List.of("dpkg", "--force-confold", "--force-confdef"));
        again.add("--unpack");
        for (String name : broken(cut.tree())) {
          archive(folder, name).ifPresent(again::add);
        }
        if (again.size() > 4) {
          commands.add(command(again));
        }
        commands.add(
            command(List.of("dpkg", "--force-confold", "--force-confdef", "--configure", "-a")));
        for (String words : Files.readString(note).split("\n\n")) {
          commands.add(command(List.of(words.split("\n"))));
        }
        cut.tree().list(STATES).stream()
            .filter(name -> UNFINISHED.matcher(name).matches())
            .forEach(name -> removals.add(STATES.child(name)));
        cut.tree().list(UNPACKED).forEach(name -> removals.add(UNPACKED.child(name)));
        if (cut.tree().status(UNPACKED).isPresent()) {
          removals.add(UNPACKED);
        }
      }
    }
    return new Completion(commands, removals);
  }

  /** What dpkg can only unpack anew, and apt would not; what its journal says comes last. */
  private static Set<String> broken(HostTree tree) throws IOException {
    List<String> lines = new ArrayList<>(SystemFiles.lines(read(tree, SystemFiles.STATUS)));
    for (String name : tree.list(JOURNAL)) {
      lines.addAll(SystemFiles.lines(read(tree, JOURNAL.child(name))));
    }
    Set<String> broken = new TreeSet<>();
    String name = "";
    for (String line : lines) {
      if (line.startsWith("Package: ")) {
        name = line.substring("Package: ".length());
      } else if (line.startsWith("Status: ") && line.contains(" reinstreq ")) {
        broken.add(name);
      } else if (line.startsWith("Status: ")) {
        broken.remove(name);
      }
    }
    return broken;
  }

  private static byte[] read(HostTree tree, TreePath path) throws IOException {
    return SystemFiles.read(tree, path).orElse(new byte[0]);
  }

  /** The archive that the installer has of a package. */
  private static Optional<String> archive(Path folder, String name) throws IOException {
    for (String place : List.of("debs", "archives")) {
      Path archives = folder.resolve(place);
      if (Files.isDirectory(archives)) {
        try (DirectoryStream<Path> found = Files.newDirectoryStream(archives, name + "_*.deb")) {
          for (Path file : found) {
            return Optional.of(file.toString());
          }
        }
      }
    }
    return Optional.empty();
  }

  private static Command command(List<String> words) {
    return Command.of(words).with(AptPrograms.ENVIRONMENT).within(AptPrograms.LIMIT);
  }
}
