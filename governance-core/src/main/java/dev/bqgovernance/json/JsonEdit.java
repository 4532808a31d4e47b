package dev.bqgovernance.json;

import dev.bqgovernance.model.Place;
import java.util.List;

/**
 * Edits a JSON text that people wrote, and leaves everything else in it as it is: comments, order,
 * spacing.
 *
 * <p>The text must be one that {@link LocatedJson} reads without findings.
 *
 * <p>This class has no state and is thread-safe.
 */
public final class JsonEdit {
  private static final String INDENTATION = "  ";

  private JsonEdit() {}

  /**
   * Removes a value from its list, with its comma, and with its line where nothing else is on it; a
   * comment at the line's end goes with it.
   *
   * @param place where the value starts
   */
  public static String remove(String text, Place place) {
    int start = offset(text, place);
    int end = behindValue(text, start);
    int comma = nextMark(text, end);
    boolean isLast = text.charAt(comma) != ',';
    if (!isLast) {
      end = comma + 1;
    }
    int lineStart = text.lastIndexOf('\n', start - 1) + 1;
    int lineEnd = lineEnd(text, end);
    String behind = text.substring(end, lineEnd).strip();
    boolean ownsLine =
        text.substring(lineStart, start).isBlank()
            && (behind.isEmpty() || behind.startsWith("//"))
            && lineEnd < text.length();
    String rest =
        ownsLine
            ? text.substring(0, lineStart) + text.substring(lineEnd + 1)
            : text.substring(0, start) + text.substring(end).stripLeading();
    return isLast ? withoutCommaBefore(rest, ownsLine ? lineStart : start) : rest;
  }

  /** A comma that is now at the end of the list. */
  private static String withoutCommaBefore(String text, int position) {
    int i = position - 1;
    while (i >= 0 && Character.isWhitespace(text.charAt(i))) {
      i--;
    }
    if (i < 0 || text.charAt(i) != ',') {
      return text;
    }
    String gap = text.substring(i + 1, position);
    return text.substring(0, i) + (gap.contains("\n") ? gap : "") + text.substring(position);
  }

  /**
   * Adds values behind the last one of a text that is one list, each on a line of its own.
   *
   * @param last where the last value of the list starts; anything if {@code isEmpty}
   * @param isEmpty whether the list has no values
   * @param values the values as JSON, each on one line
   */
  public static String append(String text, Place last, boolean isEmpty, List<String> values) {
    String added = String.join(",\n" + INDENTATION, values);
    if (isEmpty) {
      int open = nextMark(text, 0);
      int close = nextMark(text, open + 1);
      String between = text.substring(open + 1, close).stripTrailing();
      return text.substring(0, open + 1)
          + between
          + "\n"
          + INDENTATION
          + added
          + "\n"
          + text.substring(close);
    }
    int end = behindValue(text, offset(text, last));
    int mark = nextMark(text, end);
    boolean hasComma = text.charAt(mark) == ',';
    int close = hasComma ? nextMark(text, mark + 1) : mark;
    String withComma =
        hasComma
            ? text.substring(0, close)
            : text.substring(0, end) + "," + text.substring(end, close);
    return withComma.stripTrailing() + "\n" + INDENTATION + added + "\n" + text.substring(close);
  }

  private static int offset(String text, Place place) {
    int start = 0;
    for (int line = 1; line < place.line(); line++) {
      start = lineEnd(text, start) + 1;
    }
    return start + place.column() - 1;
  }

  private static int lineEnd(String text, int from) {
    int end = text.indexOf('\n', from);
    return end < 0 ? text.length() : end;
  }

  /** Behind the object, list or text that starts at an offset. */
  private static int behindValue(String text, int start) {
    int depth = 0;
    int i = start;
    do {
      i = nextMark(text, i);
      char c = text.charAt(i);
      if (c == '"') {
        i = behindString(text, i) - 1;
      } else if (c == '{' || c == '[') {
        depth++;
      } else if (c == '}' || c == ']') {
        depth--;
      }
      i++;
    } while (depth > 0);
    return i;
  }

  private static int behindString(String text, int start) {
    int i = start + 1;
    while (text.charAt(i) != '"') {
      i += text.charAt(i) == '\\' ? 2 : 1;
    }
    return i + 1;
  }

  /** The next character that is neither space nor part of a comment. */
  private static int nextMark(String text, int from) {
    int i = from;
    while (i < text.length()) {
      if (text.startsWith("//", i)) {
        i = lineEnd(text, i);
      } else if (text.startsWith("/*", i)) {
        i = text.indexOf("*/", i) + 2;
      } else if (Character.isWhitespace(text.charAt(i))) {
        i++;
      } else {
        return i;
      }
    }
    throw new IllegalArgumentException("the text ends before its JSON does");
  }
}
