package io.envsnap.cli.command;

import io.envsnap.agent.merge.LockfileMerger;
import io.envsnap.agent.verb.VerbException;
import io.envsnap.cli.output.MergePrinter;
import io.envsnap.spec.diff.LockfileMerge;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code envsnap merge}. */
@Command(
    name = "merge",
    description = {
      "Merges two lockfiles that began as one, entry by entry.",
      "Where both changed one thing in different ways, both versions stand between git's marks and"
          + " the exit code is 3."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  envsnap merge base.yaml mine.yaml yours.yaml --output envsnap.lock.yaml",
      "  git config merge.envsnap.driver 'envsnap merge %%O %%A %%B --output %%A'",
      "  echo 'envsnap.lock.yaml merge=envsnap' >> .gitattributes"
    })
final class MergeCommand implements Callable<Integer> {
  @Mixin private final CommonOptions options = new CommonOptions();

  @Parameters(
      index = "0",
      paramLabel = "BASE",
      description = "What both began as; an empty file if nothing.")
  private Path base = Path.of("");

  @Parameters(index = "1", paramLabel = "OURS", description = "This side.")
  private Path ours = Path.of("");

  @Parameters(index = "2", paramLabel = "THEIRS", description = "The other side.")
  private Path theirs = Path.of("");

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Where the result goes; standard output if not said.")
  private @Nullable Path output;

  private final Workplace workplace;

  MergeCommand(Workplace workplace) {
    this.workplace = workplace;
  }

  @Override
  public Integer call() throws VerbException {
    LockfileMerge merge = LockfileMerger.merge(base, ours, theirs);
    byte[] text = LockfileMerger.text(merge);
    MergePrinter printer = new MergePrinter(workplace.console(), options.json());
    if (output == null) {
      printer.printText(text);
    } else {
      LockfileMerger.write(output, text);
    }
    printer.print(merge);
    return merge.isClean() ? ExitCodes.DONE : ExitCodes.DRIFT;
  }
}
