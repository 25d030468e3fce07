package io.envsnap.agent.compat;

import io.envsnap.spec.lockfile.Gpu;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Finds the build of a framework that would run on a machine. */
final class Cures {
  private static final Comparator<Build> NEWEST =
      Comparator.comparing(Build::last).thenComparing(Build::cuda).reversed();

  private final CudaJudge judge;
  private final List<Gpu> cards;

  Cures(CudaJudge judge, List<Gpu> cards) {
    this.judge = judge;
    this.cards = List.copyOf(cards);
  }

  /** What to do about it; empty where no known build would do better. */
  String of(CudaNeed need) {
    String name = need.software().name();
    Release minor = Release.of(need.software().version()).cut(2);
    List<Build> builds =
        Build.known().stream().filter(build -> build.name().equals(name)).sorted(NEWEST).toList();
    Optional<Build> same =
        builds.stream().filter(build -> build.holds(minor)).filter(this::runs).findFirst();
    if (same.isPresent()) {
      return "Install the build for CUDA "
          + same.get().cuda()
          + ": `"
          + spoken(same.get(), same.get().holds(minor) ? release(need) : "")
          + "`";
    }
    Function<Build, String> last = build -> text(build.last());
    Optional<Build> other =
        builds.stream()
            .filter(build -> minor.atLeast(build.last()))
            .filter(this::runs)
            .findFirst()
            .or(() -> builds.stream().filter(this::runs).findFirst());
    return other
        .map(
            build ->
                "No build of "
                    + name
                    + " "
                    + text(minor)
                    + " runs here; the nearest that does is `"
                    + spoken(build, last.apply(build))
                    + "`")
        .orElse("");
  }

  private static String release(CudaNeed need) {
    String version = need.software().version();
    int plus = version.indexOf('+');
    return plus < 0 ? version : version.substring(0, plus);
  }

  private static String spoken(Build build, String release) {
    return build.name() + " " + release + (build.tag().isEmpty() ? "" : "+" + build.tag());
  }

  private static String text(Release release) {
    return String.join(".", release.parts().stream().map(String::valueOf).toList());
  }

  private boolean runs(Build build) {
    Software software = new Software("pip", build.name(), text(build.last()), "", "", "");
    CudaNeed need =
        new CudaNeed(software, build.cuda(), build.targets(), build.name(), build.source());
    return cards.stream().allMatch(card -> judge.judge(need, card).verdict() == Verdict.RUNS);
  }
}
