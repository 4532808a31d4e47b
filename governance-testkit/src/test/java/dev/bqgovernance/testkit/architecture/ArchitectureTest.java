package dev.bqgovernance.testkit.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS;
import static com.tngtech.archunit.library.GeneralCodingRules.USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.google.errorprone.annotations.CheckReturnValue;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Holds the table of rooms: who may use whom. */
@AnalyzeClasses(packages = "dev.bqgovernance", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String ROOT = "dev.bqgovernance";

  /** Each room of core and the rooms that it may use; to add one is a decision. */
  private static final Map<String, List<String>> ROOMS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("model", List.of()),
              Map.entry("state", List.of("model")),
              Map.entry("json", List.of("model", "state")),
              Map.entry("files", List.of("model", "state", "json", "rest")),
              Map.entry("sql", List.of("model")),
              Map.entry("logs", List.of("model")),
              Map.entry("rest", List.of("model", "state", "sql", "json")),
              Map.entry("compile", List.of("model", "state", "sql", "logs", "rest")),
              Map.entry("access", List.of("model", "state", "sql", "rest")),
              Map.entry("policy", List.of("model", "state", "sql", "logs", "compile", "access")),
              Map.entry("plan", List.of("model", "state", "json", "rest", "access", "policy")),
              Map.entry("plan.order", List.of("model", "state")),
              Map.entry("backend", List.of("model", "state", "json", "rest", "plan")),
              Map.entry("apply", List.of("model", "state", "plan", "backend")),
              Map.entry(
                  "render",
                  List.of(
                      "model", "state", "sql", "json", "rest", "access", "policy", "plan",
                      "apply"))));

  @TestFactory
  Stream<DynamicTest> roomsUseOnlyWhatTheTableAllows() {
    JavaClasses all =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);
    return ROOMS.entrySet().stream()
        .map(
            room ->
                DynamicTest.dynamicTest(
                    room.getKey(), () -> rule(room.getKey(), room.getValue()).check(all)));
  }

  private static ArchRule rule(String room, List<String> uses) {
    String[] allowed =
        Stream.concat(Stream.of(room), uses.stream())
            .map(used -> ROOT + "." + used + "..")
            .toArray(String[]::new);
    return noClasses()
        .that()
        .resideInAPackage(ROOT + "." + room + "..")
        .should()
        .dependOnClassesThat(resideInAnyPackage(ROOT + "..").and(resideOutsideOfPackages(allowed)));
  }

  @ArchTest
  static final ArchRule NOTHING_USES_THE_FACADE =
      noClasses()
          .that()
          .resideInAnyPackage(
              ROOMS.keySet().stream().map(room -> ROOT + "." + room + "..").toArray(String[]::new))
          .should()
          .dependOnClassesThat()
          .resideInAPackage(ROOT);

  @ArchTest
  static final ArchRule LINEAGE_AND_RIGHTS_ARE_INDEPENDENT =
      slices().matching(ROOT + ".access.(*)..").should().notDependOnEachOther();

  @ArchTest
  static final ArchRule LINEAGE_AND_RIGHTS_ARE_USED_BY_ACCESS_ALONE =
      classes()
          .that()
          .resideInAnyPackage(ROOT + ".access.lineage..", ROOT + ".access.rights..")
          .should()
          .onlyBeAccessed()
          .byAnyPackage(ROOT + ".access..");

  @ArchTest
  static final ArchRule LINEAGE_AND_RIGHTS_DO_NOT_USE_ACCESS =
      noClasses()
          .that()
          .resideInAnyPackage(ROOT + ".access.lineage..", ROOT + ".access.rights..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(ROOT + ".access");

  @ArchTest
  static final ArchRule ONLY_THE_PLANNER_USES_ITS_ORDER =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + ".plan..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(ROOT + ".plan.order..");

  @ArchTest
  static final ArchRule ROOMS_FORM_NO_CIRCLES =
      slices().matching(ROOT + ".(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule ONLY_JSON_KNOWS_THE_JSON_LIBRARY =
      noClasses()
          .that()
          .resideInAPackage(ROOT + "..")
          .and()
          .resideOutsideOfPackages(ROOT + ".json..", ROOT + ".testkit..", ROOT + ".examples..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.fasterxml..");

  @ArchTest
  static final ArchRule ONLY_ITS_ROOM_KNOWS_THE_ENGINE =
      noClasses()
          .that()
          .resideInAPackage(ROOT + "..")
          .and()
          .resideOutsideOfPackage(ROOT + ".sql.googlesql..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("com.google.zetasql..", ROOT + ".sql.googlesql..");

  @ArchTest
  static final ArchRule THE_FAKE_IS_INDEPENDENT_OF_THE_ANALYSIS =
      noClasses()
          .that()
          .resideInAPackage(ROOT + ".testkit.internal..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(ROOT + "..")
                  .and(
                      resideOutsideOfPackages(
                          ROOT + ".testkit..", ROOT + ".model..", ROOT + ".sql..")));

  @ArchTest
  static final ArchRule THE_FAKE_DOES_NOT_KNOW_THE_CLOUD =
      noClasses()
          .that()
          .resideInAPackage(ROOT + ".testkit..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(ROOT + ".gcp..", "com.google.cloud..", "com.google.api..");

  /** Users of the testkit need neither the JSON library nor the services of the fake. */
  @ArchTest
  static void thePublicTestkitNamesNoHiddenType(JavaClasses all) {
    DescribedPredicate<JavaClass> hidden =
        resideInAnyPackage("com.fasterxml..", ROOT + ".testkit.internal..");
    List<String> named =
        all.stream()
            .filter(resideInAnyPackage(ROOT + ".testkit.."))
            .filter(type -> !hidden.test(type) && isVisible(type.getModifiers()))
            .flatMap(
                type ->
                    signatures(type)
                        .flatMap(each -> each.getAllInvolvedRawTypes().stream())
                        .map(JavaClass::getBaseComponentType)
                        .filter(hidden)
                        .map(each -> type.getName() + " names " + each.getName()))
            .distinct()
            .sorted()
            .toList();
    Assertions.assertThat(named).isEmpty();
  }

  /** The types in the signatures of a class and of its visible members. */
  private static Stream<JavaType> signatures(JavaClass type) {
    Stream<JavaType> supertypes =
        Stream.concat(type.getSuperclass().stream(), type.getInterfaces().stream());
    Stream<JavaType> fields =
        type.getFields().stream()
            .filter(field -> isVisible(field.getModifiers()))
            .map(JavaField::getType);
    Stream<JavaType> codeUnits =
        type.getCodeUnits().stream()
            .filter(code -> isVisible(code.getModifiers()))
            .flatMap(
                code ->
                    Stream.concat(
                        Stream.concat(
                            Stream.of(code.getReturnType()), code.getParameterTypes().stream()),
                        code.getExceptionTypes().stream()));
    return Stream.of(supertypes, fields, codeUnits).flatMap(each -> each);
  }

  private static boolean isVisible(Set<JavaModifier> modifiers) {
    return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
  }

  @ArchTest
  static final ArchRule VALUES_ARE_CLOSED =
      classes()
          .that()
          .resideInAPackage(ROOT + ".model..")
          .and()
          .haveSimpleNameStartingWith("Immutable")
          .should()
          .notBePublic();

  @ArchTest static final ArchRule NO_STANDARD_STREAMS = NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

  @ArchTest
  static final ArchRule NO_GENERIC_EXCEPTIONS = NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS;

  /** NativeBridge is exempt: it silences a warning that the engine logs. */
  @ArchTest
  static final ArchRule NO_LOGGING_OF_OUR_OWN =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName(ROOT + ".sql.googlesql.NativeBridge")
          .should(USE_JAVA_UTIL_LOGGING);

  @ArchTest
  static void everyPackageIsMarked(JavaClasses all) {
    List<String> unmarked =
        all.stream()
            .map(type -> type.getPackage())
            .distinct()
            .filter(room -> !isMarked(room))
            .map(JavaPackage::getName)
            .sorted()
            .toList();
    Assertions.assertThat(unmarked)
        .as("packages without @NullMarked and @CheckReturnValue")
        .isEmpty();
  }

  private static boolean isMarked(JavaPackage room) {
    return room.isAnnotatedWith(NullMarked.class) && room.isAnnotatedWith(CheckReturnValue.class);
  }
}
