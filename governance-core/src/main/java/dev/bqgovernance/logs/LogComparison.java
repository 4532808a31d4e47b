package dev.bqgovernance.logs;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** A comparison of one field of a log entry with a value. */
final class LogComparison implements LogFilter {
  /** The comparison operators. */
  enum Operator {
    HAS(":"),
    MATCHES("=~"),
    MATCHES_NOT("!~"),
    NOT_EQUAL("!="),
    AT_LEAST(">="),
    AT_MOST("<="),
    EQUAL("="),
    ABOVE(">"),
    BELOW("<");

    private final String symbol;

    Operator(String symbol) {
      this.symbol = symbol;
    }

    /** The operator at an offset of a text. */
    static Optional<Operator> at(String text, int offset) {
      return Arrays.stream(values()).filter(o -> text.startsWith(o.symbol, offset)).findFirst();
    }

    int length() {
      return symbol.length();
    }

    private boolean holds(int order) {
      return switch (this) {
        case EQUAL -> order == 0;
        case NOT_EQUAL -> order != 0;
        case AT_LEAST -> order >= 0;
        case AT_MOST -> order <= 0;
        case ABOVE -> order > 0;
        case BELOW -> order < 0;
        case HAS, MATCHES, MATCHES_NOT -> throw new IllegalStateException(name());
      };
    }
  }

  /** https://docs.cloud.google.com/logging/docs/reference/v2/rest/v2/LogEntry#logseverity. */
  private static final List<String> SEVERITIES =
      List.of(
          "DEFAULT",
          "DEBUG",
          "INFO",
          "NOTICE",
          "WARNING",
          "ERROR",
          "CRITICAL",
          "ALERT",
          "EMERGENCY");

  private static final Pattern NUMBER = Pattern.compile("-?\\d{1,300}(\\.\\d{1,300})?");

  private final List<String> path;
  private final Operator operator;
  private final String operand;
  private final boolean presence;
  private final Optional<Pattern> pattern;

  /**
   * A comparison.
   *
   * @param bare whether the operand is written without quotes: then {@code *} tests for presence
   */
  LogComparison(List<String> path, Operator operator, String operand, boolean bare) {
    this.path = path;
    this.operator = operator;
    this.operand = operand;
    this.presence = bare && operand.equals("*") && operator == Operator.HAS;
    this.pattern = isRegular() ? compile(operand) : Optional.empty();
  }

  @Override
  public Ternary matches(LogEntry entry) {
    Optional<String> value = entry.value(path);
    if (value.isPresent()) {
      return presence ? Ternary.YES : compare(value.get());
    }
    List<String> within = entry.valuesWithin(path);
    if (within.isEmpty()) {
      return entry.isComplete(path) ? Ternary.NO : Ternary.UNKNOWN;
    }
    boolean positive = operator == Operator.HAS || operator == Operator.MATCHES;
    // A record is present if one of its fields is; a search in it searches each of them.
    return presence || (positive && within.stream().anyMatch(v -> compare(v) == Ternary.YES))
        ? Ternary.YES
        : Ternary.UNKNOWN;
  }

  private Ternary compare(String value) {
    if (isRegular()) {
      Ternary found = pattern.map(regex -> find(regex, value)).orElse(Ternary.UNKNOWN);
      return operator == Operator.MATCHES ? found : found.not();
    } else if (path.size() == 1 && path.get(0).equalsIgnoreCase("severity")) {
      return compareSeverity(value);
    } else if (operator == Operator.HAS) {
      return Ternary.of(contains(value, operand));
    }
    boolean numbers = NUMBER.matcher(value).matches() && NUMBER.matcher(operand).matches();
    return Ternary.of(
        operator.holds(
            numbers
                ? Double.compare(Double.parseDouble(value), Double.parseDouble(operand))
                : value.compareToIgnoreCase(operand)));
  }

  private Ternary compareSeverity(String value) {
    int found = severity(value);
    int expected = severity(operand);
    if (found < 0 || expected < 0) {
      return Ternary.UNKNOWN;
    }
    return Ternary.of(
        operator == Operator.HAS
            ? found == expected
            : operator.holds(Integer.compare(found, expected)));
  }

  /** A severity's number, by its name or itself; negative if there is none. */
  private static int severity(String text) {
    return NUMBER.matcher(text).matches()
        ? (int) Double.parseDouble(text)
        : 100 * SEVERITIES.indexOf(text.toUpperCase(Locale.ROOT));
  }

  private boolean isRegular() {
    return operator == Operator.MATCHES || operator == Operator.MATCHES_NOT;
  }

  static boolean contains(String value, String part) {
    return value.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT));
  }

  /** A pattern that only RE2 accepts is not an error: the service may well accept it. */
  private static Optional<Pattern> compile(String regex) {
    try {
      return Optional.of(Pattern.compile(regex));
    } catch (PatternSyntaxException e) {
      return Optional.empty();
    }
  }

  private static Ternary find(Pattern pattern, String value) {
    try {
      return Ternary.of(pattern.matcher(new Budgeted(value)).find());
    } catch (BudgetSpentException e) {
      return Ternary.UNKNOWN;
    }
  }

  /**
   * Bounds the time of a match: unlike RE2, Java's regular expressions may take exponential time.
   */
  private static final class Budgeted implements CharSequence {
    private final String text;
    private int left = 1_000_000;

    Budgeted(String text) {
      this.text = text;
    }

    @Override
    public char charAt(int index) {
      if (left-- == 0) {
        throw new BudgetSpentException();
      }
      return text.charAt(index);
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.substring(start, end);
    }

    @Override
    public String toString() {
      return text;
    }
  }

  private static final class BudgetSpentException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
