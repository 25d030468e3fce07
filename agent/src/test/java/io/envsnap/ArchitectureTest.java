package io.envsnap;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysFalse;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static io.envsnap.testkit.walls.HouseRules.classesOf;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import io.envsnap.testkit.walls.HouseRules;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The walls of the agent, from the front door down to the ground. */
class ArchitectureTest {
  private static final JavaClasses PRODUCT = classesOf("io.envsnap.spec", "io.envsnap.agent");
  private static final JavaClasses AGENT = classesOf("io.envsnap.agent");

  private static final String[] GROUND = {
    "io.envsnap.agent.concurrent..",
    "io.envsnap.agent.host..",
    "io.envsnap.agent.process..",
    "io.envsnap.agent.system..",
    "io.envsnap.agent.disk..",
    "io.envsnap.agent.progress..",
    "io.envsnap.agent.binary..",
    "io.envsnap.agent.journal..",
    "io.envsnap.agent.baseline..",
    "io.envsnap.agent.tree.."
  };
  private static final String[] VERBS = {
    "io.envsnap.agent.verb..",
    "io.envsnap.agent.record..",
    "io.envsnap.agent.restore..",
    "io.envsnap.agent.export..",
    "io.envsnap.agent.merge..",
    "io.envsnap.agent.watch..",
    "io.envsnap.agent.drift..",
    "io.envsnap.agent.compat..",
    "io.envsnap.agent.classes.."
  };

  @Test
  void theseWallsAreHeldAgainstRealClasses() {
    assertThat(AGENT).isNotEmpty();
    assertThat(PRODUCT.size()).isGreaterThan(AGENT.size());
  }

