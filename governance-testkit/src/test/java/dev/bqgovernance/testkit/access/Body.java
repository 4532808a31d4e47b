package dev.bqgovernance.testkit.access;

import dev.bqgovernance.model.DatasetScopedId;
import dev.bqgovernance.model.ProjectId;
import dev.bqgovernance.model.RoutineId;
import dev.bqgovernance.model.TableId;
import dev.bqgovernance.model.Transformation;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The text of a view or function as its maker knows it: what it reads and what it does, of which
 * the SQL is only one rendering. Whoever asks a body needs no SQL parser.
 *
 * <p>All values are texts, so that every step fits every other one.
 */
sealed interface Body {

  /** Everything that the text names. */
  Set<DatasetScopedId> references();

  /** The text, for a home project in which names may leave out the project. */
  String sql(ProjectId home);

  /** What becomes of one value. */
  enum Step {
    PASS("%s", Transformation.IDENTITY),
    SHOUT("UPPER(%s)", Transformation.IDENTITY),
    LENGTH("CAST(LENGTH(%s) AS STRING)", Transformation.DERIVED),
    PREFIX("SUBSTR(%s, 1, 2)", Transformation.PARTIAL),
    HASH("TO_HEX(SHA256(%s))", Transformation.UNKEYED_HASH),
    /** Of many rows. */
    COUNT("CAST(COUNT(%s) AS STRING)", Transformation.STATISTIC),
    /** Of many rows. */
    MAX("MAX(%s)", Transformation.IDENTITY);

    final String sql;
    final Transformation transformation;

    Step(String sql, Transformation transformation) {
      this.sql = sql;
      this.transformation = transformation;
    }

    boolean isAggregate() {
      return this == COUNT || this == MAX;
    }
  }

  /** A column of the n-th source of an arm. */
  record Col(int source, String name) {
    String sql() {
      return "s" + source + "." + name;
    }
  }

  /** What a column of the result is made of. */
  sealed interface Expression {
    String sql(ProjectId home);
  }

  /** One value, changed. */
  record Changed(Step step, Col column) implements Expression {
    @Override
    public String sql(ProjectId home) {
      return step.sql.formatted(column.sql());
    }
  }

  /** One value, shown only where another one says so. */
  record Chosen(Col condition, Col value) implements Expression {
    @Override
    public String sql(ProjectId home) {
      return "IF(" + condition.sql() + " = 'a', " + value.sql() + ", 'none')";
    }
  }

  /** What a function makes of one value. */
  record Called(RoutineId function, Col argument) implements Expression {
    @Override
    public String sql(ProjectId home) {
      return Body.name(function, home) + "(" + argument.sql() + ")";
    }
  }

  /** No value of a table. */
  record Fixed() implements Expression {
    @Override
    public String sql(ProjectId home) {
      return "'x'";
    }
  }

  /** A named column of the result. */
  record Output(String name, Expression expression) {}

  /** A condition that joins the second source to the first one. */
  record Join(Col left, Col right) {}

  /**
   * One SELECT.
   *
   * @param isStar whether the outputs are written {@code *}
   * @param isGrouped whether rows are grouped by the outputs that are no aggregates
   */
  record Arm(
      List<DatasetScopedId> sources,
      List<Output> outputs,
      Optional<Col> filter,
      Optional<Join> join,
      boolean isStar,
      boolean isGrouped) {

    /** The columns by which rows are grouped. */
    List<Col> keys() {
      List<Col> keys = new ArrayList<>();
      for (Output output : outputs) {
        if (isGrouped
            && output.expression() instanceof Changed changed
            && !changed.step().isAggregate()) {
          keys.add(changed.column());
        }
      }
      return keys;
    }

    String sql(ProjectId home) {
      StringBuilder sql = new StringBuilder("SELECT ");
      sql.append(
          isStar
              ? "*"
              : outputs.stream()
                  .map(output -> output.expression().sql(home) + " AS " + output.name())
                  .collect(Collectors.joining(", ")));
      for (int i = 0; i < sources.size(); i++) {
        DatasetScopedId source = sources.get(i);
        sql.append(i == 0 ? " FROM " : i == 1 && join.isPresent() ? " JOIN " : " CROSS JOIN ")
            .append(name(source, home))
            .append(source instanceof RoutineId ? "()" : "")
            .append(" AS s")
            .append(i);
        if (i == 1 && join.isPresent()) {
          sql.append(" ON ")
              .append(join.get().left().sql())
              .append(" = ")
              .append(join.get().right().sql());
        }
      }
      filter.ifPresent(column -> sql.append(" WHERE ").append(column.sql()).append(" = 'a'"));
      if (!keys().isEmpty()) {
        sql.append(" GROUP BY ")
            .append(keys().stream().distinct().map(Col::sql).collect(Collectors.joining(", ")));
      }
      return sql.toString();
    }
  }

  /** A view or table function: the rows of all arms, columns by position. */
  record Rows(List<Arm> arms) implements Body {
    @Override
    public Set<DatasetScopedId> references() {
      Set<DatasetScopedId> all = new LinkedHashSet<>();
      for (Arm arm : arms) {
        all.addAll(arm.sources());
        for (Output output : arm.outputs()) {
          if (output.expression() instanceof Called called) {
            all.add(called.function());
          }
        }
      }
      return all;
    }

    /** The names of the result's columns. */
    List<String> columns() {
      return arms.get(0).outputs().stream().map(Output::name).toList();
    }

    @Override
    public String sql(ProjectId home) {
      return arms.stream().map(arm -> arm.sql(home)).collect(Collectors.joining(" UNION ALL "));
    }
  }

  /**
   * What a scalar function looks up.
   *
   * @param value the column that is handed on
   * @param match the column that the argument is compared with
   */
  record Lookup(DatasetScopedId source, String value, Optional<String> match) {}

  /**
   * A scalar function of one argument {@code x}.
   *
   * @param argument what becomes of the argument in the result; empty if it is not in it
   */
  record Scalar(Optional<Step> argument, Optional<Lookup> lookup) implements Body {
    @Override
    public Set<DatasetScopedId> references() {
      return lookup.map(each -> Set.of(each.source())).orElse(Set.of());
    }

    @Override
    public String sql(ProjectId home) {
      List<String> parts = new ArrayList<>(List.of("'-'"));
      argument.ifPresent(step -> parts.add(step.sql.formatted("x")));
      lookup.ifPresent(
          each ->
              parts.add(
                  "(SELECT MAX(t."
                      + each.value()
                      + ") FROM "
                      + name(each.source(), home)
                      + " AS t"
                      + each.match().map(column -> " WHERE t." + column + " = x").orElse("")
                      + ")"));
      return "CONCAT(" + String.join(", ", parts) + ")";
    }
  }

  /** A name as SQL writes it: short where that means the same, in three styles of quoting. */
  private static String name(DatasetScopedId id, ProjectId home) {
    String full = id.toString();
    boolean isShort = id.project().equals(home) && full.hashCode() % 3 == 0;
    String local = full.substring(id.project().value().length() + 1);
    // Only a table's name may hold a dash without quotes.
    boolean isBare = full.hashCode() % 3 == 1 && id instanceof TableId;
    return isShort ? local : isBare ? full : "`" + full + "`";
  }
}
