package dev.bqgovernance.testkit.internal.transfer;

import java.util.Locale;
import java.util.regex.Pattern;

/** Decides whether the SQL of a scheduled query is a single query that returns rows. */
final class QueryText {
  private static final Pattern NOT_CODE =
      Pattern.compile(
          "--[^\\n]*|#[^\\n]*|/\\*.*?\\*/|\"\"\".*?\"\"\"|'''.*?'''"
              + "|\"[^\"\\\\\\n]*+(?:\\\\.[^\"\\\\\\n]*+)*+\"|'[^'\\\\\\n]*+(?:\\\\.[^'\\\\\\n]*+)*+'"
              + "|`[^`]*`",
          Pattern.DOTALL);
  private static final Pattern ONE_QUERY =
      Pattern.compile("[\\s(]*(?:select|with|from)\\b[^;]*(?:;\\s*)?");

  private QueryText() {}

  /** False for DDL, DML and scripts. */
  static boolean givesRows(String sql) {
    String code = NOT_CODE.matcher(sql).replaceAll(" x ").toLowerCase(Locale.ROOT);
    return ONE_QUERY.matcher(code.replaceFirst("^(?:\\s*x\\s)*", "")).matches();
  }
}
