package dev.bqgovernance.access;

/** Paths of columns. */
final class ColumnPaths {
  /** Stands for the columns of a table of which none is known by name. */
  static final String ANY = "*";

  private ColumnPaths() {}
}
