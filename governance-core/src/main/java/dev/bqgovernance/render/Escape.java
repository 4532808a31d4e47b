package dev.bqgovernance.render;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes foreign text harmless: nothing in it has an effect, and nothing in it is invisible.
 *
 * <p>Characters that are invisible, or that change how others are displayed, are written as code
 * points, as in <code>&#92;u{202E}</code>. Escaping is for readers; it cannot be reversed.
 */
final class Escape {
  /**
   * Characters that are invisible although their category is letter, mark or symbol: fillers,
   * joiners and variation selectors.
   */
  private static final Pattern BLANK =
      Pattern.compile(
          "[\\x{34F}\\x{115F}\\x{1160}\\x{17B4}\\x{17B5}\\x{180B}-\\x{180F}\\x{2800}\\x{3164}"
              + "\\x{FE00}-\\x{FE0F}\\x{FFA0}\\x{E0100}-\\x{E01EF}]");

  /** A word without a meaning in any Markdown dialect, with ordinary punctuation. */
  private static final Pattern PLAIN_WORD =
      Pattern.compile("[(\"']*[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N}'-]*[)\"',;:.?!]*");

  private static final Pattern WORD =
      Pattern.compile("([(\"']*)(.*?)([)\"',;:.?!]*)", Pattern.DOTALL);

  private static final Pattern LIST_NUMBER = Pattern.compile("(\\d+)([.)])(.*)");

  private static final Pattern BACKTICKS = Pattern.compile("`+");

  private Escape() {}

  /** The text on one line, with every character visible. */
  static String visible(String text) {
    StringBuilder visible = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '\n' -> visible.append("\\n");
                case '\r' -> visible.append("\\r");
                case '\t' -> visible.append("\\t");
                default -> {
                  if (isVisible(c)) {
                    visible.appendCodePoint(c);
                  } else {
                    visible.append(String.format("\\u{%X}", c));
                  }
                }
              }
            });
    return visible.toString();
  }

  /** The visible text in quotes that it cannot close; single quotes if it only has double ones. */
  static String quoted(String text) {
    return text.indexOf('"') >= 0 && text.indexOf('\'') < 0
        ? "'" + visible(text) + "'"
        : '"' + visible(text).replace("\"", "\\\"") + '"';
  }

  /** JSON text in which strings have visible characters only. */
  static String json(String document) {
    StringBuilder visible = new StringBuilder(document.length());
    document
        .codePoints()
        .forEach(
            c -> {
              if (c == '\n' || isVisible(c)) {
                visible.appendCodePoint(c);
              } else {
                for (char unit : Character.toChars(c)) {
                  visible.append(String.format("\\u%04X", (int) unit));
                }
              }
            });
    return visible.toString();
  }

  private static boolean isVisible(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      case Character.SPACE_SEPARATOR -> c == ' ';
      default -> c < 0x34F || !BLANK.matcher(Character.toString(c)).matches();
    };
  }

  /**
   * The text as a Markdown code span, in which nothing has a meaning: no emphasis, link, HTML,
   * mention of a person, or reference to an issue.
   */
  static String codeSpan(String text) {
    String visible = text.isEmpty() ? "\"\"" : visible(text);
    String ticks = "`".repeat(longestRun(visible) + 1);
    boolean isPadded = "` ".indexOf(visible.charAt(0)) >= 0 || "` ".indexOf(last(visible)) >= 0;
    return isPadded ? ticks + ' ' + visible + ' ' + ticks : ticks + visible + ticks;
  }

  private static char last(String text) {
    return text.charAt(text.length() - 1);
  }

  private static int longestRun(String text) {
    return BACKTICKS.matcher(text).results().mapToInt(run -> run.group().length()).max().orElse(0);
  }

  /** A fence for a Markdown code block that none of these lines can close. */
  static String fence(List<String> lines) {
    int longest = lines.stream().mapToInt(Escape::longestRun).max().orElse(0);
    return "`".repeat(Math.max(3, longest + 1));
  }

  /** Sentences as Markdown: ordinary words are kept, everything else becomes a code span. */
  static String markdown(String prose) {
    List<String> words = new ArrayList<>();
    for (String word : visible(prose).strip().split(" +", -1)) {
      words.add(word.isEmpty() ? word : markdownWord(word));
    }
    Matcher number = LIST_NUMBER.matcher(words.get(0));
    if (number.matches()) {
      words.set(0, number.replaceFirst("$1\\\\$2$3"));
    }
    return String.join(" ", words);
  }

  private static String markdownWord(String word) {
    if (PLAIN_WORD.matcher(word).matches()) {
      return word;
    }
    Matcher parts = WORD.matcher(word);
    if (!parts.matches() || parts.group(2).isEmpty()) {
      return codeSpan(word);
    }
    return parts.group(1) + codeSpan(parts.group(2)) + parts.group(3);
  }
}
