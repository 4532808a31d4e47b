package dev.bqgovernance.sql;

/**
 * The escape sequences of strings and quoted names. <a
 * href="https://cloud.google.com/bigquery/docs/reference/standard-sql/lexical#escape_sequences">Source</a>.
 */
final class Escapes {
  private static final String LETTERS = "abfnrtv";
  private static final String MEANINGS = "\u0007\b\f\n\r\t\u000b";

  private Escapes() {}

  /** The value of a text with escape sequences; an invalid sequence stays as it is. */
  static String decode(String escaped) {
    String text = breakLines(escaped);
    int backslash = text.indexOf('\\');
    if (backslash < 0) {
      return text;
    }
    StringBuilder value = new StringBuilder(text.length());
    int copied = 0;
    while (backslash >= 0 && backslash + 1 < text.length()) {
      value.append(text, copied, backslash);
      copied = backslash + appendOne(text, backslash, value);
      backslash = text.indexOf('\\', copied);
    }
    return value.append(text, copied, text.length()).toString();
  }

  /** Every line break in a value is a line feed, regardless of the line breaks of the file. */
  static String breakLines(String text) {
    return text.indexOf('\r') < 0 ? text : text.replace("\r\n", "\n").replace('\r', '\n');
  }

  /** Appends the character that a sequence stands for, and returns the sequence's length. */
  private static int appendOne(String text, int backslash, StringBuilder value) {
    char c = text.charAt(backslash + 1);
    int letter = LETTERS.indexOf(c);
    if (letter >= 0) {
      value.append(MEANINGS.charAt(letter));
      return 2;
    }
    int length =
        switch (c) {
          case 'x', 'X' -> code(text, backslash + 2, 2, 16, value);
          case 'u' -> code(text, backslash + 2, 4, 16, value);
          case 'U' -> code(text, backslash + 2, 8, 16, value);
          case '0', '1', '2', '3' -> code(text, backslash + 1, 3, 8, value) - 1;
          default -> 0;
        };
    if (length > 0) {
      return length;
    }
    if ("\\?\"'`".indexOf(c) < 0) {
      value.append('\\');
    }
    value.append(c);
    return 2;
  }

  /**
   * Appends a character given by its code; returns the sequence's length, or 0 if it is not valid.
   */
  private static int code(String text, int from, int digits, int radix, StringBuilder value) {
    if (from + digits > text.length()) {
      return 0;
    }
    long code = 0;
    for (int i = from; i < from + digits; i++) {
      int digit = Character.digit(text.charAt(i), radix);
      if (digit < 0) {
        return 0;
      }
      code = code * radix + digit;
    }
    if (code > Character.MAX_CODE_POINT) {
      return 0;
    }
    value.appendCodePoint((int) code);
    return 2 + digits;
  }
}
