package dev.bqgovernance.sql.googlesql;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The names that are visible at a position in a query besides those of the catalog; not
 * thread-safe.
 */
final class Scope {
  private final @Nullable Scope outerQueries;
  private final @Nullable Scope outerAliases;
  private final Set<String> queries = new HashSet<>();

  /** The meaning of each alias; empty if it is not a table of the catalog. */
  private final Map<String, Optional<RequiredTable>> aliases = new HashMap<>();

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

  /** A subquery in a FROM clause: it does not see its neighbors. */
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

  void addAlias(String name, Optional<RequiredTable> table) {
    aliases.put(fold(name), table);
  }

  void clearAliases() {
    aliases.clear();
  }

  boolean hasQuery(String name) {
    return queries.contains(fold(name)) || (outerQueries != null && outerQueries.hasQuery(name));
  }

  boolean hasAlias(String name) {
    return aliases.containsKey(fold(name)) || (outerAliases != null && outerAliases.hasAlias(name));
  }

  /** The table of an alias. */
  Optional<RequiredTable> table(String alias) {
    String folded = fold(alias);
    if (aliases.containsKey(folded)) {
      return aliases.getOrDefault(folded, Optional.empty());
    }
    return outerAliases == null ? Optional.empty() : outerAliases.table(alias);
  }

  /** The tables of this query's own FROM clause. */
  Stream<RequiredTable> tables() {
    return aliases.values().stream().flatMap(Optional::stream);
  }

  private static String fold(String name) {
    return name.toUpperCase(Locale.ROOT);
  }
}
