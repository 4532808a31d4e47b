package dev.bqgovernance.policy;

import dev.bqgovernance.access.BaseFlow;
import dev.bqgovernance.model.BuiltInRule;
import dev.bqgovernance.model.ColumnId;
import dev.bqgovernance.model.DatasetScopedId;
import dev.bqgovernance.model.Finding;
import dev.bqgovernance.model.Layer;
import dev.bqgovernance.model.Sensitivity;
import dev.bqgovernance.model.Transformation;
import dev.bqgovernance.model.View;
import dev.bqgovernance.model.View.Anonymization;
import dev.bqgovernance.sql.SqlAnalyzer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** {@link BuiltInRule#MART_YIELDS_STATISTICS_ONLY}. */
final class MartYieldsStatisticsOnly implements Guardrail {

  @Override
  public List<Finding> check(World world) {
    SensitiveColumns sensitive =
        SensitiveColumns.of(world, Sensitivity.PII, Sensitivity.CONFIDENTIAL);
    if (sensitive.isEmpty()) {
      return List.of();
    }
    if (SqlAnalyzer.find().isEmpty()) {
      return List.of(Breach.unchecked(BuiltInRule.MART_YIELDS_STATISTICS_ONLY));
    }
    Set<ColumnId> hashed = hashed(world);
    List<Finding> findings = new ArrayList<>();
    for (DatasetScopedId reader : Readers.inLayer(world, Layer.MART)) {
      List<ExposedColumn> exposed = ExposedColumn.through(reader, world);
      for (ColumnId column : sensitive.ofTables(exposed)) {
        ExposedColumn.most(exposed, column)
            .filter(most -> most.as() != Transformation.STATISTIC)
            .filter(most -> !isKey(column, most, hashed, world.access().baseFlows(reader)))
            .map(most -> breach(reader, column, most, world))
            .ifPresent(findings::add);
      }
    }
    return findings;
  }

  private static Finding breach(
      DatasetScopedId reader, ColumnId column, ExposedColumn exposed, World world) {
    return Breach.of(
        BuiltInRule.MART_YIELDS_STATISTICS_ONLY,
        world.context().platform().origins().of(reader),
        String.format(
            "%s lies in a mart and shows %s %s, row by row.", reader, column, exposed.inWords()),
        "Show only counts, sums or means of it.");
  }

  /**
   * Whether a column is only the key of a pseudonym, which shows the person of the row but not the
   * key. Of two columns that are hashed together, either could be the key of the other; personal
   * data, and a column that a view declares to hash, never counts as a key.
   */
  private static boolean isKey(
      ColumnId column, ExposedColumn exposed, Set<ColumnId> hashed, List<BaseFlow> flows) {
    return exposed.as() == Transformation.KEYED_HASH
        && hashed.stream().noneMatch(exposed::isOf)
        && flows.stream()
            .map(BaseFlow::flow)
            .filter(flow -> hashed.stream().anyMatch(one -> one.contains(flow.source())))
            .flatMap(flow -> flow.keys().stream())
            .anyMatch(column::contains);
  }

  /** Personal data, and the columns that views declare to hash with a key. */
  private static Set<ColumnId> hashed(World world) {
    Set<ColumnId> hashed =
        SensitiveColumns.of(world, Sensitivity.PII).all().collect(Collectors.toSet());
    for (View view : Readers.anonymizing(world)) {
      view.anonymizes()
          .forEach(
              (column, declared) -> {
                if (declared == Anonymization.KEYED_HASH) {
                  hashed.add(column);
                }
              });
    }
    return hashed;
  }
}
