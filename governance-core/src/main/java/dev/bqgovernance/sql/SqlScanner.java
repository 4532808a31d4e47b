package dev.bqgovernance.sql;

/**
 * Finds the tables and functions that a GoogleSQL text names, from its words alone: no catalog, no
 * SQL engine.
 *
 * <p>It knows the whole lexis of GoogleSQL (comments, strings, quoted and dashed names, parameters,
 * hints, pipe syntax) and the places where a table may stand. Names of common table expressions and
 * arrays of a table that is already in scope ({@code FROM t, t.items}) are not reported, nor is the
 * name that a {@code CREATE} statement makes.
 *
 * <p>In doubt it reports too much rather than too little: an access analysis must not miss a
 * source. It does not look into strings, so neither the inner text of {@code EXTERNAL_QUERY} (which
 * is flagged) nor that of {@code EXECUTE IMMEDIATE} is scanned; and it does not follow views or
 * functions to what they read in turn. A function in a dataset that is named like a family of
 * built-in functions ({@code ml}, {@code net} …) is taken for a built-in one unless its project is
 * given.
 *
 * <p>This class is stateless and thread-safe.
 */
public final class SqlScanner {
  private SqlScanner() {}

  /**
   * Scans a SQL text of one or more statements. Never fails, whatever the text: what cannot be read
   * is told in {@link SqlScan#problems()}. The time taken grows in proportion to the text.
   */
  public static SqlScan scan(String sql) {
    return new ReferenceFinder(SqlTokens.of(sql)).find();
  }

  /**
   * What a query does with a column of the tables that it reads, such as their partition column. A
   * doubt counts as use, so that only a column that is surely unused is told to be.
   */
  public static ColumnUse use(String sql, String column) {
    return ColumnUse.of(SqlTokens.of(sql), column);
  }
}
