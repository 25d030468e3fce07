package io.envsnap.agent.ecosystem.apt;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.envsnap.agent.disk.WholeFile;
import io.envsnap.agent.ecosystem.Completion;
import io.envsnap.agent.ecosystem.CutInstall;
import io.envsnap.agent.process.Command;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Completes what apt was cut off at: dpkg first ends what it had begun, then apt is told once more
 * what it had been told. All that it needs still lies in the installer's folder.
 */
final class CutApt {
  private static final String NOTE = "apt-commands";
  private static final TreePath STATES = TreePath.of("/var/lib/apt");

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
        commands.add(
            command(List.of("dpkg", "--force-confold", "--force-confdef", "--configure", "-a")));
        for (String words : Files.readString(note).split("\n\n")) {
          commands.add(command(List.of(words.split("\n"))));
        }
        cut.tree().list(STATES).stream()
            .filter(name -> UNFINISHED.matcher(name).matches())
            .forEach(name -> removals.add(STATES.child(name)));
      }
    }
    return new Completion(commands, removals);
  }

  private static Command command(List<String> words) {
    return Command.of(words).with(AptPrograms.ENVIRONMENT).within(AptPrograms.LIMIT);
  }
}
