package dev.bqgovernance.files;

import dev.bqgovernance.model.Finding;
import dev.bqgovernance.model.Place;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Collects the problems of files, so that all are reported at once.
 *
 * <p>This class is <em>not</em> thread-safe.
 */
final class Problems {
  private final List<Finding> findings = new ArrayList<>();

  /**
   * The places of secrets: nothing else is reported about them, since a message might repeat them.
   */
  private final Set<Place> secrets = new HashSet<>();

  private int count;

  void secret(Place place, String message, String fix) {
    error("secret", place, message, fix);
    hide(place);
  }

  /** Suppresses further problems at a place. */
  void hide(Place place) {
    secrets.add(place);
  }

  void error(String rule, Place place, String message, String fix) {
    add(Finding.error(rule, place, message).withFix(fix));
  }

  void warning(String rule, Place place, String message, String fix) {
    add(Finding.warning(rule, place, message).withFix(fix));
  }

  void addAll(Collection<Finding> more) {
    more.forEach(this::add);
  }

  private void add(Finding finding) {
    count++;
    if (finding.place().filter(secrets::contains).isEmpty()) {
      findings.add(finding);
    }
  }

  /**
   * A declaration that the model builds; empty if it breaks a rule, which is reported at the place.
   */
  <T> Optional<T> checked(Place place, Supplier<T> noun) {
    try {
      return Optional.of(noun.get());
    } catch (IllegalArgumentException e) {
      add(Finding.error("invalid-value", place, e.getMessage() + "."));
      return Optional.empty();
    }
  }

  /** The number of problems, reported or not. */
  int count() {
    return count;
  }

  boolean hasErrors() {
    return findings.stream().anyMatch(Finding::isError);
  }

  List<Finding> byPlace() {
    return findings.stream().sorted(Finding.BY_PLACE).toList();
  }
}
