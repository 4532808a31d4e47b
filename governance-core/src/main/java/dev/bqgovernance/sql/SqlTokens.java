package dev.bqgovernance.sql;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * The tokens of a GoogleSQL text, without comments and spaces, with the brackets paired. <a
 * href="https://cloud.google.com/bigquery/docs/reference/standard-sql/lexical">Source</a>.
 *
 * <p>A string or quoted name that is not closed on its line ends with the line, so that the text
 * after it is still read.
 */
final class SqlTokens {
  private static final int UNPAIRED = -1;
  private static final String OPENING = "([{";
  private static final String CLOSING = ")]}";

  private final String sql;
  private final List<Token> tokens = new ArrayList<>();
  private final List<SqlProblem> problems = new ArrayList<>();
  private final Token before = new Token(Token.Kind.END, "", "", -1, -1, 1, 1);
  private Token behind = before;
  private int[] partners = {};

  private int offset;
  private int line = 1;
  private int lineStart;
  private int counted;

  private SqlTokens(String sql) {
    this.sql = sql;
  }

  static SqlTokens of(String sql) {
    SqlTokens result = new SqlTokens(sql);
    result.cut();
    result.pairBrackets();
    result.problems.sort(SqlProblem.BY_PLACE);
    return result;
  }

  String sql() {
    return sql;
  }

  int size() {
    return tokens.size();
  }

  /** The token at an index; outside the text a token of kind END. */
  Token get(int index) {
    return index < 0 ? before : index < tokens.size() ? tokens.get(index) : behind;
  }

  /** Whether this is an opening bracket that is closed somewhere. */
  boolean isOpening(int index) {
    return index < partners.length && partners[index] > index;
  }

  /** Whether this is a closing bracket that was opened somewhere. */
  boolean isClosing(int index) {
    return index < partners.length && partners[index] >= 0 && partners[index] < index;
  }

  /** The index of the partner of a bracket, which must have one. */
  int partner(int index) {
    return partners[index];
  }

  List<SqlProblem> problems() {
    return problems;
  }

  private void cut() {
    while (skipSpaceAndComments()) {
      countLinesTo(offset);
      char c = sql.charAt(offset);
      if (isOneOf(c, "'\"")) {
        literal(0);
      } else if (prefixLength() > 0) {
        literal(prefixLength());
      } else if (c == '`') {
        quotedName();
      } else if (isWordPart(c) && continuesName()) {
        word(isDigit(c) ? Token.Kind.NUMBER : Token.Kind.WORD);
      } else if (isDigit(c) || (c == '.' && isDigit(at(offset + 1)) && !touchesName(0))) {
        number();
      } else if (isWordPart(c)) {
        word(Token.Kind.WORD);
      } else if (c == '@' && (at(offset + 1) == '@' || isWordPart(at(offset + 1)))) {
        parameter();
      } else {
        symbol();
      }
    }
    countLinesTo(offset);
    behind = new Token(Token.Kind.END, "", "", offset, offset, line, offset - lineStart + 1);
  }

  /** Moves to the next token; returns whether there is one. */
  private boolean skipSpaceAndComments() {
    while (offset < sql.length()) {
      char c = sql.charAt(offset);
      if (isSpace(c)) {
        offset++;
      } else if (c == '#' || (c == '-' && at(offset + 1) == '-')) {
        while (offset < sql.length() && !isLineBreak(sql.charAt(offset))) {
          offset++;
        }
      } else if (c == '/' && at(offset + 1) == '*') {
        int end = sql.indexOf("*/", offset + 2);
        if (end < 0) {
          countLinesTo(offset);
          problem("this comment is never closed", closeWith("*/"));
        }
        offset = end < 0 ? sql.length() : end + 2;
      } else {
        return true;
      }
    }
    return false;
  }

  /** The length of {@code r}, {@code b}, {@code rb} or {@code br} before a quote here, else 0. */
  private int prefixLength() {
    boolean raw = false;
    boolean bytes = false;
    for (int i = offset; i <= offset + 2; i++) {
      char c = at(i);
      if (!raw && isOneOf(c, "rR")) {
        raw = true;
      } else if (!bytes && isOneOf(c, "bB")) {
        bytes = true;
      } else {
        return isOneOf(c, "'\"") ? i - offset : 0;
      }
    }
    return 0;
  }

  private void literal(int prefixLength) {
    int start = offset;
    String prefix = Token.fold(sql.substring(start, start + prefixLength));
    int quoteAt = start + prefixLength;
    char quote = sql.charAt(quoteAt);
    boolean triple = at(quoteAt + 1) == quote && at(quoteAt + 2) == quote;
    String closing = String.valueOf(quote).repeat(triple ? 3 : 1);
    String content = quoted(quoteAt + closing.length(), closing, "string");
    String value = prefix.contains("R") ? Escapes.breakLines(content) : Escapes.decode(content);
    add(prefix.contains("B") ? Token.Kind.BYTES : Token.Kind.STRING, "", value, start);
  }

  private void quotedName() {
    int start = offset;
    String content = quoted(start + 1, "`", "quoted name");
    add(Token.Kind.QUOTED, "", Escapes.decode(content), start);
  }

