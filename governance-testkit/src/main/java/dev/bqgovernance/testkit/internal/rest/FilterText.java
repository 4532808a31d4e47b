package dev.bqgovernance.testkit.internal.rest;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Pattern;

/**
 * A filter in the language of Logging and Monitoring
 * (https://cloud.google.com/logging/docs/view/logging-query-language), of which only quotes,
 * comments and brackets are parsed.
 *
 * @param code the text with all quoted parts and comments blanked out
 */
public record FilterText(String code) {
  private static final Pattern QUOTED_OR_COMMENT =
      Pattern.compile("--[^\\n]*|\"[^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+\"", Pattern.DOTALL);
  private static final String OPENING = "([{";
  private static final String CLOSING = ")]}";

  /**
   * Reads a filter.
   *
   * @throws ApiError 400 if it is too long, or a quote or bracket is not closed
   */
  public static FilterText parse(String text, int maxLength) {
    if (text.length() > maxLength) {
      throw ApiError.invalid("The filter is longer than " + maxLength + " characters.");
    }
    String code = QUOTED_OR_COMMENT.matcher(text).replaceAll(" ");
    if (code.contains("\"")) {
      throw ApiError.invalid("Unparseable filter: a quote is not closed: " + text);
    }
    Deque<Integer> open = new ArrayDeque<>();
    for (int i = 0; i < code.length(); i++) {
      int opening = OPENING.indexOf(code.charAt(i));
      int closing = CLOSING.indexOf(code.charAt(i));
      if (opening >= 0) {
        open.push(opening);
      } else if (closing >= 0 && (open.isEmpty() || open.pop() != closing)) {
        throw ApiError.invalid("Unparseable filter: a bracket was never opened: " + text);
      }
    }
    if (!open.isEmpty()) {
      throw ApiError.invalid("Unparseable filter: a bracket is not closed: " + text);
    }
    return new FilterText(code);
  }

  /** Whether the filter compares a field, as in {@code metric.type = "…"}. */
  public boolean compares(String field) {
    return Pattern.compile("(?<![\\w.])" + Pattern.quote(field) + "\\s*=").matcher(code).find();
  }
}
