package io.envsnap.cli.command;

import io.envsnap.agent.verb.VerbException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Who is let in or out: a person, or whoever has the link. */
final class PersonOptions {
  @Parameters(arity = "0..1", paramLabel = "PERSON", description = "Address of a Google account.")
  private @Nullable String person;

  @Option(names = "--link", description = "Whoever has the store's address, instead of a person.")
  private boolean link;

  /** The person; empty for the link. */
  Optional<String> person() throws VerbException {
    String who = person;
    if (link == (who != null)) {
      throw new VerbException(
          VerbException.Kind.USAGE,
          link ? "Both a person and `--link` were given" : "Nobody was named",
          "Name one person's address, or say `--link`");
    }
    if (who != null && !who.matches("[^\\s@-][^\\s@]*@[^\\s@]+")) {
      throw new VerbException(
          VerbException.Kind.USAGE,
          "`" + who + "` is no address of a person",
          "Name a Google account, such as ada@example.com");
    }
    return Optional.ofNullable(who);
  }
}
