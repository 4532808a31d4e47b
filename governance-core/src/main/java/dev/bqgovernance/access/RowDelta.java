package dev.bqgovernance.access;

import dev.bqgovernance.access.AccessDelta.ColumnChange;
import dev.bqgovernance.access.AccessDelta.Effect;
import dev.bqgovernance.access.AccessDelta.RowChange;
import dev.bqgovernance.access.lineage.FlowIndex;
import dev.bqgovernance.access.rights.RowVisibility;
import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.DatasetScopedId;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.model.RowPolicyId;
import dev.bqgovernance.model.SinkId;
import dev.bqgovernance.model.SyncJobId;
import dev.bqgovernance.model.TableId;
import dev.bqgovernance.rest.ContentFields;
import dev.bqgovernance.rest.SinkCodec;
import dev.bqgovernance.rest.SyncJobCodec;
import dev.bqgovernance.sql.SqlScanner;
import dev.bqgovernance.sql.TextDifference;
import dev.bqgovernance.state.Resource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the rows and values that somebody sees otherwise, of what was and stays readable: by row
 * policies, by the clauses of a text, by other properties of a table, and by what fills it.
 */
final class RowDelta {
  /** Equal states give equal deltas, in whatever order their resources are kept. */
  private static final Comparator<RowChange> BY_NAME =
      Comparator.comparing(RowChange::principal, Principal.BY_MEMBER)
          .thenComparing(RowChange::resource)
          .thenComparing(RowChange::cause)
          .thenComparing(RowChange::aspect)
          .thenComparing(change -> change.before().orElse(""))
          .thenComparing(change -> change.after().orElse(""));

  private final AccessAnalysis before;
  private final AccessAnalysis after;
  private final List<ColumnChange> columns;
  private final Set<Principal> principals;
  private final List<RowChange> changes = new ArrayList<>();

  RowDelta(AccessAnalysis before, AccessAnalysis after, List<ColumnChange> columns) {
    this.before = before;
    this.after = after;
    this.columns = columns;
    this.principals = DeltaFinder.principals(before, after);
  }

  List<RowChange> find() {
    policies();
    texts();
    properties();
    sources();
    entries();
    changes.sort(BY_NAME);
    return changes;
  }

  // --- row policies

  private void policies() {
    Set<TableId> tables = new LinkedHashSet<>();
    Stream.of(before, after)
        .flatMap(analysis -> analysis.state().all(RowPolicyId.class).keySet().stream())
        .sorted()
        .map(RowPolicyId::table)
        .forEach(tables::add);
    for (TableId table : tables) {
      Set<DatasetScopedId> over = new LinkedHashSet<>(before.index().over(table));
      over.addAll(after.index().over(table));
      for (Principal principal : principals) {
        RowVisibility old = before.rights().rows(principal, table);
        RowVisibility now = after.rights().rows(principal, table);
        if (!sameRows(old, now)) {
          over.stream()
              .sorted()
              .filter(id -> mayQuery(before, principal, id) || mayQuery(after, principal, id))
              .findFirst()
              .ifPresent(
                  id ->
                      changes.add(
                          change(
                              principal,
                              id,
                              effect(old, now),
                              table,
                              "row policies",
                              Optional.of(inWords(old)),
                              Optional.of(inWords(now)))));
        }
      }
    }
  }

  private static boolean sameRows(RowVisibility one, RowVisibility other) {
    return (isAll(one) && isAll(other))
        || (one.kind() == other.kind()
            && Set.copyOf(one.filters()).equals(Set.copyOf(other.filters())));
  }

  private static boolean isAll(RowVisibility rows) {
    return rows.kind() == RowVisibility.Kind.NO_POLICY || rows.kind() == RowVisibility.Kind.ALL;
  }

  private static Effect effect(RowVisibility old, RowVisibility now) {
    if (isAll(now) || old.kind() == RowVisibility.Kind.NONE) {
      return Effect.MORE;
    } else if (isAll(old) || now.kind() == RowVisibility.Kind.NONE) {
      return Effect.FEWER;
    }
    return now.filters().containsAll(old.filters())
        ? Effect.MORE
        : old.filters().containsAll(now.filters()) ? Effect.FEWER : Effect.OTHER;
  }

  private static String inWords(RowVisibility rows) {
    return switch (rows.kind()) {
      case NO_POLICY, ALL -> "all rows";
      case NONE -> "no row";
      case SOME -> String.join(" OR ", rows.filters());
    };
  }

  // --- texts

