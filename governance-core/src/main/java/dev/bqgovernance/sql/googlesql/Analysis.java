package dev.bqgovernance.sql.googlesql;

import com.google.zetasql.Analyzer;
import com.google.zetasql.SimpleCatalog;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedQueryStmt;
import dev.bqgovernance.model.ColumnId;
import dev.bqgovernance.model.TableId;
import dev.bqgovernance.sql.Flow;
import dev.bqgovernance.sql.OutputColumn;
import dev.bqgovernance.sql.QueryFlow;
import dev.bqgovernance.sql.RoutineDefinition;
import dev.bqgovernance.sql.RoutineDefinition.Language;
import dev.bqgovernance.sql.SqlCatalog;
import dev.bqgovernance.sql.SqlProblem;
import dev.bqgovernance.sql.SqlText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The analysis of one batch of texts: parses them, groups them by the tables that they need, and
 * has the engine analyze each.
 *
 * <p>Used once; not thread-safe, but works with several threads inside.
 */
final class Analysis {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Dialect dialect;
  private final SqlCatalog catalog;
  private final TextParser reader;
  private final Library library;

  Analysis(Dialect dialect, SqlCatalog catalog) {
    this.dialect = dialect;
    this.catalog = catalog;
    this.reader = new TextParser(dialect, catalog);
    this.library = new Library(reader, catalog);
  }

  /**
   * A text that the engine can analyze.
   *
   * @param statements the statements to analyze, in turn until one succeeds
   * @param places the position in the text of a position in a statement
   * @param register adds the resources that only this text needs to the catalog
   */
  private record Task(
      int index,
      Canonical text,
      Library.Closure closure,
      List<String> statements,
      IntFunction<StatementSource.Place> places,
      Consumer<SimpleCatalog> register) {

    QueryFlow flow(Diagnosis diagnosis) {
      List<SqlProblem> one = List.of(diagnosis.problem());
      return diagnosis.blamesText() ? flow(List.of(), one) : flow(one, List.of());
    }

    /** The result if the analysis fails. */
    QueryFlow flow(List<SqlProblem> unknowns, List<SqlProblem> problems) {
      return new QueryFlow(
          text.references(), List.of(), Set.of(), Set.of(), tables(), unknowns, problems);
    }

    /** Everything that it reads, also through routines. */
    Set<TableId> tables() {
      return closure.needs().stream()
          .flatMap(need -> need.tables().stream())
          .collect(Collectors.toSet());
    }
  }

  List<QueryFlow> flows(List<SqlText> texts) {
    Map<Integer, QueryFlow> flows = new HashMap<>();
    List<Task> tasks = new ArrayList<>();
    try (Workers workers = new Workers(texts.size())) {
      List<Object> read =
          workers.map(
              IntStream.range(0, texts.size()).boxed().toList(), i -> read(i, texts.get(i)));
      for (int i = 0; i < texts.size(); i++) {
        if (read.get(i) instanceof QueryFlow flow) {
          flows.put(i, flow);
        } else if (read.get(i) instanceof Task task) {
          tasks.add(task);
        }
      }
      for (Group group : grouped(tasks)) {
        analyze(group, workers, flows);
      }
    }
    return IntStream.range(0, texts.size()).mapToObj(flows::get).toList();
  }

  /** A text to analyze, or the flow if there is nothing to analyze. */
  private Object read(int index, SqlText text) {
    Optional<RoutineDefinition> routine = text.routine();
    if (routine.filter(one -> one.language() != Language.SQL).isPresent()) {
      return ofForeignCode(routine.get());
    }
    try {
      Canonical canonical = reader.read(text);
      Task task = task(index, canonical, routine);
      List<SqlProblem> unknowns = new ArrayList<>(canonical.unknowns());
      unknowns.addAll(task.closure().failures());
      return canonical.problems().isEmpty() && unknowns.isEmpty()
          ? task
          : task.flow(unknowns, canonical.problems());
    } catch (TextParser.Unreadable unreadable) {
      return unreadable(text, unreadable.diagnosis());
    }
  }

  private QueryFlow unreadable(SqlText text, Diagnosis diagnosis) {
    QueryFlow words = QueryFlow.ofWords(text, catalog);
    List<SqlProblem> one = List.of(diagnosis.problem());
    return new QueryFlow(
        words.references(),
        List.of(),
        Set.of(),
        Set.of(),
        words.whole(),
        diagnosis.blamesText() ? List.of() : one,
        !diagnosis.blamesText() || !words.problems().isEmpty() ? words.problems() : one);
  }

  private Task task(int index, Canonical text, Optional<RoutineDefinition> routine) {
    Library.Closure closure = library.closure(text);
    if (routine.isEmpty()) {
      return new Task(index, text, closure, List.of(text.statement()), text::place, catalog -> {});
    }
    String name = "routine " + index; // No BigQuery routine has a space in its name.
    return new Task(
        index,
        text,
        closure,
        RoutineProbes.of(name, routine.get()),
        at -> text.source().place(0),
        catalog -> Library.add(catalog, name, routine.get(), Optional.of(text)));
  }

