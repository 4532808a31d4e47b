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
import java.util.Optional;

/** {@link BuiltInRule#ANONYMIZATION_NOT_CONFIRMED}. */
final class AnonymizationNotConfirmed implements Guardrail {

  @Override
  public List<Finding> check(World world) {
    List<View> views = Readers.anonymizing(world);
    if (!views.isEmpty() && SqlAnalyzer.find().isEmpty()) {
      return List.of(Breach.unchecked(BuiltInRule.ANONYMIZATION_NOT_CONFIRMED));
    }
    List<Finding> findings = new ArrayList<>();
    for (View view : views) {
      List<ExposedColumn> exposed = ExposedColumn.throughAndByText(view.id(), world);
      view.anonymizes()
          .forEach(
              (column, declared) ->
                  check(view, column, declared, ExposedColumn.most(exposed, column), world)
                      .ifPresent(findings::add));
    }
    return findings;
  }

  private static Optional<Finding> check(
      View view,
      ColumnId column,
      Anonymization declared,
      Optional<ExposedColumn> exposed,
      World world) {
    Optional<Transformation> expected = transformation(declared);
    Optional<Transformation> found = exposed.map(ExposedColumn::as);
    if (expected.equals(found)) {
      return Optional.empty();
    }
    boolean hidesLess =
        found.isPresent() && (expected.isEmpty() || found.get().compareTo(expected.get()) < 0);
    Finding finding =
        Breach.of(
            BuiltInRule.ANONYMIZATION_NOT_CONFIRMED,
            world.context().platform().origins().of(view.id(), column),
            String.format(
                "%s declares %s for %s, but %s.",
                view.id(),
                declared.fileName(),
                column,
                exposed
                    .map(part -> "passes it through " + part.inWords())
                    .orElse("does not pass it through")),
            hidesLess
                ? "Let the view's SQL do what is declared: " + recipe(declared) + "."
                : "Declare what the SQL does: " + declaration(found) + ".");
    // A view that hides more than it declares harms nobody.
    return Optional.of(hidesLess ? finding : Breach.asWarning(finding));
  }

  /** The transformation of a value that was anonymized this way; empty if it is left out. */
  private static Optional<Transformation> transformation(Anonymization declared) {
    return switch (declared) {
      case KEYED_HASH -> Optional.of(Transformation.KEYED_HASH);
      case HASH -> Optional.of(Transformation.UNKEYED_HASH);
      case GENERALIZE -> Optional.of(Transformation.PARTIAL);
      case DROP -> Optional.empty();
    };
  }

  private static String recipe(Anonymization declared) {
    return switch (declared) {
      case KEYED_HASH ->
          "hash it together with a key from another table that its readers cannot read";
      case HASH -> "hash it";
      case GENERALIZE -> "keep only a part of it, such as its month or network";
      case DROP -> "leave it out of the SELECT list";
    };
  }

  private static String declaration(Optional<Transformation> found) {
    return found
        .map(
            as ->
                switch (as) {
                  case IDENTITY, DERIVED -> "nothing";
                  case PARTIAL -> Anonymization.GENERALIZE.fileName();
                  case UNKEYED_HASH -> Anonymization.HASH.fileName();
                  case KEYED_HASH -> Anonymization.KEYED_HASH.fileName();
                  case STATISTIC -> "nothing, since figures over many rows need no declaration";
                })
        .orElse(Anonymization.DROP.fileName());
  }
}
