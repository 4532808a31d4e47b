package dev.bqgovernance.logs;

/**
 * A filter in Cloud Logging's query language, evaluated on entries that are only partly known (<a
 * href="https://docs.cloud.google.com/logging/docs/view/logging-query-language">source</a>).
 *
 * <p>Strings are compared regardless of case. A comparison with an absent field is false, also
 * {@code !=}; its negation is true. The answer is {@link Ternary#UNKNOWN} also where the
 * documentation leaves the outcome to the service: {@code sample} of a part, {@code cast} and
 * {@code regexp_extract}, {@code SEARCH} whose words occur, and a regular expression that only RE2
 * accepts.
 *
 * <p>Implementations are immutable and thread-safe.
 */
@FunctionalInterface
public interface LogFilter {
  /** Whether the filter matches an entry. */
  Ternary matches(LogEntry entry);

  /**
   * Parses a filter; an empty one matches every entry.
   *
   * @throws LogFilterSyntaxException if the text is not a valid filter
   */
  static LogFilter parse(String text) {
    return new LogFilterParser(text).parse();
  }
}
