package dev.bqgovernance.json;

import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Writes JSON for readers and for Git: the same value is always the same text, and one entry of a
 * list is one line.
 *
 * <p>Two spaces of indentation, keys in the order given, a line feed at the end. An object or a
 * list inside another is on one line where it fits into 120 columns; a list of objects always has
 * one line per element. Characters that cannot be seen, or that turn the direction of the text, are
 * escaped.
 */
public final class JsonFormat {
  private static final int COLUMNS = 120;
  private static final String INDENTATION = "  ";

  private final StringBuilder out = new StringBuilder();

  private JsonFormat() {}

  /**
   * The text of a value.
   *
   * @param value made of {@link Map} (keys are strings), {@link List}, {@link String}, {@link
   *     Long}, {@link Integer} and {@link Boolean}
   * @throws IllegalArgumentException if it is made of anything else
   */
  public static String print(Object value) {
    JsonFormat format = new JsonFormat();
    if (isEmpty(value)) {
      format.line(value);
    } else {
      format.broken(value, "");
    }
    return format.out.append('\n').toString();
  }

  /**
   * The text of a value on one line, however long, without a line feed at its end.
   *
   * @param value made of the same as for {@link #print}
   * @throws IllegalArgumentException if it is made of anything else
   */
  public static String oneLine(Object value) {
    JsonFormat format = new JsonFormat();
    format.line(value);
    return format.out.toString();
  }

  private static boolean isEmpty(Object value) {
    return (value instanceof Map<?, ?> map && map.isEmpty())
        || (value instanceof List<?> list && list.isEmpty());
  }

  /** A value behind {@code reserved} columns that are taken already, its comma included. */
  private void value(Object value, String indentation, int reserved) {
    if (!hasListOfObjects(value)) {
      int start = out.length();
      line(value);
      boolean fits = reserved + out.length() - start <= COLUMNS;
      if (fits || !(value instanceof Map<?, ?> || value instanceof List<?>)) {
        return;
      }
      out.setLength(start);
    }
    broken(value, indentation);
  }

  private static boolean hasListOfObjects(Object value) {
    if (value instanceof Map<?, ?> map) {
      return map.values().stream().anyMatch(JsonFormat::hasListOfObjects);
    }
    return value instanceof List<?> list && list.stream().anyMatch(e -> e instanceof Map<?, ?>);
  }

  private void broken(Object value, String indentation) {
    String inner = indentation + INDENTATION;
    if (value instanceof Map<?, ?> map) {
      out.append('{');
      for (Iterator<? extends Map.Entry<?, ?>> i = map.entrySet().iterator(); i.hasNext(); ) {
        Map.Entry<?, ?> member = i.next();
        out.append('\n').append(inner);
        int start = out.length();
        key(member.getKey());
        value(member.getValue(), inner, inner.length() + out.length() - start + 1);
        out.append(i.hasNext() ? "," : "");
      }
      out.append('\n').append(indentation).append('}');
    } else if (value instanceof List<?> list) {
      out.append('[');
      for (Iterator<?> i = list.iterator(); i.hasNext(); ) {
        out.append('\n').append(inner);
        value(i.next(), inner, inner.length() + 1);
        out.append(i.hasNext() ? "," : "");
      }
      out.append('\n').append(indentation).append(']');
    } else {
      line(value);
    }
  }

  private void line(Object value) {
    if (value instanceof Map<?, ?> map) {
      out.append('{');
      String separator = "";
      for (Map.Entry<?, ?> member : map.entrySet()) {
        out.append(separator);
        key(member.getKey());
        line(member.getValue());
        separator = ", ";
      }
      out.append('}');
    } else if (value instanceof List<?> list) {
      out.append('[');
      String separator = "";
      for (Object element : list) {
        out.append(separator);
        line(element);
        separator = ", ";
      }
      out.append(']');
    } else if (value instanceof String text) {
      quoted(text);
    } else if (value instanceof Boolean || value instanceof Long || value instanceof Integer) {
      out.append(value);
    } else {
      throw new IllegalArgumentException("no JSON can be written for " + value.getClass());
    }
  }

  private void key(Object key) {
    line(key);
    out.append(": ");
  }

  private void quoted(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (isPair(text, i)) {
            out.append(c).append(text.charAt(++i));
          } else if (isVisible(c)) {
            out.append(c);
          } else {
            out.append(String.format("\\u%04x", (int) c));
          }
        }
      }
    }
    out.append('"');
  }

  private static boolean isPair(String text, int at) {
    return at + 1 < text.length()
        && Character.isSurrogatePair(text.charAt(at), text.charAt(at + 1));
  }

  private static boolean isVisible(char c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
