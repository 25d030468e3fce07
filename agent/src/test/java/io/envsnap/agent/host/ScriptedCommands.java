package io.envsnap.agent.host;

import io.envsnap.agent.process.Command;
import io.envsnap.agent.process.CommandException;
import io.envsnap.agent.process.CommandResult;
import io.envsnap.agent.process.CommandRunner;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Answers each command line that begins as told; any other program does not exist. */
public final class ScriptedCommands implements CommandRunner {
  private final Map<String, CommandResult> answers = new LinkedHashMap<>();
  private final List<Command> asked = new CopyOnWriteArrayList<>();

  /** A command that succeeds with that output. */
  public ScriptedCommands says(String beginning, String output) {
    return ends(beginning, 0, output, "");
  }

  /** A command that ends with that status and output. */
  public ScriptedCommands ends(String beginning, int exit, String output, String error) {
    answers.put(beginning, new CommandResult(exit, output.getBytes(StandardCharsets.UTF_8), error));
    return this;
  }

  /** What was run. */
  public List<Command> asked() {
    return asked;
  }

  @Override
  public CommandResult run(Command command) throws CommandException {
    asked.add(command);
    String line = String.join(" ", command.words());
    for (Map.Entry<String, CommandResult> answer : answers.entrySet()) {
      if (line.startsWith(answer.getKey())) {
        return answer.getValue();
      }
    }
    throw new CommandException("`" + command.words().get(0) + "` is not on this machine");
  }
}
