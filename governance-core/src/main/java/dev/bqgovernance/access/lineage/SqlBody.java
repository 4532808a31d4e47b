package dev.bqgovernance.access.lineage;

import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.DatasetScopedId;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.model.RoutineId;
import dev.bqgovernance.model.TableId;
import dev.bqgovernance.rest.RoutineCodec;
import dev.bqgovernance.rest.TableCodec;
import dev.bqgovernance.sql.QueryFlow;
import dev.bqgovernance.sql.RoutineDefinition;
import dev.bqgovernance.sql.SqlProblem;
import dev.bqgovernance.sql.SqlReference;
import dev.bqgovernance.sql.SqlScan;
import dev.bqgovernance.sql.SqlScanner;
import dev.bqgovernance.sql.SqlText;
import dev.bqgovernance.state.Resource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of a view or routine, and what its words name.
 *
 * @param id what it is the text of
 * @param text the text
 * @param form what an engine can do with it
 * @param scan what its words name
 * @param names the tables, views and routines that it names, wildcards left out
 * @param wildcards the families of tables that it names
 */
public record SqlBody(
    DatasetScopedId id,
    SqlText text,
    Form form,
    SqlScan scan,
    List<DatasetScopedId> names,
    List<Wildcard> wildcards) {

  /** The forms of a text, by what an engine can do with it. */
  enum Form {
    /** It can look into it. */
    GOOGLE_SQL,
    /** Another language, which reads no tables. */
    OTHER_LANGUAGE,
    /** Statements of a procedure, or legacy SQL: only its words can be looked at. */
    WORDS
  }

  /**
   * Tables whose names start alike.
   *
   * @param dataset where they lie
   * @param prefix how their names start
   */
  record Wildcard(DatasetId dataset, String prefix) {}

  /** Tables in legacy SQL: {@code [project:dataset.table]}, or the same without brackets. */
  private static final Pattern LEGACY_TABLE =
      Pattern.compile("(?:([a-z][a-z0-9.:-]*):)?([A-Za-z0-9_]+)\\.([A-Za-z0-9_]+)");

  /** The text of a resource; empty for what has none. */
  static Optional<SqlBody> of(Resource resource) {
    if (resource.id() instanceof TableId view) {
      return resource.viewQuery().map(sql -> ofView(view, sql, isLegacy(resource)));
    }
    if (resource.id() instanceof RoutineId routine) {
      return resource.sql().map(sql -> ofRoutine(routine, resource, sql));
    }
    return Optional.empty();
  }

  /** Whether a resource still has this text. */
  boolean isTextOf(Resource resource) {
    if (resource.id().kind() == ResourceId.Kind.TABLE) {
      return resource.viewQuery().filter(text.sql()::equals).isPresent()
          && isLegacy(resource) == (form == Form.WORDS);
    }
    return RoutineCodec.definition(resource).equals(text.routine())
        && resource.sql().filter(text.sql()::equals).isPresent();
  }

  /** Whether its words could not all be read, so that it may name more than is known. */
  public boolean isCutShort() {
    boolean isLegacy = id.kind() == ResourceId.Kind.TABLE && form == Form.WORDS;
    return !isLegacy && !scan.problems().isEmpty();
  }

  private static boolean isLegacy(Resource view) {
    return TableCodec.isLegacySql(view.body());
  }

  private static SqlBody ofView(TableId id, String sql, boolean isLegacy) {
    SqlText text = SqlText.query(id.project(), sql);
    return isLegacy ? ofLegacy(id, text) : scanned(id, text, Form.GOOGLE_SQL);
  }

  private static SqlBody ofRoutine(RoutineId id, Resource resource, String sql) {
    Optional<RoutineDefinition> definition = RoutineCodec.definition(resource);
    String language = resource.body().text("language").orElse("SQL");
    SqlText text =
        definition
            .map(known -> SqlText.routine(id.project(), known))
            .orElseGet(() -> SqlText.query(id.project(), sql));
    if (!language.equals("SQL")) {
      return new SqlBody(id, text, Form.OTHER_LANGUAGE, nothing(), List.of(), List.of());
    }
    return scanned(id, text, definition.isPresent() ? Form.GOOGLE_SQL : Form.WORDS);
  }

  private static SqlScan nothing() {
    return new SqlScan(List.of(), List.of(), Optional.empty(), false);
  }

  private static SqlBody scanned(DatasetScopedId id, SqlText text, Form form) {
    SqlScan scan = SqlScanner.scan(text.sql());
    Set<DatasetScopedId> names = new LinkedHashSet<>();
    Set<Wildcard> wildcards = new LinkedHashSet<>();
    for (SqlReference reference : scan.references()) {
      if (reference.isWildcard()) {
        String name = reference.path().get(reference.path().size() - 1);
        reference
            .dataset(text.project())
            .ifPresent(d -> wildcards.add(new Wildcard(d, name.substring(0, name.length() - 1))));
      }
      reference.table(text.project()).ifPresent(names::add);
      reference.routine(text.project()).ifPresent(names::add);
    }
    return new SqlBody(id, text, form, scan, List.copyOf(names), List.copyOf(wildcards));
  }

  /** Too much rather than too little: a name may also be the start of a date range's. */
  private static SqlBody ofLegacy(TableId id, SqlText text) {
    List<SqlReference> references = new ArrayList<>();
    Set<DatasetScopedId> names = new LinkedHashSet<>();
    Set<Wildcard> wildcards = new LinkedHashSet<>();
    Matcher matcher = LEGACY_TABLE.matcher(text.sql());
    while (matcher.find()) {
      String project = matcher.group(1) == null ? id.project().value() : matcher.group(1);
      List<String> path = List.of(project, matcher.group(2), matcher.group(3));
      SqlReference reference = new SqlReference(SqlReference.Kind.TABLE, path, 1, 1);
      references.add(reference);
      reference.table(text.project()).ifPresent(names::add);
      reference
          .dataset(text.project())
          .ifPresent(dataset -> wildcards.add(new Wildcard(dataset, path.get(2))));
    }
    SqlProblem problem =
        new SqlProblem(
            "it is written in legacy SQL, of which only the names of tables are understood",
            "Write it in GoogleSQL.",
            1,
            1);
    SqlScan scan = new SqlScan(references, List.of(problem), Optional.empty(), false);
    return new SqlBody(id, text, Form.WORDS, scan, List.copyOf(names), List.copyOf(wildcards));
  }

  /**
   * The flow by the words alone: everything that is read may be seen.
   *
   * @param read the tables and views that it reads, also through routines
   */
  QueryFlow words(Set<TableId> read, List<SqlProblem> problems) {
    return new QueryFlow(
        scan.references(), List.of(), Set.of(), Set.of(), read, List.of(), problems);
  }
}
