package dev.bqgovernance.policy;

import dev.bqgovernance.compile.Compilation;
import dev.bqgovernance.compile.SqlReferences;
import dev.bqgovernance.model.DataPlatform;
import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.DatasetScopedId;
import dev.bqgovernance.model.Finding;
import dev.bqgovernance.model.Finding.Severity;
import dev.bqgovernance.model.Location;
import dev.bqgovernance.model.Place;
import dev.bqgovernance.sql.SqlReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Rules {@code unqualified-table}, {@code unknown-dataset}, {@code locations-cannot-meet} and
 * {@code undeclared-source}: the names in views and routines lead to resources that can be read
 * together.
 */
final class ReferenceRules {
  private final Compilation compilation;
  private final DataPlatform platform;
  private final List<Finding> findings = new ArrayList<>();

  private ReferenceRules(Compilation compilation) {
    this.compilation = compilation;
    this.platform = compilation.platform();
  }

  static List<Finding> findings(Compilation compilation) {
    ReferenceRules rules = new ReferenceRules(compilation);
    compilation
        .references()
        .scans()
        .forEach(
            (reader, scan) -> {
              Optional<Place> start = rules.platform.origins().of(reader);
              for (SqlReference reference : scan.references()) {
                rules.check(
                    reader,
                    reference,
                    start.map(s -> s.inside(reference.line(), reference.column())));
              }
            });
    return rules.findings;
  }

  private void check(DatasetScopedId reader, SqlReference reference, Optional<Place> place) {
    if (reference.path().size() == 1 && reference.kind() == SqlReference.Kind.TABLE) {
      add(
          Severity.ERROR,
          "unqualified-table",
          place,
          String.format(
              "%s reads \"%s\" without a dataset; BigQuery does not know which one is meant.",
              reader, reference.name()),
          "Write dataset." + reference.name() + ".");
      return;
    }
    Optional<DatasetId> dataset = reference.dataset(reader.dataset().project());
    if (dataset.isEmpty() || !dataset.get().project().equals(platform.project())) {
      return;
    }
    if (!platform.datasets().containsKey(dataset.get())) {
      add(
          Severity.ERROR,
          "unknown-dataset",
          place,
          String.format(
              "%s reads %s, but dataset %s is not declared.",
              reader, reference.name(), dataset.get().name()),
          String.format(
              "Declare it (in files: datasets/%s/access.json), or correct the name.",
              dataset.get().name()));
      return;
    }
    Location here = platform.locationOf(reader.dataset());
    Location there = platform.locationOf(dataset.get());
    if (!here.equals(there)) {
      add(
          Severity.ERROR,
          "locations-cannot-meet",
          place,
          String.format(
              "%s is in %s and reads %s, which is in %s.", reader, here, reference.name(), there),
          "BigQuery cannot read both in one query: move one of the two.");
    }
    SqlReferences.target(reference, reader.dataset())
        .filter(id -> compilation.desired().state().find(id).isEmpty())
        .filter(id -> !platform.routines().containsKey(id))
        .ifPresent(
            id ->
                add(
                    Severity.WARNING,
                    "undeclared-source",
                    place,
                    String.format("%s reads %s, which is not declared.", reader, id),
                    "Correct the name if it is a mistake; a plan checks whether it exists."));
  }

  private void add(
      Severity severity, String rule, Optional<Place> place, String message, String fix) {
    findings.add(new Finding(severity, rule, place, message, Optional.of(fix)));
  }
}
