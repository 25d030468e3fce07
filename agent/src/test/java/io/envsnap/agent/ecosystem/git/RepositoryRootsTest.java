package io.envsnap.agent.ecosystem.git;

import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.spec.snapshot.TreePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A path is its nearest repository's, in whatever order one asks. */
class RepositoryRootsTest {
  private static final Map<String, String> DATA =
      new TreeMap<>(
          Map.of(
              "/content/repo", "/content/repo/.git",
              "/content/repo/inner", "/content/repo/.git/modules/inner",
              "/content/repo2", "/elsewhere/repo2.git",
              "/srv", "/srv/.git"));
  private static final Map<String, String> EXPECTED =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("/", ""),
              Map.entry("/content", ""),
              Map.entry("/content/file", ""),
              Map.entry("/content/repo", "/content/repo"),
              Map.entry("/content/repo/a", "/content/repo"),
              Map.entry("/content/repo/b/c/d", "/content/repo"),
              Map.entry("/content/repo/inner", "/content/repo/inner"),
              Map.entry("/content/repo/inner/a", "/content/repo/inner"),
              Map.entry("/content/repo/innermost", "/content/repo"),
              Map.entry("/content/repo/.git/modules/inner/HEAD", "/content/repo/inner"),
              Map.entry("/content/repo/.git/modules/other", "/content/repo"),
              Map.entry("/content/repo2/a", "/content/repo2"),
              Map.entry("/content/repo3/a", ""),
              Map.entry("/elsewhere/repo2.git", "/content/repo2"),
              Map.entry("/elsewhere/repo2.git/config", "/content/repo2"),
              Map.entry("/elsewhere/other", ""),
              Map.entry("/srv/x/y", "/srv"),
              Map.entry("/srv2", "")));

  private static RepositoryRoots roots() {
    List<Repository> repositories = new ArrayList<>();
    DATA.forEach(
        (worktree, data) ->
            repositories.add(
                new Repository(
                    Repository.Kind.REPOSITORY,
                    Optional.of(TreePath.of(worktree)),
                    TreePath.of(data),
                    TreePath.of(data))));
    return new RepositoryRoots(repositories);
  }

  @Test
  void eachPathHasItsNearestRepositoryWhoeverWasAskedForBefore() {
    Random random = new Random(5);
    List<String> paths = List.copyOf(EXPECTED.keySet());
    for (int round = 0; round < 50; round++) {
      RepositoryRoots roots = roots();
      for (int n = 0; n < 100; n++) {
        String path = paths.get(random.nextInt(paths.size()));
        String owner =
            roots
                .owner(TreePath.of(path))
                .flatMap(Repository::worktree)
                .map(TreePath::value)
                .orElse("");
        assertThat(owner).as(path).isEqualTo(EXPECTED.get(path));
      }
    }
  }

  @Test
  void aRepositoryOfTheWholeMachineHasAllThatNobodyElseHas() {
    Repository machine =
        new Repository(
            Repository.Kind.REPOSITORY,
            Optional.of(TreePath.ROOT),
            TreePath.of("/.git"),
            TreePath.of("/.git"));
    RepositoryRoots roots = new RepositoryRoots(List.of(machine));
    for (String path : List.of("/", "/a", "/a/b", "/.git", "/.git/HEAD")) {
      assertThat(roots.owner(TreePath.of(path))).as(path).contains(machine);
    }
  }
}