  /** Code in another language reads no tables: its result is computed from its arguments. */
  private static QueryFlow ofForeignCode(RoutineDefinition routine) {
    OutputColumn result = new OutputColumn("f0_", routine.returnType(), Map.of(), Set.of());
    return new QueryFlow(
        List.of(), List.of(result), Set.of(), Set.of(), Set.of(), List.of(), List.of());
  }

  /** Texts that share a catalog, and the contents of the catalog. */
  private record Group(CatalogShard shard, List<Task> tasks) {
    void add(Task task) {
      shard.add(task.closure());
      tasks.add(task);
    }
  }

  private Group group(List<Task> tasks) {
    Group group = new Group(new CatalogShard(catalog, library), new ArrayList<>());
    tasks.forEach(group::add);
    return group;
  }

  private List<Group> grouped(List<Task> tasks) {
    List<Group> groups = new ArrayList<>();
    Group last = group(List.of());
    for (Task task : tasks) {
      if (groups.isEmpty() || !last.shard().fits(task.closure())) {
        last = group(List.of());
        groups.add(last);
      }
      last.add(task);
    }
    return groups;
  }

  /** Analyzes texts that share a catalog; if the catalog is refused, with smaller ones. */
  private void analyze(Group group, Workers workers, Map<Integer, QueryFlow> flows) {
    List<Task> tasks = group.tasks();
    SimpleCatalog shared = dialect.borrow();
    try {
      group.shard().fill(shared);
      tasks.forEach(task -> task.register().accept(shared));
      shared.register();
      List<QueryFlow> analyzed = workers.map(tasks, task -> analyze(task, shared, group.shard()));
      for (int i = 0; i < tasks.size(); i++) {
        flows.put(tasks.get(i).index(), analyzed.get(i));
      }
    } catch (RuntimeException | LinkageError refused) {
      if (tasks.size() > 1) {
        int half = tasks.size() / 2;
        analyze(group(tasks.subList(0, half)), workers, flows);
        analyze(group(tasks.subList(half, tasks.size())), workers, flows);
      } else {
        Task task = tasks.get(0);
        Diagnosis diagnosis = Diagnosis.of(refused, "", task.text().source()::place);
        flows.put(task.index(), task.flow(diagnosis));
      }
    } finally {
      dialect.giveBack(shared);
    }
  }

  private QueryFlow analyze(Task task, SimpleCatalog shared, TableNames names) {
    List<Diagnosis> failures = new ArrayList<>();
    for (String statement : task.statements()) {
      try {
        return flow(task, FlowVisitor.of(resolved(statement, shared), names));
      } catch (RuntimeException | StackOverflowError | LinkageError failure) {
        failures.add(Diagnosis.of(failure, statement, task.places()));
      }
    }
    return task.flow(failures.get(0));
  }

  private QueryFlow flow(Task task, FlowVisitor.Result result) {
    return new QueryFlow(
        task.text().references(),
        result.columns(),
        result.rows(),
        open(task, result),
        result.unknowns().isEmpty() ? Set.of() : task.tables(),
        result.unknowns().stream().sorted().map(Analysis::notUnderstood).toList(),
        List.of());
  }

  private static SqlProblem notUnderstood(String construct) {
    return new SqlProblem(
        "could not be analyzed: " + construct,
        "Nothing, if this is intended: everything that this text reads counts as passed through.",
        1,
        1);
  }

  /**
   * The tables that are passed through as a whole: by a star or as a row, and not narrowed later.
   */
  private Set<TableId> open(Task task, FlowVisitor.Result result) {
    List<Canonical> texts = new ArrayList<>(library.bodies(task.closure().routines()));
    texts.add(task.text());
    Set<ColumnId> flowing =
        Stream.concat(
                result.columns().stream().flatMap(column -> column.allFlows().stream()),
                result.rows().stream())
            .map(Flow::source)
            .collect(Collectors.toSet());
    Set<String> exceptions =
        texts.stream().flatMap(text -> text.exceptions().stream()).collect(Collectors.toSet());
    return texts.stream()
        .flatMap(text -> text.open().stream())
        .flatMap(need -> need.tables().stream())
        .filter(table -> flows(table, exceptions, flowing))
        .collect(Collectors.toSet());
  }

  /** Whether every column of a table flows, besides exceptions. */
  private boolean flows(TableId table, Set<String> exceptions, Set<ColumnId> flowing) {
    Set<String> seen =
        flowing.stream()
            .filter(column -> column.table().equals(table))
            .map(column -> column.path().split("\\.", 2)[0].toLowerCase(Locale.ROOT))
            .collect(Collectors.toSet());
    return catalog.table(table).orElseThrow().columns().stream()
        .map(column -> column.name().orElse("").toLowerCase(Locale.ROOT))
        .allMatch(name -> exceptions.contains(name) || seen.contains(name));
  }

  private ResolvedQueryStmt resolved(String statement, SimpleCatalog shared) {
    return (ResolvedQueryStmt)
        NativeBridge.within(
            PATIENCE, () -> Analyzer.analyzeStatement(statement, dialect.analysis(), shared));
  }
}