  private void texts() {
    FlowIndex old = before.index();
    Set<DatasetScopedId> all = new LinkedHashSet<>(old.nodes().keySet());
    all.addAll(after.index().nodes().keySet());
    for (DatasetScopedId id : all) {
      FlowIndex.@Nullable Node was = old.node(id);
      FlowIndex.@Nullable Node is = after.index().node(id);
      if (was != null && is != null) {
        if (!Objects.equals(was.body(), is.body())) {
          differences(id, was, is).forEach(difference -> report(id, difference, is));
        }
      } else if (before.state().find(id).isPresent() && after.state().find(id).isPresent()) {
        report(
            id,
            new TextDifference(
                "",
                before.state().find(id).flatMap(Resource::sql),
                after.state().find(id).flatMap(Resource::sql),
                TextDifference.Effect.OTHER),
            is);
      }
    }
  }

  private static List<TextDifference> differences(
      DatasetScopedId id, FlowIndex.Node was, FlowIndex.Node is) {
    String old = was.body().text().sql();
    String now = is.body().text().sql();
    if (id.kind() == ResourceId.Kind.ROUTINE && !old.equals(now)) {
      return List.of(
          new TextDifference("", Optional.of(old), Optional.of(now), TextDifference.Effect.OTHER));
    }
    return TextDifference.between(old, now);
  }

  private void report(DatasetScopedId id, TextDifference difference, FlowIndex.@Nullable Node now) {
    boolean isUnderstood = now == null || now.flow().isPrecise();
    String aspect =
        switch (difference.clause()) {
          case "" -> id.kind() == ResourceId.Kind.ROUTINE ? "body" : "query";
          case "SELECT" -> "computed columns";
          case "GROUP" -> "GROUP BY";
          default -> difference.clause();
        };
    String doubt =
        isUnderstood || now == null
            ? ""
            : now.sources().stream()
                .sorted()
                .map(TableId::toString)
                .collect(
                    Collectors.joining(", ", "; it may show every column of what it reads: ", ""));
    concerning(
        id,
        Effect.valueOf(difference.effect().name()),
        aspect + doubt,
        difference.before(),
        difference.after());
  }

  /** Reports a change of something for everybody who queries it, or else what stands on it. */
  private void concerning(
      DatasetScopedId cause,
      Effect effect,
      String aspect,
      Optional<String> old,
      Optional<String> now) {
    for (Principal principal : principals) {
      Set<DatasetScopedId> seen = new HashSet<>(Set.of(cause));
      Deque<DatasetScopedId> open = new ArrayDeque<>(seen);
      while (!open.isEmpty()) {
        DatasetScopedId id = open.remove();
        if (yieldsRows(id) && mayQuery(before, principal, id) && mayQuery(after, principal, id)) {
          changes.add(
              change(
                  principal,
                  id,
                  id.equals(cause) ? effect : Effect.OTHER,
                  cause,
                  aspect,
                  old,
                  now));
        } else {
          for (AccessAnalysis analysis : List.of(before, after)) {
            analysis.index().readers(id).stream().sorted().filter(seen::add).forEach(open::add);
          }
        }
      }
    }
  }

  /** Whether a query of it yields rows of tables; a function of its arguments alone does not. */
  private boolean yieldsRows(DatasetScopedId id) {
    if (id.kind() != ResourceId.Kind.ROUTINE) {
      return true;
    }
    FlowIndex.@Nullable Node node = after.index().node(id);
    return node != null && !node.sources().isEmpty();
  }

  // --- properties

  private void properties() {
    for (Resource old : before.state().resources()) {
      Optional<Resource> now = after.state().find(old.id());
      if (now.isPresent()
          && old.id() instanceof DatasetScopedId id
          && !old.body().equals(now.get().body())) {
        for (ContentFields.Difference difference : ContentFields.differences(old, now.get())) {
          if (id.kind() == ResourceId.Kind.DATASET) {
            ofDataset(id.dataset(), difference);
          } else if (id.kind() != ResourceId.Kind.ROW_POLICY) {
            concerning(
                id, Effect.OTHER, difference.label(), difference.before(), difference.after());
          }
        }
      }
    }
  }

  private void ofDataset(DatasetId dataset, ContentFields.Difference difference) {
    for (Principal principal : principals) {
      if (readsIn(dataset, principal)) {
        changes.add(
            change(
                principal,
                dataset,
                Effect.OTHER,
                dataset,
                difference.label(),
                difference.before(),
                difference.after()));
      }
    }
  }

  private boolean readsIn(DatasetId dataset, Principal principal) {
    return after.rights().data(principal, dataset).truth().mayBe()
        || before.rights().data(principal, dataset).truth().mayBe();
  }

  // --- what fills tables

