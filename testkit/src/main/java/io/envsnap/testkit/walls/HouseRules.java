package io.envsnap.testkit.walls;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.NullMarked;

/**
 * The rules that hold in every module. Each takes what may break it, and says in its reason what to
 * do instead. All pass on an empty room, so that a rule can stand before the room is furnished.
 */
public final class HouseRules {
  private static final Set<String> CLOCK_TYPES =
      Set.of(
          "java.time.Instant",
          "java.time.LocalDate",
          "java.time.LocalDateTime",
          "java.time.LocalTime",
          "java.time.OffsetDateTime",
          "java.time.ZonedDateTime",
          "java.time.Year");

  private HouseRules() {}

  /** The product's own classes below {@code packages}, without any tests. */
  public static JavaClasses classesOf(String... packages) {
    return new ClassFileImporter()
        .withImportOption(new ImportOption.DoNotIncludeTests())
        .importPackages(packages);
  }

  /** No package depends on one that depends on it. */
  public static ArchRule noCycles() {
    return slices()
        .matching("io.envsnap.(**)")
        .should()
        .beFreeOfCycles()
        .because("what depends on each other is one package")
        .allowEmptyShould(true);
  }

  /** Every package has a {@code package-info.java}, marked. */
  public static ArchRule everyPackageSaysWhatItIs() {
    return classes()
        .should(stateTheirPackage())
        .because("the package-info.java files read as the table of contents")
        .allowEmptyShould(true);
  }

  /** Nothing reaches the terminal, except from {@code printers}. */
  public static ArchRule nobodyPrints(DescribedPredicate<JavaClass> printers) {
    return noClasses()
        .that(DescribedPredicate.not(printers))
        .should(ACCESS_STANDARD_STREAMS)
        .because("only cli.output speaks to people; report through Progress or a result")
        .allowEmptyShould(true);
  }

  /** Time is handed in, except at {@code sources}. */
  public static ArchRule nobodyAsksTheClock(DescribedPredicate<JavaClass> sources) {
    return noClasses()
        .that(DescribedPredicate.not(sources))
        .should()
        .accessTargetWhere(describe("asks the clock", HouseRules::asksTheClock))
        .orShould()
        .callConstructor(Date.class)
        .because("a test can't turn the machine's clock: take an InstantSource")
        .allowEmptyShould(true);
  }

  /** Environment variables are read in one place, {@code settings}. */
  public static ArchRule nobodyReadsTheEnvironment(DescribedPredicate<JavaClass> settings) {
    return noClasses()
        .that(DescribedPredicate.not(settings))
        .should()
        .accessTargetWhere(callTo(System.class, "getenv"))
        .because("settings are read in cli.config and handed down")
        .allowEmptyShould(true);
  }

  /** Programs are started in one place, {@code starters}. */
  public static ArchRule nobodyStartsPrograms(DescribedPredicate<JavaClass> starters) {
    return noClasses()
        .that(DescribedPredicate.not(starters))
        .should()
        .dependOnClassesThat()
        .areAssignableTo(ProcessBuilder.class)
        .orShould()
        .accessTargetWhere(callTo(Runtime.class, "exec"))
        .because("a CommandRunner fixes the locale, bounds time and output, and has a fake")
        .allowEmptyShould(true);
  }

  /** Only {@code rooms} know the library that lives below {@code libraryPackages}. */
  public static ArchRule onlyThese(String rooms, String... libraryPackages) {
    return onlyThese(List.of(rooms), libraryPackages);
  }

  /** The same for several rooms. */
  public static ArchRule onlyThese(List<String> rooms, String... libraryPackages) {
    return noClasses()
        .that()
        .resideOutsideOfPackages(rooms.toArray(String[]::new))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(libraryPackages)
        .because("a library known in one room can be replaced in one room")
        .allowEmptyShould(true);
  }

  private static DescribedPredicate<JavaAccess<?>> callTo(Class<?> type, String method) {
    return describe(
        "calls " + type.getSimpleName() + "." + method,
        call -> call.getTargetOwner().isEquivalentTo(type) && call.getName().equals(method));
  }

  private static boolean asksTheClock(JavaAccess<?> call) {
    String type = call.getTargetOwner().getFullName();
    String method = call.getName();
    if (CLOCK_TYPES.contains(type)) {
      return method.equals("now");
    }
    if (type.equals(System.class.getName())) {
      return method.equals("currentTimeMillis");
    }
    return (type.equals(Clock.class.getName()) || type.equals(InstantSource.class.getName()))
        && method.startsWith("system");
  }

  private static ArchCondition<JavaClass> stateTheirPackage() {
    return new ArchCondition<>("lie in a package with a @NullMarked package-info.java") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        boolean stated =
            type.getPackage()
                .tryGetPackageInfo()
                .map(info -> info.isAnnotatedWith(NullMarked.class))
                .orElse(false);
        if (!stated) {
          events.add(
              SimpleConditionEvent.violated(
                  type,
                  "%s has no @NullMarked package-info.java".formatted(type.getPackageName())));
        }
      }
    };
  }
}
