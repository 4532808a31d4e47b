package dev.bqgovernance.policy;

import dev.bqgovernance.model.BuiltInRule;
import dev.bqgovernance.model.ColumnId;
import dev.bqgovernance.model.DatasetScopedId;
import dev.bqgovernance.model.Finding;
import dev.bqgovernance.model.Layer;
import dev.bqgovernance.model.Sensitivity;
import dev.bqgovernance.model.TableId;
import dev.bqgovernance.model.Transformation;
import dev.bqgovernance.model.View;
import dev.bqgovernance.sql.SqlAnalyzer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** {@link BuiltInRule#PII_LEAVES_RAW_ONLY_ANONYMIZED}. */
final class PiiLeavesRawOnlyAnonymized implements Guardrail {

  @Override
  public List<Finding> check(World world) {
    SensitiveColumns personal =
        SensitiveColumns.of(world, Sensitivity.PII).in(table -> ExposedColumn.isRaw(table, world));
    if (personal.isEmpty()) {
      return List.of();
    }
    if (SqlAnalyzer.find().isEmpty()) {
      return List.of(Breach.unchecked(BuiltInRule.PII_LEAVES_RAW_ONLY_ANONYMIZED));
    }
    List<Finding> findings = new ArrayList<>();
    for (DatasetScopedId reader : Readers.outsideLayer(world, Layer.RAW)) {
      List<ExposedColumn> taken =
          ExposedColumn.taken(reader, world, table -> ExposedColumn.isRaw(table, world));
      Set<ColumnId> declared = declared(reader, world);
      for (ColumnId column : personal.ofTables(taken)) {
        ExposedColumn.most(taken, column)
            .filter(exposed -> exposed.as().compareTo(Transformation.KEYED_HASH) < 0)
            .filter(exposed -> declared.stream().noneMatch(claim -> claim.contains(column)))
            .map(exposed -> breach(reader, column, exposed, world))
            .ifPresent(findings::add);
      }
    }
    return findings;
  }

  private static Finding breach(
      DatasetScopedId reader, ColumnId column, ExposedColumn exposed, World world) {
    return Breach.of(
        BuiltInRule.PII_LEAVES_RAW_ONLY_ANONYMIZED,
        world.context().platform().origins().of(reader),
        String.format(
            "%s passes the personal data of %s through %s.", reader, column, exposed.inWords()),
        "Hash it with a key, make it coarser or leave it out, and declare which (\"anonymizes\" in"
            + " the view's json file).");
  }

  /**
   * The columns that a view, or a view of the raw layer that it reads, declares to anonymize.
   * Whether their SQL does so is checked by {@link AnonymizationNotConfirmed}.
   */
  private static Set<ColumnId> declared(DatasetScopedId reader, World world) {
    Map<TableId, View> views = world.context().platform().views();
    Set<ColumnId> declared = new HashSet<>();
    Stream.concat(
            Stream.of(reader),
            ExposedColumn.byText(reader, world).stream()
                .map(ExposedColumn::table)
                .filter(table -> ExposedColumn.isRaw(table, world)))
        .flatMap(id -> Optional.ofNullable(views.get(id)).stream())
        .forEach(view -> declared.addAll(view.anonymizes().keySet()));
    return declared;
  }
}
