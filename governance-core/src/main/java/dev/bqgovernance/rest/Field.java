package dev.bqgovernance.rest;

import dev.bqgovernance.model.Connection.SecretReference;
import dev.bqgovernance.model.ProjectId;
import dev.bqgovernance.state.Json;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/**
 * One field of a kind of resource: where it stands, what people call it, how its declared value is
 * compared with the live one, and whether it can be changed.
 *
 * <p>This class is immutable and thread-safe.
 *
 * @param path the names from the outside in, with dots between. {@code *} stands for one name that
 *     differs from resource to resource, {@code **} for one or more of them. Elements of an array
 *     have the path of the array
 * @param label what people call it; the <code>{}</code> in it stand for the names of the last
 *     wildcards
 * @param comparison how it is compared
 * @param isFixed whether it can be set only when the resource is created
 * @param unset what it means where the field is missing; empty if just that
 * @param wording writes a value as people would, given the project that is spoken of
 */
public record Field(
    String path,
    String label,
    Comparison comparison,
    boolean isFixed,
    String unset,
    BiFunction<ProjectId, String, String> wording) {

  /** The ways to compare a declared value with the live one. */
  public enum Comparison {
    /** Equal values; a missing field equals the default of its type. */
    EXACT,
    /** Equal without regard to upper and lower case. */
    CASE_INSENSITIVE,
    /** Lists of equal elements in any order. */
    UNORDERED,
    /** Objects of which only the declared entries are managed, one by one. */
    ENTRIES,
    /** Columns: found by name, of which live ones stay, and whose types have several spellings. */
    COLUMNS,
    /** Compared where an answer reports it; some answers leave it out. */
    IF_REPORTED,
    /** Compared unless the declared value refers to a secret, which no service reports. */
    UNLESS_SECRET,
    /** Never reported by the service. */
    WRITE_ONLY,
    /** Never declared; set by the service alone. */
    OUTPUT_ONLY
  }

  /** A field that is compared exactly, can be changed, and is shown as it is. */
  static Field of(String path, String label) {
    return new Field(path, label, Comparison.EXACT, false, "", (home, value) -> value);
  }

  /** A field that is on or off. */
  static Field flag(String path, String label) {
    return of(path, label).or("no").worded(value -> value.equals("true") ? "yes" : "no");
  }

  Field compared(Comparison other) {
    return new Field(path, label, other, isFixed, unset, wording);
  }

  Field fixed() {
    return new Field(path, label, comparison, true, unset, wording);
  }

  /** The field with a meaning where it is missing. */
  Field or(String meaning) {
    return new Field(path, label, comparison, isFixed, meaning, wording);
  }

  Field worded(UnaryOperator<String> words) {
    return worded((home, value) -> words.apply(value));
  }

  Field worded(BiFunction<ProjectId, String, String> words) {
    return new Field(path, label, comparison, isFixed, unset, words);
  }

  /** Whether a difference between these values can be seen at all. */
  public boolean isComparable(Json declared, Optional<Json> live) {
    return switch (comparison) {
      case EXACT, CASE_INSENSITIVE, UNORDERED, ENTRIES, COLUMNS -> true;
      case IF_REPORTED -> live.isPresent();
      case UNLESS_SECRET ->
          !(declared instanceof Json.Str text && SecretReference.isReference(text.value()));
      case WRITE_ONLY, OUTPUT_ONLY -> false;
    };
  }

  /** Whether a declared value may stand for a secret, which no service reports. */
  public boolean mayBeSecret() {
    return comparison == Comparison.UNLESS_SECRET || comparison == Comparison.WRITE_ONLY;
  }

  /** A full name without the project that is spoken of. */
  static String within(ProjectId home, String name) {
    return name.startsWith(home + ".") ? name.substring(home.value().length() + 1) : name;
  }

  /** A value as people would write it; empty for nothing. */
  public Optional<String> inWords(ProjectId home, Optional<String> value) {
    return value
        .filter(text -> !text.isEmpty())
        .map(text -> wording.apply(home, text))
        .or(() -> Optional.of(unset))
        .filter(text -> !text.isEmpty());
  }
}
