package dev.bqgovernance.sql.googlesql;

import dev.bqgovernance.sql.SqlProblem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A text of a user, with the prefix that makes it a statement for the engine.
 *
 * <p>It converts between three ways of counting: the parser's bytes in UTF-8, the engine's lines
 * and columns (in code points, tabs reaching to every eighth), and the port's lines and columns in
 * UTF-16.
 *
 * <p>This class is immutable and thread-safe.
 */
final class StatementSource {
  private static final int TAB = 8;

  private final String prefix;
  private final String text;
  private final String statement;

  /** The index in the statement of each byte; null if all are equal. */
  private final int @Nullable [] charOfByte;

  private final int[] lineStarts;

  /**
   * @param prefix the prefix that makes the text a statement, such as {@code SELECT} before an
   *     expression
   */
  StatementSource(String prefix, String text) {
    this.prefix = prefix;
    this.text = text;
    statement = prefix + text;
    charOfByte = charOfByte(statement);
    lineStarts = lineStarts(text);
  }

  String statement() {
    return statement;
  }

  int prefixLength() {
    return prefix.length();
  }

  private static int @Nullable [] charOfByte(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length == text.length()) {
      return null;
    }
    int[] result = new int[bytes.length + 1];
    int at = 0;
    for (int i = 0; i < bytes.length; i++) {
      result[i] = at;
      boolean last = (bytes[i + 1 < bytes.length ? i + 1 : i] & 0xC0) != 0x80;
      if (last) {
        at += Character.charCount(text.codePointAt(at));
      }
    }
    result[bytes.length] = text.length();
    return result;
  }

  private static int[] lineStarts(String text) {
    List<Integer> starts = new ArrayList<>(List.of(0));
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean pair = c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n';
      if (c == '\n' || (c == '\r' && !pair)) {
        starts.add(i + 1);
      }
    }
    return starts.stream().mapToInt(Integer::intValue).toArray();
  }

  /** The index in the statement of a byte offset of the parser. */
  int index(int byteOffset) {
    if (charOfByte == null) {
      return Math.min(Math.max(byteOffset, 0), statement.length());
    }
    return charOfByte[Math.min(Math.max(byteOffset, 0), charOfByte.length - 1)];
  }

  /** The position in the user's text of an index in the statement. */
  Place place(int index) {
    int at = Math.min(Math.max(index - prefix.length(), 0), text.length());
    int found = Arrays.binarySearch(lineStarts, at);
    int line = found >= 0 ? found : -found - 2;
    return new Place(line + 1, at - lineStarts[line] + 1);
  }

  /**
   * The index in a statement of a line and column as the engine counts them.
   *
   * @param statement the text that the engine read
   */
  static int indexOf(String statement, int line, int column) {
    int[] starts = lineStarts(statement);
    int i = starts[Math.min(Math.max(line, 1), starts.length) - 1];
    int at = 1;
    while (at < column && i < statement.length() && statement.charAt(i) != '\n') {
      at = statement.charAt(i) == '\t' ? (at - 1) / TAB * TAB + TAB + 1 : at + 1;
      i += Character.charCount(statement.codePointAt(i));
    }
    return i;
  }

  /** A line and column, both from 1. */
  record Place(int line, int column) {
    SqlProblem problem(String message, String fix) {
      return new SqlProblem(message, fix, line, column);
    }
  }
}
