package dev.bqgovernance.sql;

import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.ProjectId;
import dev.bqgovernance.model.RoutineId;
import dev.bqgovernance.model.TableId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A name of a table, function or other resource in a SQL text.
 *
 * <p>This class is immutable and thread-safe.
 *
 * @param kind the kind of the named resource, judged by the position of the name
 * @param path the parts of the name without quotes, as written: project, dataset and name, or
 *     fewer; a project that belongs to a domain ({@code example.com:project}) is one part; never
 *     empty
 * @param line the line of the first character, counted from 1
 * @param column the column of the first character in UTF-16 code units, counted from 1
 */
public record SqlReference(Kind kind, List<String> path, int line, int column) {
  /** The kinds of named resources. */
  public enum Kind {
    /** A table, a view or a wildcard table; also the target of a statement that writes. */
    TABLE,
    /** A table function: {@code FROM dataset.function(…)}. */
    TABLE_FUNCTION,
    /** A scalar or aggregate function or a procedure with a qualified name. */
    ROUTINE,
    /** A model, as in {@code ML.PREDICT(MODEL dataset.model, …)}. */
    MODEL,
    /** Metadata: an {@code INFORMATION_SCHEMA} view or {@code dataset.__TABLES__}. */
    METADATA
  }

  public SqlReference {
    Objects.requireNonNull(kind, "kind");
    path = List.copyOf(path);
  }

  /**
   * The parts of a quoted name: split at its dots, but not at the one in a project of a domain.
   *
   * @param quoted the name without its quotes
   */
  public static List<String> partsOf(String quoted) {
    List<String> parts = new ArrayList<>();
    int from = 0;
    int dot = quoted.indexOf('.', Math.max(0, quoted.indexOf(':')));
    for (; dot >= 0; dot = quoted.indexOf('.', from)) {
      parts.add(quoted.substring(from, dot));
      from = dot + 1;
    }
    parts.add(quoted.substring(from));
    return List.copyOf(parts);
  }

  /** The name as dotted text, for messages. */
  public String name() {
    return String.join(".", path);
  }

  /** Whether this is a wildcard table such as {@code dataset.events_*}. */
  public boolean isWildcard() {
    return kind == Kind.TABLE && path.get(path.size() - 1).endsWith("*");
  }

  /**
   * The dataset of the name, also for a wildcard table.
   *
   * @param defaultProject the project of names that have none: the one of the view or job
   * @return empty for metadata, for unqualified names and where BigQuery would not accept the names
   *     of the project and dataset
   */
  public Optional<DatasetId> dataset(ProjectId defaultProject) {
    if (kind == Kind.METADATA || path.size() < 2) {
      return Optional.empty();
    }
    return accepted(
        () ->
            path.size() == 2
                ? new DatasetId(defaultProject, path.get(0))
                : DatasetId.of(path.get(0), path.get(1)));
  }

  /**
   * The table, if this is a reference to one.
   *
   * @param defaultProject the project of names that have none: the one of the view or job
   * @return empty for other kinds, for unqualified names, for wildcard tables and for names that
   *     BigQuery would not accept as a table's; of more than three parts the first three count (the
   *     rest names an array column)
   */
  public Optional<TableId> table(ProjectId defaultProject) {
    return kind == Kind.TABLE
        ? dataset(defaultProject).flatMap(dataset -> accepted(() -> dataset.table(lastName())))
        : Optional.empty();
  }

  /**
   * The routine, if this is a reference to one.
   *
   * @param defaultProject the project of names that have none: the one of the view or job
   * @return empty for kinds other than {@link Kind#ROUTINE} and {@link Kind#TABLE_FUNCTION} and for
   *     names that BigQuery would not accept as a routine's
   */
  public Optional<RoutineId> routine(ProjectId defaultProject) {
    return kind == Kind.ROUTINE || kind == Kind.TABLE_FUNCTION
        ? dataset(defaultProject).flatMap(dataset -> accepted(() -> dataset.routine(lastName())))
        : Optional.empty();
  }

  private String lastName() {
    return path.get(Math.min(path.size(), 3) - 1);
  }

  /** A text may contain any name; ids only those that BigQuery accepts. */
  private static <T> Optional<T> accepted(Supplier<T> id) {
    try {
      return Optional.of(id.get());
    } catch (IllegalArgumentException unacceptable) {
      return Optional.empty();
    }
  }
}
