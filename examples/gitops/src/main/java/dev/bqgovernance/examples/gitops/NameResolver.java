package dev.bqgovernance.examples.gitops;

import dev.bqgovernance.access.AccessAnalysis;
import dev.bqgovernance.model.ColumnId;
import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.ProjectId;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.model.TableId;
import dev.bqgovernance.sql.OutputColumn;
import dev.bqgovernance.sql.QueryFlow;
import dev.bqgovernance.sql.SqlType;
import dev.bqgovernance.state.Json;
import dev.bqgovernance.state.Resource;
import dev.bqgovernance.state.State;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Resolves the names in questions about access.
 *
 * <p>This class is immutable and thread-safe.
 */
final class NameResolver {
  private final ProjectId home;
  private final State state;
  private final AccessAnalysis analysis;

  /**
   * Resolves names against a state.
   *
   * @param home the project of a table that is named without one
   */
  NameResolver(ProjectId home, State state, AccessAnalysis analysis) {
    this.home = home;
    this.state = state;
    this.analysis = analysis;
  }

  /** A table or view, or one of its columns. */
  record Subject(TableId table, Optional<ColumnId> column) {
    @Override
    public String toString() {
      return column.map(ColumnId::toString).orElse(table.toString());
    }
  }

  /**
   * A principal, as an IAM member. An address alone is that of a group, or of a service account if
   * it looks like one.
   *
   * @throws IllegalArgumentException if the text is not a principal
   */
  static Principal principal(String text) {
    if (!text.contains("@") || text.contains(":")) {
      return Principal.ofMember(text);
    }
    return text.endsWith(".gserviceaccount.com")
        ? Principal.serviceAccount(text)
        : Principal.group(text);
  }

  /**
   * The principal of a question. An address alone may be that of a person or of a group, and the
   * answers may differ.
   *
   * @throws IllegalArgumentException if the text is not a principal, or is ambiguous
   */
  static Principal unambiguousPrincipal(String text) {
    Principal principal = principal(text);
    if (!text.contains(":") && principal instanceof Principal.Group) {
      throw new IllegalArgumentException(
          String.format(
              "%1$s may be the address of a person or of a group: write user:%1$s or group:%1$s",
              text));
    }
    return principal;
  }

  /**
   * The table or column of a name such as {@code dataset.table} or {@code
   * project.dataset.table.column}; backticks are ignored.
   *
   * @throws IllegalArgumentException if it does not exist; the message suggests a similar name
   */
  Subject subject(String text) {
    String name = text.replace("`", "");
    List<String> parts = List.of(name.split("\\.", -1));
    List<Subject> readings = new ArrayList<>();
    // Domain-scoped project IDs contain a dot; most project IDs do not.
    for (int ofProject = 0; ofProject <= 2; ofProject++) {
      reading(parts, ofProject).ifPresent(readings::add);
    }
    for (Subject reading : readings) {
      if (state.find(reading.table()).isPresent()) {
        return reading.column().isPresent()
            ? new Subject(reading.table(), Optional.of(column(reading.column().get())))
            : reading;
      }
    }
    if (readings.isEmpty()) {
      throw new IllegalArgumentException(
          "\""
              + text
              + "\" is not a valid table: expected dataset.table or project.dataset.table, followed by"
              + " .column to ask about one column");
    }
    throw new IllegalArgumentException("there is no table " + text + advice(name, parts));
  }

  private Optional<Subject> reading(List<String> parts, int ofProject) {
    if (parts.size() < ofProject + 2) {
      return Optional.empty();
    }
    try {
      ProjectId project =
          ofProject == 0 ? home : ProjectId.of(String.join(".", parts.subList(0, ofProject)));
      TableId table = new DatasetId(project, parts.get(ofProject)).table(parts.get(ofProject + 1));
      List<String> rest = parts.subList(ofProject + 2, parts.size());
      return Optional.of(
          new Subject(
              table,
              rest.isEmpty()
                  ? Optional.empty()
                  : Optional.of(table.column(String.join(".", rest)))));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private String advice(String name, List<String> parts) {
    Set<String> tables = new LinkedHashSet<>();
    for (Resource resource : state.sorted()) {
      if (resource.id() instanceof TableId id) {
        tables.add(shortName(id));
      }
    }
    boolean isAtHome = name.startsWith(home + ".");
    List<String> named = isAtHome ? parts.subList(1, parts.size()) : parts;
    return SpellingSuggestion.nearest(
            String.join(".", named.subList(0, Math.min(2, named.size()))), tables)
        .or(() -> SpellingSuggestion.nearest(name, tables))
        .map(near -> ": did you mean " + near + "?")
        .orElse(": no table has a similar name");
  }

  private String shortName(ResourceId id) {
    String name = id.toString();
    String prefix = home + ".";
    return name.startsWith(prefix) ? name.substring(prefix.length()) : name;
  }

  /** The column as its table spells it. */
  private ColumnId column(ColumnId named) {
    Set<String> known = columns(named.table());
    for (String path : known) {
      if (path.equalsIgnoreCase(named.path())) {
        return named.table().column(path);
      }
    }
    if (known.isEmpty()) {
      // The text of the view could not be analyzed: any name may be a column.
      return named;
    }
    throw new IllegalArgumentException(
        String.format(
            "%s has no column \"%s\": %s",
            named.table(),
            named.path(),
            SpellingSuggestion.nearest(named.path(), known)
                .map(near -> "did you mean \"" + near + "\"?")
                .orElseGet(() -> "it has " + String.join(", ", known))));
  }

  /** The columns of a table or view with the fields of records; empty if they are unknown. */
  Set<String> columns(TableId table) {
    Set<String> paths = new LinkedHashSet<>();
    for (OutputColumn column : analysis.flow(table).map(QueryFlow::columns).orElse(List.of())) {
      add("", column.name(), column.type(), paths);
    }
    if (paths.isEmpty()) {
      state.find(table).ifPresent(r -> add("", r.body().object("schema"), paths));
    }
    return paths;
  }

  private static void add(String prefix, String name, Optional<SqlType> type, Set<String> paths) {
    paths.add(prefix + name);
    Optional<SqlType> record = type.flatMap(SqlType::element).or(() -> type);
    for (SqlType.Field field : record.map(SqlType::fields).orElse(List.of())) {
      field
          .name()
          .ifPresent(inner -> add(prefix + name + ".", inner, Optional.of(field.type()), paths));
    }
  }

  private static void add(String prefix, Json.Obj record, Set<String> paths) {
    for (Json field : record.array("fields")) {
      if (field instanceof Json.Obj object) {
        String path = prefix + object.text("name").orElse("");
        paths.add(path);
        add(path + ".", object, paths);
      }
    }
  }
}
