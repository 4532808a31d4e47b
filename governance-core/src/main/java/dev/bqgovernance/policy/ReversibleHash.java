package dev.bqgovernance.policy;

import dev.bqgovernance.model.BuiltInRule;
import dev.bqgovernance.model.ColumnId;
import dev.bqgovernance.model.Finding;
import dev.bqgovernance.model.Transformation;
import dev.bqgovernance.model.View;
import dev.bqgovernance.model.View.Anonymization;
import dev.bqgovernance.sql.SqlAnalyzer;
import java.util.ArrayList;
import java.util.List;

/** {@link BuiltInRule#REVERSIBLE_HASH}. */
final class ReversibleHash implements Guardrail {

  @Override
  public List<Finding> check(World world) {
    if (SqlAnalyzer.find().isEmpty()) {
      return List.of(); // AnonymizationNotConfirmed reports it.
    }
    List<Finding> findings = new ArrayList<>();
    for (View view : Readers.anonymizing(world)) {
      List<ExposedColumn> exposed = ExposedColumn.throughAndByText(view.id(), world);
      view.anonymizes()
          .forEach(
              (column, declared) -> {
                if (declared == Anonymization.HASH && isUnkeyed(column, exposed)) {
                  findings.add(breach(view, column, world));
                }
              });
    }
    return findings;
  }

  private static boolean isUnkeyed(ColumnId column, List<ExposedColumn> exposed) {
    return ExposedColumn.most(exposed, column)
        .filter(most -> most.as() == Transformation.UNKEYED_HASH)
        .isPresent();
  }

  private static Finding breach(View view, ColumnId column, World world) {
    return Breach.of(
        BuiltInRule.REVERSIBLE_HASH,
        world.context().platform().origins().of(view.id(), column),
        String.format(
            "%s hashes %s without a key: hashing all likely values reveals which is which.",
            view.id(), column),
        "Hash it together with a key, and declare keyedHash.");
  }
}
