package dev.bqgovernance.access;

import dev.bqgovernance.access.ColumnVisibility.Best;
import dev.bqgovernance.access.lineage.ReverseLineage.Exposure;
import dev.bqgovernance.access.lineage.ReverseLineage.OfColumn;
import dev.bqgovernance.access.lineage.ReverseLineage.OfTable;
import dev.bqgovernance.access.rights.Decision;
import dev.bqgovernance.access.rights.Rights;
import dev.bqgovernance.access.rights.RowVisibility;
import dev.bqgovernance.model.Certainty;
import dev.bqgovernance.model.ColumnId;
import dev.bqgovernance.model.DatasetScopedId;
import dev.bqgovernance.model.Hop;
import dev.bqgovernance.model.Place;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.model.Transformation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Says in steps why somebody sees something, or what was tried. */
final class Explainer {
  /** More ways than these are counted only: nobody reads them. */
  private static final int TRIED = 10;

  private final AccessAnalysis analysis;
  private final Rights rights;

  Explainer(AccessAnalysis analysis) {
    this.analysis = analysis;
    this.rights = analysis.rights();
  }

  Explanation explain(Principal principal, ColumnId column) {
    Best best = analysis.best(principal, column);
    @Nullable DatasetScopedId through = best.through();
    return through == null
        ? new Explanation(
            principal, column.toString(), best.access(), List.of(), tried(principal, column))
        : new Explanation(
            principal,
            column.toString(),
            best.access(),
            path(principal, column, through),
            List.of());
  }

  /** A query that is answered by assumption only counts as refused. */
  Explanation explain(Principal principal, DatasetScopedId resource) {
    Decision decision = rights.canQuery(principal, resource);
    Access access =
        decision.truth() == Certainty.NO
            ? ColumnVisibility.NOTHING
            : new Access(
                Access.Sight.VALUE,
                Optional.of(Transformation.IDENTITY),
                Set.of(),
                decision.truth(),
                decision.doubts(),
                true);
    List<Hop> hops = rights.explainQuery(principal, resource);
    boolean isAnswered = decision.truth().isCertain();
    return new Explanation(
        principal,
        resource.toString(),
        access,
        isAnswered ? hops : List.of(),
        isAnswered ? List.of() : hops);
  }

  private List<Hop> path(Principal principal, ColumnId column, DatasetScopedId through) {
    List<Hop> steps = rights.explainExposure(principal, through);
    List<Hop> path = new ArrayList<>();
    @Nullable DatasetScopedId reader = null;
    for (DatasetScopedId id : analysis.routes().to(column, through)) {
      List<Hop> own = steps.stream().filter(step -> step.resource().equals(id)).toList();
      if (own.isEmpty()) {
        path.add(
            new Hop(id, reader == null ? "it can be queried" : reader + " reads it", place(id)));
      }
      path.addAll(own);
      reader = id;
    }
    limits(principal, column).ifPresent(reason -> path.add(hop(column.table(), reason)));
    return path;
  }

  /** Restrictions on the path of a query that is answered. */
  private Optional<String> limits(Principal principal, ColumnId column) {
    List<String> limits = new ArrayList<>();
    RowVisibility rows = rights.rows(principal, column.table());
    if (rows.kind() == RowVisibility.Kind.SOME) {
      limits.add("row policies show the rows that meet " + String.join(" or ", rows.filters()));
    } else if (rows.kind() == RowVisibility.Kind.NONE) {
      limits.add("its row policies show no row to " + principal);
    }
    switch (rights.column(principal, column)) {
      case MASKED -> limits.add("the values of " + column.path() + " are masked");
      case NONE -> limits.add("the policy tag of " + column.path() + " refuses it");
      case UNKNOWN ->
          limits.add("who may read the policy tag of " + column.path() + " is not known");
      case RAW -> {}
    }
    return limits.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", limits));
  }

  private record Attempt(DatasetScopedId start, int length) {}

  private List<Hop> tried(Principal principal, ColumnId column) {
    Function<DatasetScopedId, List<DatasetScopedId>> routes = analysis.routes().to(column);
    List<Attempt> attempts =
        starts(column).stream()
            .map(start -> new Attempt(start, routes.apply(start).size()))
            .sorted(Comparator.comparingInt(Attempt::length).thenComparing(Attempt::start))
            .toList();
    Set<Hop> hops = new LinkedHashSet<>();
    for (Attempt attempt : attempts.subList(0, Math.min(TRIED, attempts.size()))) {
      if (rights.canQuery(principal, attempt.start()).truth() == Certainty.NO) {
        hops.addAll(rights.explainQuery(principal, attempt.start()));
      } else {
        hops.add(
            hop(attempt.start(), limits(principal, column).orElse("it does not show the column")));
      }
    }
    if (attempts.size() > TRIED) {
      hops.add(
          hop(
              column.table(),
              String.format(
                  Locale.ROOT,
                  "and %,d more ways that lead to it, of which none can be queried",
                  attempts.size() - TRIED)));
    }
    return List.copyOf(hops);
  }

  /** The table, and every view and routine that shows something of the column. */
  private Set<DatasetScopedId> starts(ColumnId column) {
    Set<DatasetScopedId> starts = new LinkedHashSet<>();
    starts.add(column.table());
    OfTable shown = analysis.shown(column.table());
    for (OfColumn part : shown.around(column.path())) {
      part.exposures().stream().map(Exposure::node).forEach(starts::add);
    }
    shown.whole().stream().map(Exposure::node).forEach(starts::add);
    return starts;
  }

  private Hop hop(DatasetScopedId id, String reason) {
    return new Hop(id, reason, place(id));
  }

  private Optional<Place> place(DatasetScopedId id) {
    return id.kind() == ResourceId.Kind.TABLE || analysis.index().node(id) != null
        ? analysis.context().platform().origins().of(id)
        : Optional.empty();
  }
}
