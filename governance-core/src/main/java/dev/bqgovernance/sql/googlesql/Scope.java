package dev.bqgovernance.sql.googlesql;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The names that a place in a query can see besides the catalog's; not thread-safe. */
final class Scope {
  private final @Nullable Scope outerQueries;
  private final @Nullable Scope outerAliases;
  private final Set<String> queries = new HashSet<>();
  private final Set<String> aliases = new HashSet<>();

  private Scope(@Nullable Scope outerQueries, @Nullable Scope outerAliases) {
    this.outerQueries = outerQueries;
    this.outerAliases = outerAliases;
  }

  static Scope outermost() {
    return new Scope(null, null);
  }

  /** A subquery in an expression: it sees everything. */
  Scope inner() {
    return new Scope(this, this);
  }

  /** A subquery in a FROM clause: it does not see its neighbours. */
  Scope beside() {
    return new Scope(this, outerAliases);
  }

  /** A common table expression: it sees those before it. */
  Scope apart() {
    return new Scope(this, null);
  }

  void addQuery(String name) {
    queries.add(fold(name));
  }

  void addAlias(String name) {
    aliases.add(fold(name));
  }

  void clearAliases() {
    aliases.clear();
  }

  boolean hasQuery(String name) {
    return queries.contains(fold(name)) || (outerQueries != null && outerQueries.hasQuery(name));
  }

  boolean hasAlias(String name) {
    return aliases.contains(fold(name)) || (outerAliases != null && outerAliases.hasAlias(name));
  }

  private static String fold(String name) {
    return name.toUpperCase(Locale.ROOT);
  }
}
