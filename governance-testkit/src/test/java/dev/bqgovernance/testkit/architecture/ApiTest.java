package dev.bqgovernance.testkit.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.domain.properties.CanBeAnnotated;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.junit.jupiter.api.Test;

/**
 * Holds the public surface: each package says whether users may rely on it, and no signature that
 * they may rely on names a type that they may not.
 */
class ApiTest {
  private static final String ROOT = "dev.bqgovernance";

  /** The types of core that users may rely on; more of them are a decision. */
  private static final int MOST_TYPES = 90;

  private static final List<JavaClass> CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages(ROOT).stream()
              .filter(type -> !type.getPackageName().startsWith(ROOT + ".examples"))
              .toList();

  @Test
  void everyPackage_saysWhetherItIsApi() {
    assertThat(
            CLASSES.stream()
                .map(JavaClass::getPackage)
                .distinct()
                .filter(room -> room.tryGetAnnotationOfType(API.class).isEmpty())
                .map(JavaPackage::getName)
                .sorted())
        .as("packages without @API")
        .isEmpty();
  }

  @Test
  void apiSignatures_nameNoInternalType() {
    assertThat(
            CLASSES.stream()
                .filter(ApiTest::isApi)
                .flatMap(ApiTest::leaks)
                .distinct()
                .sorted()
                .toList())
        .as("internal types in signatures that users may rely on")
        .isEmpty();
  }

  @Test
  void coreStaysSmall() {
    assertThat(
            CLASSES.stream()
                .filter(ApiTest::isApi)
                .filter(type -> type.isTopLevelClass() && !type.getName().contains(".testkit"))
                .filter(type -> !type.getSimpleName().equals("package-info"))
                .map(JavaClass::getName)
                .sorted()
                .toList())
        .hasSizeLessThan(MOST_TYPES);
  }

  private static Stream<String> leaks(JavaClass type) {
    Stream<String> parents =
        Stream.concat(type.getRawSuperclass().stream(), type.getRawInterfaces().stream())
            .filter(ApiTest::isInternal)
            .map(parent -> type.getName() + " is a " + parent.getName());
    Stream<String> members =
        type.getMembers().stream()
            .filter(ApiTest::isVisible)
            .filter(member -> status(member).filter(Status.INTERNAL::equals).isEmpty())
            .flatMap(
                member ->
                    types(member)
                        .flatMap(used -> used.getAllInvolvedRawTypes().stream())
                        .filter(ApiTest::isInternal)
                        .map(used -> member.getFullName() + " names " + used.getName()));
    return Stream.concat(parents, members);
  }

  private static Stream<JavaType> types(JavaMember member) {
    if (member instanceof JavaCodeUnit unit) {
      return Stream.of(
              Stream.of(unit.getReturnType()),
              unit.getParameterTypes().stream(),
              unit.getThrowsClause().stream().map(declared -> (JavaType) declared.getRawType()))
          .flatMap(some -> some);
    }
    return Stream.of(((com.tngtech.archunit.core.domain.JavaField) member).getType());
  }

  private static boolean isApi(JavaClass type) {
    return isReachable(type) && !isInternal(type);
  }

  private static boolean isReachable(JavaClass type) {
    return isVisible(type.getModifiers())
        && !type.isAnonymousClass()
        && type.getEnclosingClass().map(ApiTest::isReachable).orElse(true);
  }

  private static boolean isVisible(JavaMember member) {
    return isVisible(member.getModifiers())
        && !member.getModifiers().contains(JavaModifier.SYNTHETIC);
  }

  private static boolean isVisible(java.util.Set<JavaModifier> modifiers) {
    return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
  }

  /** A type says it itself, or its outer type, or its package. */
  private static boolean isInternal(JavaClass type) {
    if (!type.getPackageName().startsWith(ROOT)) {
      return false;
    }
    return status(type)
        .or(() -> type.getEnclosingClass().flatMap(ApiTest::status))
        .or(() -> status(type.getPackage()))
        .filter(Status.INTERNAL::equals)
        .isPresent();
  }

  private static Optional<Status> status(CanBeAnnotated element) {
    return (element instanceof JavaClass type
            ? type.tryGetAnnotationOfType(API.class)
            : element instanceof JavaMember member
                ? member.tryGetAnnotationOfType(API.class)
                : ((JavaPackage) element).tryGetAnnotationOfType(API.class))
        .map(API::status);
  }
}