  @Test
  void arrowsPointDownOnly() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .withOptionalLayers(true)
        .layer("front door")
        .definedBy("io.envsnap.agent")
        .layer("verbs")
        .definedBy(VERBS)
        .layer("snapshots")
        .definedBy("io.envsnap.agent.snapshot..")
        .layer("ecosystems and stores")
        .definedBy("io.envsnap.agent.ecosystem..", "io.envsnap.agent.store..")
        .layer("ground")
        .definedBy(GROUND)
        .layer("words")
        .definedBy("io.envsnap.spec..")
        .whereLayer("front door")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("verbs")
        .mayOnlyBeAccessedByLayers("front door")
        .whereLayer("snapshots")
        .mayOnlyBeAccessedByLayers("front door", "verbs")
        .whereLayer("ecosystems and stores")
        .mayOnlyBeAccessedByLayers("front door", "verbs", "snapshots")
        .whereLayer("ground")
        .mayOnlyBeAccessedByLayers("front door", "verbs", "snapshots", "ecosystems and stores")
        .check(PRODUCT);
  }

  @Test
  void everyRoomHasItsFloor() {
    classes()
        .should()
        .resideInAPackage("io.envsnap.agent")
        .orShould()
        .resideInAnyPackage(GROUND)
        .orShould()
        .resideInAnyPackage(VERBS)
        .orShould()
        .resideInAnyPackage(
            "io.envsnap.agent.snapshot..",
            "io.envsnap.agent.ecosystem..",
            "io.envsnap.agent.store..")
        .because("a room outside the layers escapes arrowsPointDownOnly: give it a layer there")
        .check(AGENT);
  }

  @Test
  void noPackagesDependOnEachOther() {
    HouseRules.noCycles().check(PRODUCT);
  }

  @Test
  void everyPackageSaysWhatItIs() {
    HouseRules.everyPackageSaysWhatItIs().check(AGENT);
  }

  @Test
  void onlyTheCodecKnowsJackson() {
    HouseRules.onlyThese("io.envsnap.spec.codec..", "com.fasterxml.jackson..", "org.yaml..")
        .check(PRODUCT);
  }

  @Test
  void onlyHostKnowsOshi() {
    HouseRules.onlyThese("io.envsnap.agent.host..", "oshi..").check(PRODUCT);
  }

  @Test
  void onlySnapshotsKnowCommonsCompress() {
    HouseRules.onlyThese("io.envsnap.agent.snapshot..", "org.apache.commons.compress..")
        .check(PRODUCT);
  }

  @Test
  void onlySnapshotsKnowZstd() {
    HouseRules.onlyThese("io.envsnap.agent.snapshot..", "com.github.luben..").check(PRODUCT);
  }

  @Test
  void onlyItsStoreKnowsGoogleDrive() {
    HouseRules.onlyThese(
            "io.envsnap.agent.store.gdrive..",
            "com.google.api..",
            "com.google.auth..",
            "com.google.common..",
            "com.google.gson..")
        .check(PRODUCT);
  }

  @Test
  void onlyTreeAndSystemKnowJna() {
    HouseRules.onlyThese(
            List.of("io.envsnap.agent.tree..", "io.envsnap.agent.system.."), "com.sun.jna..")
        .check(PRODUCT);
  }

  @Test
  void onlyProcessStartsPrograms() {
    HouseRules.nobodyStartsPrograms(resideInAPackage("io.envsnap.agent.process")).check(PRODUCT);
  }

  @Test
  void ecosystemsDoNotKnowEachOther() {
    slices()
        .matching("io.envsnap.agent.ecosystem.(*)..")
        .should()
        .notDependOnEachOther()
        .allowEmptyShould(true)
        .check(AGENT);
  }

  @Test
  void ecosystemsDoNotKnowTheStore() {
    noClasses()
        .that()
        .resideInAPackage("io.envsnap.agent.ecosystem..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.envsnap.agent.store..", "io.envsnap.agent.snapshot..")
        .because("an ecosystem says which paths are whose; who keeps the bytes is not its matter")
        .allowEmptyShould(true)
        .check(AGENT);
  }

  @Test
  void backendsDoNotKnowEachOther() {
    slices()
        .matching("io.envsnap.agent.store.(*)..")
        .should()
        .notDependOnEachOther()
        .allowEmptyShould(true)
        .check(AGENT);
  }

  @Test
  void backendsDoNotKnowSnapshots() {
    noClasses()
        .that()
        .resideInAPackage("io.envsnap.agent.store..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.envsnap.agent.snapshot..", "io.envsnap.agent.ecosystem..")
        .because("a backend keeps objects, whatever they mean")
        .allowEmptyShould(true)
        .check(AGENT);
  }

  @Test
  void onlyBundledNamesEcosystemsAndBackends() {
    classes()
        .that()
        .resideInAnyPackage("io.envsnap.agent.ecosystem.*..", "io.envsnap.agent.store.*..")
        .should()
        .onlyHaveDependentClassesThat(
            resideInAPackage("io.envsnap.agent.ecosystem.*..")
                .or(resideInAPackage("io.envsnap.agent.store.*.."))
                .or(name("io.envsnap.agent.Bundled")))
        .because("adding one is one folder and one word in Bundled")
        .allowEmptyShould(true)
        .check(AGENT);
  }

  @Test
  void anEcosystemHasOnePublicClass() {
    Map<String, List<String>> publicClasses =
        AGENT.stream()
            .filter(resideInAPackage("io.envsnap.agent.ecosystem.*.."))
            .filter(JavaClass::isTopLevelClass)
            .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
            .collect(
                groupingBy(JavaClass::getPackageName, mapping(JavaClass::getSimpleName, toList())));
    assertThat(publicClasses).allSatisfy((room, types) -> assertThat(types).hasSize(1));
  }

  @Test
  void onlyTheFrontDoorAsksTheClock() {
    HouseRules.nobodyAsksTheClock(resideInAPackage("io.envsnap.agent")).check(AGENT);
  }

  @Test
  void nobodyReadsTheEnvironment() {
    HouseRules.nobodyReadsTheEnvironment(alwaysFalse()).check(AGENT);
  }

  @Test
  void nobodyPrints() {
    HouseRules.nobodyPrints(alwaysFalse()).check(AGENT);
  }
}
