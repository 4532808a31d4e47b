package dev.bqgovernance.sql.googlesql;

import com.google.common.collect.ImmutableList;
import com.google.zetasql.Function;
import com.google.zetasql.FunctionArgumentType;
import com.google.zetasql.FunctionArgumentType.FunctionArgumentTypeOptions;
import com.google.zetasql.FunctionProtos.FunctionOptionsProto;
import com.google.zetasql.FunctionSignature;
import com.google.zetasql.ParseResumeLocation;
import com.google.zetasql.SimpleCatalog;
import com.google.zetasql.TableValuedFunction;
import com.google.zetasql.ZetaSQLFunctions.FunctionEnums.ArgumentCardinality;
import com.google.zetasql.ZetaSQLFunctions.FunctionEnums.Mode;
import com.google.zetasql.ZetaSQLFunctions.SignatureArgumentKind;
import dev.bqgovernance.model.RoutineId;
import dev.bqgovernance.sql.RoutineDefinition;
import dev.bqgovernance.sql.RoutineDefinition.Language;
import dev.bqgovernance.sql.SqlCatalog;
import dev.bqgovernance.sql.SqlProblem;
import dev.bqgovernance.sql.SqlType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The routines that texts call, directly or through other routines.
 *
 * <p>This class is thread-safe.
 */
final class Library {
  private final TextParser reader;
  private final SqlCatalog catalog;
  private final Map<RoutineId, Entry> entries = new ConcurrentHashMap<>();

  Library(TextParser reader, SqlCatalog catalog) {
    this.reader = reader;
    this.catalog = catalog;
  }

  /**
   * A routine.
   *
   * @param body its text; empty for languages other than SQL and where it could not be parsed
   * @param unreadable the reason why its text could not be parsed
   */
  private record Entry(
      RoutineDefinition definition, Optional<Canonical> body, Optional<SqlProblem> unreadable) {}

  /**
   * Everything that a text and its routines need.
   *
   * @param failures the reasons why it cannot be analyzed although the text itself is valid
   */
  record Closure(Set<RequiredTable> needs, Set<RoutineId> routines, List<SqlProblem> failures) {}

  Closure closure(Canonical text) {
    Set<RequiredTable> needs = new LinkedHashSet<>(text.needs());
    Set<RoutineId> routines = new LinkedHashSet<>();
    List<SqlProblem> failures = new ArrayList<>();
    Deque<RoutineId> open = new ArrayDeque<>(text.routines());
    while (!open.isEmpty()) {
      RoutineId id = open.pop();
      if (routines.add(id)) {
        Entry entry = entry(id);
        entry.unreadable().ifPresent(problem -> failures.add(inside(id, problem)));
        entry
            .body()
            .ifPresent(
                body -> {
                  needs.addAll(body.needs());
                  open.addAll(body.routines());
                  body.problems().forEach(problem -> failures.add(inside(id, problem)));
                  body.unknowns().forEach(problem -> failures.add(inside(id, problem)));
                });
      }
    }
    return new Closure(needs, routines, failures);
  }

  /** The bodies of the routines that are written in SQL. */
  List<Canonical> bodies(Collection<RoutineId> ids) {
    return ids.stream().flatMap(id -> entry(id).body().stream()).toList();
  }

  /** The reasons why routines must not be run. */
  List<SqlProblem> hazards(Collection<RoutineId> ids) {
    return ids.stream()
        .flatMap(
            id ->
                entry(id).body().stream()
                    .flatMap(body -> body.hazards().stream())
                    .map(problem -> inside(id, problem)))
        .toList();
  }

  private static SqlProblem inside(RoutineId id, SqlProblem problem) {
    return new SqlProblem(
        "in the routine %s, line %d, column %d: %s"
            .formatted(id, problem.line(), problem.column(), problem.message()),
        problem.fix(),
        1,
        1);
  }

  private Entry entry(RoutineId id) {
    return entries.computeIfAbsent(id, this::load);
  }

  private Entry load(RoutineId id) {
    RoutineDefinition definition = catalog.routine(id).orElseThrow();
    if (definition.language() != Language.SQL) {
      return new Entry(definition, Optional.empty(), Optional.empty());
    }
    try {
      Canonical body = reader.read(id.dataset().project(), definition);
      return new Entry(definition, Optional.of(body), Optional.empty());
    } catch (TextParser.Unreadable unreadable) {
      return new Entry(definition, Optional.empty(), Optional.of(unreadable.diagnosis().problem()));
    }
  }

  /** The approximate number of bytes of a routine in a message. */
  long size(RoutineId id) {
    return 500 + 3L * entry(id).definition().body().length();
  }

  void addTo(SimpleCatalog target, RoutineId id) {
    Entry entry = entry(id);
    add(target, CatalogNames.of(id.toString()), entry.definition(), entry.body());
  }

  /**
   * Adds a routine to a catalog.
   *
   * @param body its body; empty for languages other than SQL
   */
  static void add(
      SimpleCatalog target, String name, RoutineDefinition routine, Optional<Canonical> body) {
    ImmutableList<String> path = ImmutableList.of(name);
    ImmutableList<String> names =
        routine.arguments().stream()
            .map(RoutineDefinition.Argument::name)
            .collect(ImmutableList.toImmutableList());
    boolean table = routine.kind() == RoutineDefinition.Kind.TABLE_VALUED_FUNCTION;
    FunctionArgumentType result =
        table
            ? new FunctionArgumentType(SignatureArgumentKind.ARG_TYPE_RELATION)
            : type(routine.returnType());
    FunctionSignature signature =
        new FunctionSignature(
            result, routine.arguments().stream().map(Library::argument).toList(), -1);
    Mode mode =
        routine.kind() == RoutineDefinition.Kind.AGGREGATE_FUNCTION ? Mode.AGGREGATE : Mode.SCALAR;
    if (body.isEmpty()) {
      target.addFunction(new Function(path, "external", mode, List.of(signature)));
    } else if (table) {
      target.addTableValuedFunction(
          new TableValuedFunction.TemplatedSQLTVF(
              path, signature, names, new ParseResumeLocation(body.get().body())));
    } else {
      target.addFunction(
          new Function.TemplatedSQLFunction(
              path,
              signature,
              names,
              new ParseResumeLocation(body.get().body()),
              mode,
              FunctionOptionsProto.getDefaultInstance()));
    }
  }

  private static FunctionArgumentType argument(RoutineDefinition.Argument argument) {
    FunctionArgumentTypeOptions options =
        FunctionArgumentTypeOptions.builder()
            .setCardinality(ArgumentCardinality.REQUIRED)
            .setIsNotAggregate(!argument.aggregated())
            .build();
    Optional<SqlType> type = argument.type();
    if (type.filter(given -> given.kind() == SqlType.Kind.TABLE).isPresent()) {
      return new FunctionArgumentType(SignatureArgumentKind.ARG_TYPE_RELATION, options, 1);
    }
    return type.map(given -> new FunctionArgumentType(Types.toEngine(given), options, 1))
        .orElseGet(
            () -> new FunctionArgumentType(SignatureArgumentKind.ARG_TYPE_ARBITRARY, options, 1));
  }

  private static FunctionArgumentType type(Optional<SqlType> type) {
    return type.map(given -> new FunctionArgumentType(Types.toEngine(given)))
        .orElseGet(() -> new FunctionArgumentType(SignatureArgumentKind.ARG_TYPE_ARBITRARY));
  }
}
