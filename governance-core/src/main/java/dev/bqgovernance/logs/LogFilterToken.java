package dev.bqgovernance.logs;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One lexical element of a filter of log entries.
 *
 * @param text a word, symbol or operator as it is written, the value of a string
 * @param operator the operator that it is
 * @param source the filter's text
 */
record LogFilterToken(
    Kind kind,
    String text,
    Optional<LogComparison.Operator> operator,
    String source,
    int start,
    int end) {
  private enum Kind {
    WORD,
    STRING,
    SYMBOL,
    OPERATOR,
    END
  }

  private static final Pattern WORD = Pattern.compile("[^\\s(),\"'=<>!:~]+");
  private static final Pattern ESCAPE =
      Pattern.compile(
          "\\\\(?:u(\\p{XDigit}{4})|x(\\p{XDigit}{2})|([0-3]?[0-7]{1,2})|(.))", Pattern.DOTALL);
  private static final String ESCAPED = "abfnrtv";
  private static final String CONTROLS = "\u0007\b\f\n\r\t\u000b";

  /** Cuts a filter into tokens without its comments; the last is the end. */
  static List<LogFilterToken> cut(String source) {
    List<LogFilterToken> tokens = new ArrayList<>();
    int offset = 0;
    do {
      tokens.add(read(source, skipSpaceAndComments(source, offset)));
      offset = tokens.get(tokens.size() - 1).end;
    } while (!tokens.get(tokens.size() - 1).isEnd());
    return tokens;
  }

  private static int skipSpaceAndComments(String source, int start) {
    int offset = start;
    while (offset < source.length()) {
      if (source.startsWith("--", offset)) {
        int lineEnd = source.indexOf('\n', offset);
        offset = lineEnd < 0 ? source.length() : lineEnd;
      } else if (Character.isWhitespace(source.charAt(offset))) {
        offset++;
      } else {
        break;
      }
    }
    return offset;
  }

  private static LogFilterToken read(String source, int start) {
    if (start == source.length()) {
      return of(Kind.END, "", source, start, start);
    }
    char first = source.charAt(start);
    Optional<LogComparison.Operator> operator = LogComparison.Operator.at(source, start);
    Matcher word = WORD.matcher(source).region(start, source.length());
    if (first == '"' || first == '\'') {
      int end = start + 1;
      for (; end < source.length() && source.charAt(end) != first; end++) {
        end += source.charAt(end) == '\\' ? 1 : 0;
      }
      if (end >= source.length()) {
        throw of(Kind.SYMBOL, "" + first, source, start, start + 1)
            .unexpected("this string is never closed; close it with " + first);
      }
      return of(Kind.STRING, decode(source.substring(start + 1, end)), source, start, end + 1);
    } else if (operator.isPresent()) {
      int end = start + operator.get().length();
      return new LogFilterToken(
          Kind.OPERATOR, source.substring(start, end), operator, source, start, end);
    } else if (word.lookingAt()) {
      return of(Kind.WORD, word.group(), source, start, word.end());
    }
    LogFilterToken symbol = of(Kind.SYMBOL, "" + first, source, start, start + 1);
    if ("(),".indexOf(first) < 0) {
      throw symbol.unexpected("expected one of the operators = != < <= > >= : =~ !~");
    }
    return symbol;
  }

  private static LogFilterToken of(Kind kind, String text, String source, int start, int end) {
    return new LogFilterToken(kind, text, Optional.empty(), source, start, end);
  }

  /** Keeps the backslash before anything that is not an escape: regular expressions need it. */
  private static String decode(String content) {
    return ESCAPE
        .matcher(content)
        .replaceAll(escape -> Matcher.quoteReplacement(character(escape)));
  }

  private static String character(MatchResult escape) {
    if (escape.group(1) != null || escape.group(2) != null) {
      String digits = Optional.ofNullable(escape.group(1)).orElseGet(() -> escape.group(2));
      return Character.toString(Integer.parseInt(digits, 16));
    } else if (escape.group(3) != null) {
      return Character.toString(Integer.parseInt(escape.group(3), 8));
    }
    int control = ESCAPED.indexOf(escape.group(4));
    if (control >= 0) {
      return String.valueOf(CONTROLS.charAt(control));
    }
    return "\\\"'".contains(escape.group(4)) ? escape.group(4) : escape.group();
  }

  boolean isEnd() {
    return kind == Kind.END;
  }

  boolean isOperator() {
    return kind == Kind.OPERATOR;
  }

  boolean isQuoted() {
    return kind == Kind.STRING;
  }

  /** Whether it is a word or a string. */
  boolean isValue() {
    return kind == Kind.WORD || kind == Kind.STRING;
  }

  /** Whether it is this symbol or unquoted word. */
  boolean is(String written) {
    return kind != Kind.STRING && text.equals(written);
  }

  /** Whether it starts with a minus that negates what follows without a blank. */
  boolean isMinus() {
    return kind == Kind.WORD
        && text.startsWith("-")
        && (text.length() > 1
            || (end < source.length() && "\"'(".indexOf(source.charAt(end)) >= 0));
  }

  LogFilterToken withoutMinus() {
    return of(Kind.WORD, text.substring(1), source, start + 1, end);
  }

  boolean touches(LogFilterToken before) {
    return before.end == start;
  }

  /** Whether it is the parenthesis directly after a function's name. */
  boolean opensCallOf(LogFilterToken name) {
    return is("(") && name.kind == Kind.WORD && touches(name);
  }

  /** Whether it continues a path, one part of which is in quotes. */
  boolean continuesPath(LogFilterToken before) {
    return isValue()
        && touches(before)
        && (before.isQuoted()
            ? kind == Kind.WORD && text.startsWith(".")
            : isQuoted() && before.text.endsWith("."));
  }

  /** The exception for an unexpected token here. */
  LogFilterSyntaxException unexpected(String message) {
    String found =
        isEnd()
            ? "the end of the filter"
            : "\"" + source.substring(start, end).lines().findFirst().orElse("") + "\"";
    String before = source.substring(0, start);
    return new LogFilterSyntaxException(
        message + "; found " + found,
        (int) before.chars().filter(c -> c == '\n').count() + 1,
        start - before.lastIndexOf('\n'));
  }
}
