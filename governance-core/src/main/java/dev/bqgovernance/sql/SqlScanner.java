package dev.bqgovernance.sql;

/**
 * Finds the tables and functions that a GoogleSQL text names, from its tokens alone, without a
 * catalog or a SQL engine.
 *
 * <p>It knows the whole lexical structure of GoogleSQL (comments, strings, quoted and dashed names,
 * parameters, hints, pipe syntax) and the positions where a table may occur. Names of common table
 * expressions and arrays of a table that is already in scope ({@code FROM t, t.items}) are not
 * reported, nor is the name that a {@code CREATE} statement defines.
 *
 * <p>In doubt it reports too much rather than too little: an access analysis must not miss a
 * source. It does not scan strings, so neither the query inside {@code EXTERNAL_QUERY} (which is
 * flagged) nor that of {@code EXECUTE IMMEDIATE} is scanned; and it does not follow views or
 * functions to their sources. A function in a dataset that is named like a family of built-in
 * functions ({@code ml}, {@code net} …) counts as a built-in one unless its project is given.
 *
 * <p>This class is stateless and thread-safe.
 */
public final class SqlScanner {
  private SqlScanner() {}

  /**
   * Scans a SQL text of one or more statements. Never fails: errors in the text are reported in
   * {@link SqlScan#problems()}. Takes time in proportion to the length of the text.
   */
  public static SqlScan scan(String sql) {
    return new ReferenceFinder(SqlTokens.of(sql)).find();
  }

  /**
   * The use of a column of the tables that a query reads, such as their partition column. In doubt,
   * the column counts as used.
   */
  public static ColumnUse use(String sql, String column) {
    return ColumnUse.of(SqlTokens.of(sql), column);
  }
}
