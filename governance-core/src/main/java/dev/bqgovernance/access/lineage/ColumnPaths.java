package dev.bqgovernance.access.lineage;

/** Paths of columns. */
public final class ColumnPaths {
  /** Stands for the columns of a table of which none is known by name. */
  public static final String ANY = "*";

  private ColumnPaths() {}
}
