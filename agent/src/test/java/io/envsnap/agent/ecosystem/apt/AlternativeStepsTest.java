package io.envsnap.agent.ecosystem.apt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.agent.ecosystem.PlanContext;
import io.envsnap.agent.ecosystem.RestoreStep;
import io.envsnap.agent.ecosystem.Wanted;
import io.envsnap.spec.lockfile.Base;
import io.envsnap.spec.lockfile.Entry;
import io.envsnap.spec.snapshot.Timestamp;
import io.envsnap.spec.snapshot.TreePath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The session chose vim.tiny as editor for good; the other machine offers nano. */
class AlternativeStepsTest {
  private static final Entry EDITOR =
      new Entry(
          Keys.plain(Keys.ALTERNATIVES, "editor"),
          "",
          true,
          List.of(),
          new TreeMap<>(Map.of("mode", "manual", "selection", "/usr/bin/vim.tiny")));
  private static final Wanted WANTED =
      new Wanted(
          List.of(EDITOR),
          Map.of(),
          Map.of("dpkg/alternatives/editor", Recorded.bytes("session/editor")),
          new Base("", "", "", "", "", "", List.of(), true));

  @TempDir private Path root;

  private static Timestamp future() {
    return new Timestamp(1L << 40, 0);
  }

  private PlanContext context(Timestamp sessionStart) {
    return Machines.planning(root, new Machines.UnknownBase(sessionStart));
  }

  private List<String> words(Predicate<TreePath> there) throws Exception {
    return new AlternativeSteps(WANTED, context(future()), there)
        .steps(EDITOR).stream()
            .map(
                step ->
                    step instanceof RestoreStep.Run run
                        ? String.join(" ", run.command().words().stream().skip(2).limit(4).toList())
                        : step.getClass().getSimpleName())
            .toList();
  }

  private void here(String group) throws Exception {
    Machines.write(root, "/var/lib/dpkg/alternatives/editor", group);
  }

  @Test
  void offersAndChoosesBesideWhatIsHere() throws Exception {
    here(new String(Recorded.bytes("other/editor"), UTF_8));
    assertThat(words(path -> true))
        .containsExactly(
            "--install /usr/bin/editor editor /usr/bin/vim.tiny", "--set editor /usr/bin/vim.tiny");
  }

  @Test
  void doesNothingWhereAllIsAsItWas() throws Exception {
    here(new String(Recorded.bytes("session/editor"), UTF_8));
    Files.createDirectories(root.resolve("etc/alternatives"));
    Files.createSymbolicLink(root.resolve("etc/alternatives/editor"), Path.of("/usr/bin/vim.tiny"));
    assertThat(words(path -> true)).containsExactly("Present");
  }

  @Test
  void whatThisMachinesUserHasChosenIsKeptAndNamed() throws Exception {
    here(new String(Recorded.bytes("other/editor"), UTF_8).replaceFirst("auto", "manual"));
    Files.createDirectories(root.resolve("etc/alternatives"));
    Files.createSymbolicLink(root.resolve("etc/alternatives/editor"), Path.of("/bin/nano"));
    Timestamp longAgo = new Timestamp(0, 0);
    assertThat(new AlternativeSteps(WANTED, context(longAgo), path -> true).steps(EDITOR))
        .last()
        .isEqualTo(
            new RestoreStep.Keep(
                EDITOR.key(),
                TreePath.of("/etc/alternatives/editor"),
                "this machine's user has chosen `/bin/nano`"));
    assertThat(words(path -> true)).last().isEqualTo("--set editor /usr/bin/vim.tiny");
  }

  @Test
  void offersNothingThatWillNotBeThere() throws Exception {
    assertThat(words(path -> false)).containsExactly("Present");
  }

  @Test
  void takesBackWhatALeavingPackageOffers() throws Exception {
    here(new String(Recorded.bytes("other/editor"), UTF_8));
    List<RestoreStep> steps =
        new AlternativeSteps(WANTED, context(future()), path -> false)
            .withdrawals(EDITOR.key(), Set.of(TreePath.of("/bin/nano")));
    assertThat(steps)
        .singleElement()
        .isInstanceOfSatisfying(
            RestoreStep.Run.class,
            run ->
                assertThat(run.command().words())
                    .containsExactly(
                        "update-alternatives", "--quiet", "--remove", "editor", "/bin/nano"));
  }
}