  private void sources() {
    for (SyncJobId id : union(SyncJobId.class)) {
      Optional<Resource> old = before.state().find(id);
      Optional<Resource> now = after.state().find(id);
      if (now.isPresent() && !ContentFields.isSame(old, now.get())) {
        Optional<TableId> target = SyncJobCodec.destination(id.project(), now.get().body());
        target.ifPresent(
            table -> filled(table.dataset(), Optional.of(table), id, "sync job", old, now));
        Optional<String> dataset = SyncJobCodec.dataset(now.get().body());
        if (target.isEmpty() && dataset.isPresent()) {
          DatasetId into = new DatasetId(id.project(), dataset.get());
          filled(into, Optional.empty(), id, "sync job", old, now);
        } else if (target.isEmpty()) {
          written(id, now.get())
              .forEach(
                  table -> filled(table.dataset(), Optional.of(table), id, "sync job", old, now));
        }
      }
    }
    for (SinkId id : union(SinkId.class)) {
      Optional<Resource> old = before.state().find(id);
      Optional<Resource> now = after.state().find(id);
      if (now.isPresent() && !ContentFields.isSame(old, now.get())) {
        SinkCodec.dataset(now.get().body())
            .ifPresent(dataset -> filled(dataset, Optional.empty(), id, "sink", old, now));
      }
    }
  }

  /** The tables that a script names: it may write any of them. */
  private static Set<TableId> written(SyncJobId id, Resource job) {
    Set<TableId> tables = new LinkedHashSet<>();
    SyncJobCodec.text(job.body())
        .ifPresent(
            sql ->
                SqlScanner.scan(sql)
                    .references()
                    .forEach(reference -> reference.table(id.project()).ifPresent(tables::add)));
    return tables;
  }

  private <I extends ResourceId & Comparable<ResourceId>> List<I> union(Class<I> type) {
    return Stream.of(before, after)
        .flatMap(analysis -> analysis.state().all(type).keySet().stream())
        .distinct()
        .sorted()
        .toList();
  }

  /** Reports new data for everybody who reads the table, or anything in its dataset. */
  private void filled(
      DatasetId dataset,
      Optional<TableId> table,
      ResourceId source,
      String aspect,
      Optional<Resource> old,
      Optional<Resource> now) {
    Set<DatasetScopedId> over = new LinkedHashSet<>();
    for (AccessAnalysis analysis : List.of(before, after)) {
      table.ifPresent(known -> over.addAll(analysis.index().over(known)));
      if (table.isEmpty()) {
        analysis.index().readers().keySet().stream()
            .filter(read -> read.dataset().equals(dataset))
            .filter(TableId.class::isInstance)
            .forEach(read -> over.addAll(analysis.index().over((TableId) read)));
      }
    }
    for (Principal principal : principals) {
      Optional<DatasetScopedId> reached =
          table.isEmpty() && after.rights().data(principal, dataset).truth().mayBe()
              ? Optional.of(dataset)
              : over.stream().sorted().filter(id -> mayQuery(after, principal, id)).findFirst();
      reached.ifPresent(
          id ->
              changes.add(
                  change(
                      principal,
                      id,
                      Effect.OTHER,
                      source,
                      aspect,
                      old.map(ContentFields::inWords),
                      now.map(ContentFields::inWords))));
    }
  }

  // --- what is newly queryable without a column of it

  /** A view that counts shows no column of a table, and is access nonetheless. */
  private void entries() {
    Set<DatasetScopedId> all = new LinkedHashSet<>(before.index().nodes().keySet());
    all.addAll(after.index().nodes().keySet());
    int[] old = all.stream().mapToInt(before.index().exposures().numbers()::of).toArray();
    int[] now = all.stream().mapToInt(after.index().exposures().numbers()::of).toArray();
    Set<Object> told = new HashSet<>();
    for (ColumnChange change : columns) {
      change.path().forEach(id -> told.add(List.of(change.principal(), id)));
    }
    for (Principal principal : principals) {
      QueryableResources.Reach was = before.queries().of(principal);
      QueryableResources.Reach is = after.queries().of(principal);
      int i = 0;
      for (DatasetScopedId id : all) {
        boolean may = is.may().get(now[i]) && after.state().find(id).isPresent();
        boolean might = was.may().get(old[i]) && before.state().find(id).isPresent();
        i++;
        if (may != might
            && countsOnly(may ? after : before, id)
            && !told.contains(List.of(principal, id))) {
          changes.add(
              change(
                  principal,
                  id,
                  may ? Effect.MORE : Effect.FEWER,
                  id,
                  "access",
                  Optional.of(might ? "answered" : "refused"),
                  Optional.of(may ? "answered" : "refused")));
        }
      }
    }
  }

  private static boolean countsOnly(AccessAnalysis analysis, DatasetScopedId id) {
    FlowIndex.@Nullable Node node = analysis.index().node(id);
    return node != null && !node.sources().isEmpty() && node.composed().isEmpty();
  }

  // --- shared

  private static boolean mayQuery(
      AccessAnalysis analysis, Principal principal, DatasetScopedId id) {
    return analysis.rights().canQuery(principal, id).truth().mayBe();
  }

  private static RowChange change(
      Principal principal,
      DatasetScopedId resource,
      Effect effect,
      ResourceId cause,
      String aspect,
      Optional<String> old,
      Optional<String> now) {
    return new RowChange(principal, resource, effect, cause, aspect, old, now, Optional.empty());
  }
}
