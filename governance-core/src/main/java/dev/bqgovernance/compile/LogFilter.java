package dev.bqgovernance.compile;

/**
 * A filter in Cloud Logging's query language, asked about entries of which not everything is known
 * (<a href="https://docs.cloud.google.com/logging/docs/view/logging-query-language">source</a>).
 *
 * <p>Strings are compared without their case. A comparison with an absent field is false, also
 * {@code !=}; {@code NOT} of it is true. The answer is {@link Ternary#UNKNOWN} also where the
 * source leaves the outcome to the service: {@code sample} of a part, {@code cast} and {@code
 * regexp_extract}, {@code SEARCH} whose words occur, a regular expression that only RE2 reads.
 */
@FunctionalInterface
interface LogFilter {
  /** Whether the filter matches an entry. */
  Ternary matches(LogEntry entry);

  /**
   * Reads a filter; an empty one matches every entry.
   *
   * @throws LogFilterSyntaxException if it is none
   */
  static LogFilter parse(String text) {
    return new LogFilterParser(text).parse();
  }
}
