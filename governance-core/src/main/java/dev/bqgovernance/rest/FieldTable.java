package dev.bqgovernance.rest;

import dev.bqgovernance.state.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The fields of one kind of resource.
 *
 * <p>This class is immutable and thread-safe.
 */
public final class FieldTable {
  private static final String ONE = "*";
  private static final String MANY = "**";

  private final Map<String, Field> fields;

  /** The fields with wildcards; the first that fits counts. */
  private final List<Pattern> patterns = new ArrayList<>();

  private record Pattern(Field field, List<String> names) {}

  /**
   * The field at a path.
   *
   * @param field the field
   * @param names the names that its wildcards stand for there, in order
   */
  public record Match(Field field, List<String> names) {

    /** The names that the label holds: as many of the last ones as it has places for. */
    public List<String> namesInLabel() {
      int places = field.label().split("\\{}", -1).length - 1;
      return names.subList(names.size() - places, names.size());
    }
  }

  private FieldTable(Map<String, Field> fields) {
    this.fields = Collections.unmodifiableMap(fields);
    for (Field field : fields.values()) {
      if (field.path().contains(ONE)) {
        patterns.add(new Pattern(field, names(field.path())));
      }
    }
  }

  /**
   * A table of fields.
   *
   * @throws IllegalArgumentException if two have one path
   */
  static FieldTable of(Field... fields) {
    Map<String, Field> byPath = new LinkedHashMap<>();
    for (Field field : fields) {
      if (byPath.put(field.path(), field) != null) {
        throw new IllegalArgumentException("two fields have the path " + field.path());
      }
    }
    return new FieldTable(byPath);
  }

  /** This table with more fields at its end. */
  FieldTable and(List<Field> more) {
    return of(Stream.concat(fields.values().stream(), more.stream()).toArray(Field[]::new));
  }

  /** All fields, in the order of the table. */
  public List<Field> fields() {
    return List.copyOf(fields.values());
  }

  /** The field at a path without wildcards; empty for a field that the table does not hold. */
  public Optional<Match> find(String path) {
    Field exact = fields.get(path);
    if (exact != null) {
      return Optional.of(new Match(exact, List.of()));
    }
    if (patterns.isEmpty()) {
      return Optional.empty();
    }
    List<String> names = names(path);
    return patterns.stream()
        .flatMap(
            pattern ->
                match(pattern.names(), names).map(m -> new Match(pattern.field(), m)).stream())
        .findFirst();
  }

  /** Whether the field at a path can be set only when the resource is created. */
  public boolean isFixed(String path) {
    return find(path).map(match -> match.field().isFixed()).orElse(false);
  }

  /** The comparison of the field at a path; exact, if the table does not hold it. */
  public Field.Comparison comparison(String path) {
    return find(path).map(match -> match.field().comparison()).orElse(Field.Comparison.EXACT);
  }

  /** Whether a difference between the declared and the live value at a path can be seen. */
  public boolean isComparable(String path, Json declared, Optional<Json> live) {
    return find(path).map(match -> match.field().isComparable(declared, live)).orElse(true);
  }

  private static List<String> names(String path) {
    return List.of(path.split("\\.", -1));
  }

  /** The names that the wildcards of a pattern stand for; empty if the path does not fit. */
  private static Optional<List<String>> match(List<String> pattern, List<String> path) {
    if (pattern.isEmpty() || path.isEmpty()) {
      return pattern.isEmpty() && path.isEmpty() ? Optional.of(List.of()) : Optional.empty();
    }
    List<String> rest = pattern.subList(1, pattern.size());
    return switch (pattern.get(0)) {
      case ONE -> match(rest, path.subList(1, path.size())).map(m -> after(path.get(0), m));
      case MANY -> {
        // As many as possible, so that the last names stand for themselves.
        for (int length = path.size(); length > 0; length--) {
          Optional<List<String>> found = match(rest, path.subList(length, path.size()));
          if (found.isPresent()) {
            String joined = String.join(".", path.subList(0, length));
            yield found.map(m -> after(joined, m));
          }
        }
        yield Optional.empty();
      }
      default ->
          pattern.get(0).equals(path.get(0))
              ? match(rest, path.subList(1, path.size()))
              : Optional.empty();
    };
  }

  private static List<String> after(String first, List<String> rest) {
    List<String> all = new ArrayList<>(rest);
    all.add(0, first);
    return all;
  }
}
