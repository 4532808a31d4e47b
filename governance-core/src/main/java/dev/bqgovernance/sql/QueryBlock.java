package dev.bqgovernance.sql;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One {@code SELECT}, {@code FROM} query or data statement: the aliases that it defines, and the
 * names inside it that are tables unless an alias shows that they are arrays ({@code FROM t,
 * t.items}).
 *
 * <p>A subquery in the select list comes before the {@code FROM} that defines its aliases, so such
 * names are resolved when the block ends.
 */
final class QueryBlock {
  private final @Nullable QueryBlock parent;
  private final boolean isolated;
  private final Set<String> aliases = new HashSet<>();

  /** Names that an alias of this block may explain, by their first parts. */
  private Map<String, List<SqlReference>> waiting = new HashMap<>();

  /** Names that only an alias further out can explain. */
  private Map<String, List<SqlReference>> passing = new HashMap<>();

  private boolean fromSeen;
  private boolean aliasesEnd;

  /**
   * A block inside another.
   *
   * @param isolated whether it is in the position of a table, and so does not see the aliases of
   *     its parent, only those of the parent's parents
   */
  QueryBlock(@Nullable QueryBlock parent, boolean isolated) {
    this.parent = parent;
    this.isolated = isolated;
  }

  void startFrom() {
    fromSeen = true;
  }

  void alias(String name) {
    aliases.add(Token.fold(name));
  }

  /**
   * A qualified name in the position of a table; aliases to its left, or further out, may explain
   * it.
   */
  void mention(String firstPart, SqlReference reference) {
    String alias = Token.fold(firstPart);
    if (!aliases.contains(alias)) {
      passing.computeIfAbsent(alias, key -> new ArrayList<>()).add(reference);
    }
  }

  /** Starts a pipe operator; some end the scope of the aliases before them. */
  void startPipeOperator(boolean endsAliases, boolean endsAliasesNow) {
    if (aliasesEnd || endsAliasesNow) {
      settleWaiting();
      aliases.clear();
    }
    aliasesEnd = endsAliases;
  }

  /** Ends the block; names that no alias explains are tables. */
  void end(List<SqlReference> tables) {
    settleWaiting();
    if (parent == null) {
      passing.values().forEach(tables::addAll);
    } else if (isolated) {
      parent.passing = merged(parent.passing, passing);
    } else if (parent.fromSeen) {
      parent.passOn(passing);
    } else {
      parent.waiting = merged(parent.waiting, passing);
    }
  }

  private void settleWaiting() {
    passOn(waiting);
    waiting = new HashMap<>();
  }

  /** Passes names that no alias of this block explains to the blocks further out. */
  private void passOn(Map<String, List<SqlReference>> names) {
    if (aliases.size() < names.size()) {
      aliases.forEach(names::remove);
    } else {
      names.keySet().removeIf(aliases::contains);
    }
    passing = merged(passing, names);
  }

  /** Pours the smaller map into the larger one, which keeps deep nesting cheap. */
  private static Map<String, List<SqlReference>> merged(
      Map<String, List<SqlReference>> one, Map<String, List<SqlReference>> other) {
    boolean swap = one.size() < other.size();
    Map<String, List<SqlReference>> into = swap ? other : one;
    (swap ? one : other)
        .forEach((alias, references) -> into.merge(alias, references, QueryBlock::joined));
    return into;
  }

  private static List<SqlReference> joined(List<SqlReference> one, List<SqlReference> other) {
    boolean swap = one.size() < other.size();
    List<SqlReference> into = swap ? other : one;
    into.addAll(swap ? one : other);
    return into;
  }
}
