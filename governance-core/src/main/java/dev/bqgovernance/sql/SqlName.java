package dev.bqgovernance.sql;

import java.util.ArrayList;
import java.util.List;

/**
 * A dotted name at a position of a text.
 *
 * @param parts its parts; a quoted token with dots has several
 * @param first the first token of the name
 * @param end the index of the token after it
 */
record SqlName(List<String> parts, Token first, int end) {

  /**
   * Reads the name that starts at a token for which {@link Token#isName()} holds.
   *
   * @param dashes whether the first part may be an unquoted project with dashes and the last one an
   *     unquoted wildcard, as only names of tables can
   */
  static SqlName at(SqlTokens tokens, int start, boolean dashes) {
    List<String> parts = new ArrayList<>();
    Token first = tokens.get(start);
    int i = start + 1;
    if (dashes && first.kind() == Token.Kind.WORD) {
      while (tokens.get(i).is("-")
          && tokens.get(i - 1).touches(tokens.get(i))
          && tokens.get(i).touches(tokens.get(i + 1))
          && tokens.get(i + 1).isNamePart()
          && tokens.get(i + 1).kind() != Token.Kind.QUOTED) {
        i += 2;
      }
      parts.add(tokens.sql().substring(first.start(), tokens.get(i - 1).end()));
    } else {
      addParts(first, parts);
    }
    while (tokens.get(i).is(".") && tokens.get(i + 1).isNamePart()) {
      addParts(tokens.get(i + 1), parts);
      i += 2;
    }
    if (dashes && tokens.get(i).is("*") && tokens.get(i - 1).touches(tokens.get(i))) {
      parts.set(parts.size() - 1, parts.get(parts.size() - 1) + "*");
      i++;
    }
    return new SqlName(List.copyOf(parts), first, i);
  }

  private static void addParts(Token token, List<String> parts) {
    parts.addAll(SqlReference.partsOf(token.text()));
  }

  boolean isQualified() {
    return parts.size() > 1;
  }

  SqlName withoutFirst() {
    return new SqlName(parts.subList(1, parts.size()), first, end);
  }

  String last() {
    return parts.get(parts.size() - 1);
  }

  SqlReference as(SqlReference.Kind kind) {
    return new SqlReference(kind, parts, first.line(), first.column());
  }
}
