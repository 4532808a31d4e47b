package dev.bqgovernance.sql;

import java.util.Locale;
import java.util.Set;

/**
 * One lexical element of a SQL text.
 *
 * @param key the form for comparisons: a word in upper case, a symbol as it is, else empty
 * @param text a word as it is written, the name inside backticks, the value of a string
 */
record Token(Kind kind, String key, String text, int start, int end, int line, int column) {
  enum Kind {
    /** An unquoted identifier or keyword. */
    WORD,
    /** An identifier in backticks. */
    QUOTED,
    /** A number, or a later part of an unquoted name that starts with a digit. */
    NUMBER,
    STRING,
    BYTES,
    /** A named parameter or a system variable. */
    PARAMETER,
    SYMBOL,
    /** The neighbor of the first and the last token, so that neighbors always exist. */
    END
  }

  /**
   * The reserved words: never a name unless quoted or after a dot. <a
   * href="https://cloud.google.com/bigquery/docs/reference/standard-sql/lexical#reserved_keywords">Source</a>
   */
  private static final Set<String> RESERVED =
      Set.of(
          ("ALL AND ANY ARRAY AS ASC ASSERT_ROWS_MODIFIED AT BETWEEN BY CASE CAST COLLATE CONTAINS"
                  + " CREATE CROSS CUBE CURRENT DEFAULT DEFINE DESC DISTINCT ELSE END ENUM ESCAPE"
                  + " EXCEPT EXCLUDE EXISTS EXTRACT FALSE FETCH FOLLOWING FOR FROM FULL GROUP"
                  + " GROUPING GROUPS HASH HAVING IF IGNORE IN INNER INTERSECT INTERVAL INTO IS JOIN"
                  + " LATERAL LEFT LIKE LIMIT LOOKUP MERGE NATURAL NEW NO NOT NULL NULLS OF ON OR"
                  + " ORDER OUTER OVER PARTITION PRECEDING PROTO QUALIFY RANGE RECURSIVE RESPECT"
                  + " RIGHT ROLLUP ROWS SELECT SET SOME STRUCT TABLESAMPLE THEN TO TREAT TRUE"
                  + " UNBOUNDED UNION UNNEST USING WHEN WHERE WINDOW WITH WITHIN")
              .split(" "));

  static String fold(String name) {
    return name.toUpperCase(Locale.ROOT);
  }

  static boolean isReserved(String word) {
    return RESERVED.contains(fold(word));
  }

  boolean is(String expected) {
    return key.equals(expected);
  }

  boolean isAny(Set<String> expected) {
    return expected.contains(key);
  }

  /** Whether a name may start here. */
  boolean isName() {
    return kind == Kind.QUOTED || (kind == Kind.WORD && !RESERVED.contains(key));
  }

  /** Whether this may follow the dot of a name, where keywords and digits are names too. */
  boolean isNamePart() {
    return kind == Kind.QUOTED || kind == Kind.WORD || kind == Kind.NUMBER;
  }

  boolean touches(Token next) {
    return end == next.start;
  }
}