  /** Reads up to and including the closing quote, and returns the text before it. */
  private String quoted(int from, String closing, String what) {
    boolean multiLine = closing.length() > 1;
    int i = from;
    boolean closed = false;
    while (i < sql.length() && !closed) {
      if (sql.charAt(i) == '\\' && i + 1 < sql.length()) {
        i++;
      } else {
        closed = sql.startsWith(closing, i);
      }
      if (!multiLine && isLineBreak(sql.charAt(i))) {
        break;
      }
      i += closed ? 0 : 1;
    }
    if (!closed) {
      problem("this " + what + " is never closed", closeWith(closing));
    }
    offset = closed ? i + closing.length() : i;
    return sql.substring(from, i);
  }

  private void word(Token.Kind kind) {
    int start = offset;
    skipWordParts();
    String text = sql.substring(start, offset);
    add(kind, kind == Token.Kind.WORD ? Token.fold(text) : "", text, start);
  }

  private void number() {
    int start = offset;
    boolean hexadecimal = sql.charAt(start) == '0' && isOneOf(at(start + 1), "xX");
    skipWordParts();
    if (!hexadecimal && at(offset) == '.') {
      offset++;
      skipWordParts();
    }
    if (!hexadecimal && isOneOf(at(offset - 1), "eE") && isOneOf(at(offset), "+-")) {
      offset++;
      skipWordParts();
    }
    add(Token.Kind.NUMBER, "", sql.substring(start, offset), start);
  }

  private void parameter() {
    int start = offset;
    boolean system = at(start + 1) == '@';
    offset += system ? 2 : 1;
    skipWordParts();
    while (system && at(offset) == '.') {
      offset++;
      skipWordParts();
    }
    add(Token.Kind.PARAMETER, "", sql.substring(start, offset), start);
  }

  private void symbol() {
    int start = offset;
    String two = sql.substring(start, Math.min(start + 2, sql.length()));
    offset += two.equals("|>") || two.equals("=>") || two.equals("||") ? 2 : 1;
    String text = sql.substring(start, offset);
    add(Token.Kind.SYMBOL, text, text, start);
  }

  /**
   * Whether a word here continues a name: {@code dataset.2024}, {@code my-project-1}. Read as a
   * number, it would include the dot that follows.
   */
  private boolean continuesName() {
    Token last = get(tokens.size() - 1);
    return (last.is(".") || last.is("-")) && last.end() == offset && touchesName(1);
  }

  /** Whether a name ends right before the last tokens, which lie right before this place. */
  private boolean touchesName(int tokensBetween) {
    Token name = get(tokens.size() - 1 - tokensBetween);
    return name.isNamePart() && name.end() == offset - tokensBetween;
  }

  private void skipWordParts() {
    while (isWordPart(at(offset))) {
      offset++;
    }
  }

  private void add(Token.Kind kind, String key, String text, int start) {
    tokens.add(new Token(kind, key, text, start, offset, line, start - lineStart + 1));
  }

  /** Reports a problem at the position up to which lines are counted. */
  private void problem(String message, String fix) {
    problems.add(new SqlProblem(message, fix, line, counted - lineStart + 1));
  }

  private static String closeWith(String closing) {
    return "Close it with " + closing + " where it should end.";
  }

  private void countLinesTo(int end) {
    for (; counted < end; counted++) {
      char c = sql.charAt(counted);
      if (c == '\n' || (c == '\r' && at(counted + 1) != '\n')) {
        line++;
        lineStart = counted + 1;
      }
    }
  }

  private void pairBrackets() {
    partners = new int[tokens.size()];
    Arrays.fill(partners, UNPAIRED);
    Deque<Integer> open = new ArrayDeque<>();
    int[] openOfKind = new int[CLOSING.length()];
    for (int i = 0; i < tokens.size(); i++) {
      int opening = bracketKind(OPENING, i);
      int closing = bracketKind(CLOSING, i);
      if (opening >= 0) {
        open.push(i);
        openOfKind[opening]++;
      } else if (closing >= 0 && openOfKind[closing] == 0) {
        String fix = "Remove it, or add the missing " + OPENING.charAt(closing) + " before it.";
        bracketProblem(i, "closes nothing", fix);
      } else if (closing >= 0) {
        int partner = open.pop();
        for (; bracketKind(OPENING, partner) != closing; partner = open.pop()) {
          openOfKind[bracketKind(OPENING, partner)]--;
          neverClosed(partner);
        }
        openOfKind[closing]--;
        partners[partner] = i;
        partners[i] = partner;
      }
    }
    open.forEach(this::neverClosed);
  }

  /** The index of the bracket's kind, or -1. */
  private int bracketKind(String brackets, int index) {
    String key = tokens.get(index).key();
    return key.length() == 1 ? brackets.indexOf(key) : -1;
  }

  private void neverClosed(int index) {
    char closing = CLOSING.charAt(bracketKind(OPENING, index));
    bracketProblem(index, "is never closed", closeWith(String.valueOf(closing)));
  }

  private void bracketProblem(int index, String message, String fix) {
    Token bracket = tokens.get(index);
    problems.add(
        new SqlProblem(
            "this " + bracket.text() + " " + message, fix, bracket.line(), bracket.column()));
  }

  /** The character at an index, or a null character outside the text. */
  private char at(int index) {
    return index >= 0 && index < sql.length() ? sql.charAt(index) : '\0';
  }

  private static boolean isOneOf(char c, String characters) {
    return characters.indexOf(c) >= 0;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** Letters of every script: BigQuery requires quotes, but no name may be missed. */
  private static boolean isWordPart(char c) {
    return c == '_' || Character.isLetterOrDigit(c) || Character.isSurrogate(c);
  }

  private static boolean isLineBreak(char c) {
    return c == '\n' || c == '\r';
  }

  private static boolean isSpace(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\uFEFF';
  }
}
