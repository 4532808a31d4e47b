package dev.bqgovernance.model;

/** The kinds of databases from which tables are copied. */
public enum DatabaseType {
  /** PostgreSQL. */
  POSTGRES,
  /** MySQL. */
  MYSQL
}
