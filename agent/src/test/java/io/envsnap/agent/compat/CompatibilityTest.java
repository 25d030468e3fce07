package io.envsnap.agent.compat;

import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.spec.lockfile.Accelerator;
import io.envsnap.spec.lockfile.CudaPart;
import io.envsnap.spec.lockfile.Gpu;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CompatibilityTest {
  private static final String SITE = "/usr/local/lib/python3.12/dist-packages";

  static List<Case> cases() {
    return Case.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void judgesPackagesForDriversAndCards(Case one) {
    List<Finding> findings =
        new Compatibility(machine(one.accelerator(), "2.39", Set.of())).judge(one.packages());
    assertThat(Compatibility.worst(findings).spoken()).isEqualTo(one.verdict());
    if (one.phrase().equals("-")) {
      assertThat(findings).isEmpty();
    } else {
      assertThat(findings)
          .filteredOn(finding -> finding.verdict().spoken().equals(one.verdict()))
          .anySatisfy(finding -> assertThat(finding.fact()).contains(one.phrase()))
          .allSatisfy(finding -> assertThat(finding.source()).isNotEmpty());
    }
  }

  @Test
  void everyCardOfTheNotebookServicesIsAmongTheCases() {
    String cards = String.join("\n", Case.all().stream().map(Case::toString).toList());
    assertThat(cards)
        .contains("K80", "P4", "P100", "T4", "V100", "L4", "A100", "H100", "RTX PRO 6000");
    assertThat(Case.all()).hasSizeGreaterThanOrEqualTo(60);
  }

  @Test
  void theBuildOfTheSameVersionThatWouldRunIsNamed() {
    assertThat(cure("torch", "2.10.0+cu128", "580.82.07", new Gpu("Tesla P100", 16280, "6.0")))
        .contains("`torch 2.10.0+cu126`");
    assertThat(cure("torch", "2.11.0", "560.35.05", new Gpu("Tesla T4", 15360, "7.5")))
        .contains("`torch 2.11.0+cu126`");
  }

  @Test
  void whereNoBuildOfThatVersionRunsTheNearestOtherIsNamed() {
    assertThat(cure("torch", "2.15.0", "610.43.02", new Gpu("Tesla P100", 16280, "6.0")))
        .contains("No build of torch 2.15 runs here")
        .contains("`torch 2.14+cu126`");
  }

  @Test
  void whereNothingRunsNothingIsPromised() {
    assertThat(cure("torch", "2.15.0", "390.46", new Gpu("Quadro FX 380", 256, "1.1"))).isEmpty();
  }

  @Test
  void aProcessorWithoutAvxRunsNoTensorflow() {
    List<Software> tensorflow = List.of(software("tensorflow", "2.21.0", ""));
    assertThat(
            new Compatibility(machine(Accelerator.NONE, "2.39", Set.of("sse4_2")))
                .judge(tensorflow))
        .first()
        .satisfies(finding -> assertThat(finding.verdict()).isEqualTo(Verdict.WILL_NOT_RUN))
        .satisfies(finding -> assertThat(finding.fact()).contains("AVX"));
    assertThat(
            Compatibility.worst(
                new Compatibility(machine(Accelerator.NONE, "2.39", Set.of("avx", "sse4_2")))
                    .judge(tensorflow)))
        .isEqualTo(Verdict.RUNS_WITH_LIMITS);
  }

  @Test
  void aWheelForANewerGlibcDoesNotRun() {
    String tag = "cp312-cp312-manylinux_2_28_x86_64";
    List<Software> wheel = List.of(software("fast", "1.0", tag));
    assertThat(new Compatibility(machine(Accelerator.NONE, "2.27", Set.of())).judge(wheel))
        .singleElement()
        .satisfies(finding -> assertThat(finding.fact()).contains("glibc 2.28"));
    assertThat(new Compatibility(machine(Accelerator.NONE, "2.28", Set.of())).judge(wheel))
        .isEmpty();
  }

  @Test
  void ofSeveralPlatformsInATagTheOldestCounts() {
    String tag = "cp312-cp312-manylinux2014_x86_64.manylinux_2_28_x86_64";
    assertThat(
            new Compatibility(machine(Accelerator.NONE, "2.17", Set.of()))
                .judge(List.of(software("fast", "1.0", tag))))
        .isEmpty();
  }

  private static String cure(String name, String version, String driver, Gpu card) {
    Accelerator accelerator = new Accelerator(driver, "", List.of(card));
    return new Compatibility(machine(accelerator, "2.39", Set.of()))
        .judge(List.of(software(name, version, "")))
        .get(0)
        .cure();
  }

  private static Software software(String name, String version, String tag) {
    return new Software("pip", name, version, SITE, tag, "");
  }

  private static MachineFacts machine(Accelerator accelerator, String glibc, Set<String> flags) {
    return new MachineFacts(accelerator, "x86_64", glibc, flags);
  }

  /** A row of {@code cases.tsv}. */
  record Case(
      List<Software> packages,
      Accelerator accelerator,
      String verdict,
      String phrase,
      String line) {
    static List<Case> all() {
      return CaseFile.rows().stream().map(Case::of).toList();
    }

    private static Case of(List<String> row) {
      List<Gpu> cards =
          CaseFile.list(row.get(2), ";").stream()
              .map(card -> card.split("/", -1))
              .map(card -> new Gpu(card[0], 0, card[1].equals("-") ? "" : card[1]))
              .toList();
      List<CudaPart> parts =
          CaseFile.list(row.get(3), " ").stream()
              .map(part -> part.split("=", -1))
              .map(part -> new CudaPart(part[0], part[1], "a test"))
              .toList();
      String driver = row.get(1).equals("-") ? "" : row.get(1);
      return new Case(
          CaseFile.list(row.get(0), " ").stream().map(Case::software).toList(),
          new Accelerator(driver, "", "", "", cards, parts, List.of()),
          row.get(4),
          row.get(5),
          String.join(" | ", row));
    }

    private static Software software(String word) {
      String[] named = word.split("[:=#]", -1);
      String targets = named.length > 3 ? named[3].replace(',', ' ') : "";
      return new Software(named[0], named[1], named[2], SITE, "", targets);
    }

    @Override
    public String toString() {
      return line;
    }
  }
}
