package io.envsnap.agent.ecosystem;

import io.envsnap.agent.process.Command;
import io.envsnap.agent.process.CommandException;
import io.envsnap.agent.process.CommandResult;
import io.envsnap.agent.process.CommandRunner;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Runs real programs for tests, with a home folder of the test's own. */
public record Programs(Path home) implements CommandRunner {
  @Override
  public CommandResult run(Command command) throws CommandException {
    try {
      Path errors = Files.createTempFile("error", ".txt");
      ProcessBuilder builder = new ProcessBuilder(command.words());
      Map<String, String> environment = builder.environment();
      environment.clear();
      environment.put("PATH", "/usr/local/bin:/usr/bin:/bin");
      environment.put("HOME", home.toString());
      environment.put("LC_ALL", "C.UTF-8");
      environment.putAll(command.environment());
      builder.directory(command.folder().orElse(Path.of("/")).toFile());
      builder.redirectError(errors.toFile());
      Process process = builder.start();
      try (OutputStream input = process.getOutputStream()) {
        input.write(command.input());
      } catch (IOException e) {
        // The program did not want to read.
      }
      byte[] output = process.getInputStream().readAllBytes();
      int exit = process.waitFor();
      String error = Files.readString(errors, StandardCharsets.UTF_8);
      Files.delete(errors);
      return new CommandResult(exit, output, error);
    } catch (IOException e) {
      throw new CommandException("`" + command.words().get(0) + "` cannot be started", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException("interrupted", e);
    }
  }
}
