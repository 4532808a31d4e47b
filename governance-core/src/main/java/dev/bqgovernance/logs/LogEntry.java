package dev.bqgovernance.logs;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A partly known log entry: some fields have a known value, some are known to be absent, and
 * nothing is known of the others.
 *
 * <p>This class is immutable and thread-safe.
 */
public final class LogEntry {
  private final Map<List<String>, String> values = new HashMap<>();
  private final Set<List<String>> complete = new HashSet<>();

  /**
   * An entry.
   *
   * @param values the values of fields by their paths, such as {@code resource.type}
   * @param complete the paths of fields whose values are all given, nested fields included: any
   *     other field at or below them is absent; the empty path for the whole entry
   */
  public LogEntry(Map<String, String> values, Collection<String> complete) {
    values.forEach((path, value) -> this.values.put(path(path), value));
    complete.forEach(path -> this.complete.add(path(path)));
  }

  private static List<String> path(String text) {
    return text.isEmpty() ? List.of() : fold(List.of(text.split("\\.", -1)));
  }

  /** Field names are compared regardless of case, like everything in the language. */
  private static List<String> fold(List<String> path) {
    return path.stream().map(part -> part.toLowerCase(Locale.ROOT)).toList();
  }

  /** The value of a field; empty if it is absent or unknown. */
  Optional<String> value(List<String> path) {
    return Optional.ofNullable(values.get(fold(path)));
  }

  /** The known values of a field and of all fields within it. */
  List<String> valuesWithin(List<String> path) {
    List<String> folded = fold(path);
    return values.entrySet().stream()
        .filter(entry -> startsWith(entry.getKey(), folded))
        .map(Map.Entry::getValue)
        .toList();
  }

  /** Whether every value within a field is known. */
  boolean isComplete(List<String> path) {
    List<String> folded = fold(path);
    return values.containsKey(folded)
        || complete.stream().anyMatch(root -> startsWith(folded, root));
  }

  private static boolean startsWith(List<String> path, List<String> root) {
    return path.size() >= root.size() && path.subList(0, root.size()).equals(root);
  }
}
