package dev.bqgovernance.model;

import java.util.Comparator;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * A problem of the platform, or a remark: what is wrong, where, and how to fix it.
 *
 * <p>This class is immutable and thread-safe.
 *
 * @param severity how much it weighs
 * @param rule the rule's stable name in kebab case, such as {@code unknown-dataset}
 * @param place where it was said; empty where it was not said anywhere, as with live resources
 * @param message what is wrong, for a reader who does not program
 * @param fix the next step; empty where the message says it all
 */
public record Finding(
    Severity severity, String rule, Optional<Place> place, String message, Optional<String> fix) {

  /** By place (those without one last), then by severity (heaviest first), rule and message. */
  public static final Comparator<Finding> BY_PLACE =
      Comparator.comparing((Finding finding) -> finding.place().isEmpty())
          .thenComparing(finding -> finding.place().map(Place::source).orElse(""))
          .thenComparing(finding -> finding.place().map(Place::line).orElse(0))
          .thenComparing(finding -> finding.place().map(Place::column).orElse(0))
          .thenComparing(Comparator.comparing(Finding::severity).reversed())
          .thenComparing(Finding::rule)
          .thenComparing(Finding::message);

  public Finding {
    Objects.requireNonNull(severity, "severity");
    Objects.requireNonNull(rule, "rule");
    Objects.requireNonNull(place, "place");
    Objects.requireNonNull(message, "message");
    Objects.requireNonNull(fix, "fix");
  }

  /** An error at a place. */
  public static Finding error(String rule, Place place, String message) {
    return new Finding(Severity.ERROR, rule, Optional.of(place), message, Optional.empty());
  }

  /** An error that has no place in the declaration. */
  public static Finding error(String rule, String message) {
    return new Finding(Severity.ERROR, rule, Optional.empty(), message, Optional.empty());
  }

  /** A warning at a place. */
  public static Finding warning(String rule, Place place, String message) {
    return new Finding(Severity.WARNING, rule, Optional.of(place), message, Optional.empty());
  }

  /** A warning that has no place in the declaration. */
  public static Finding warning(String rule, String message) {
    return new Finding(Severity.WARNING, rule, Optional.empty(), message, Optional.empty());
  }

  /** Something worth knowing that has no place in the declaration. */
  public static Finding info(String rule, String message) {
    return new Finding(Severity.INFO, rule, Optional.empty(), message, Optional.empty());
  }

  /** This finding with its next step. */
  public Finding withFix(String nextStep) {
    return new Finding(severity, rule, place, message, Optional.of(nextStep));
  }

  /** This finding at a place. */
  public Finding at(Place where) {
    return new Finding(severity, rule, Optional.of(where), message, fix);
  }

  /** Whether it stops an apply. */
  public boolean isError() {
    return severity == Severity.ERROR;
  }

  /** {@code place: error: message fix} on one line. */
  @Override
  public String toString() {
    String where = place.map(p -> p + ": ").orElse("");
    String level = severity.name().toLowerCase(Locale.ROOT);
    return where + level + ": " + message + fix.map(f -> " " + f).orElse("") + " [" + rule + "]";
  }

  /** The severity of a {@link Finding}. */
  public enum Severity {
    /** Worth knowing; nothing to do. */
    INFO,
    /** Probably not meant; does not stop anything. */
    WARNING,
    /** Wrong or dangerous; blocks every plan. */
    ERROR
  }
}
