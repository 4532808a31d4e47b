package dev.bqgovernance.plan.order;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ListMultimap;
import com.google.common.collect.MultimapBuilder;
import com.google.common.collect.Sets;
import com.google.common.graph.Traverser;
import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.DatasetScopedId;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.plan.order.Operation.Kind;
import dev.bqgovernance.state.DesiredState;
import dev.bqgovernance.state.Resource;
import dev.bqgovernance.state.State;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The resources that can be read through others: by the declared texts, and by the live texts of
 * those that are redefined. Undeclared live views have no text here.
 */
final class ReadGraph {
  private final DesiredState desired;
  private final Map<DatasetScopedId, Set<DatasetScopedId>> liveReads = new HashMap<>();
  private final Set<DatasetScopedId> created = new HashSet<>();
  private final ListMultimap<DatasetId, DatasetScopedId> contents =
      MultimapBuilder.hashKeys().arrayListValues().build();
  private final Map<DatasetScopedId, Set<DatasetScopedId>> closures = new HashMap<>();
  private final Map<DatasetId, Set<DatasetScopedId>> throughDatasets = new HashMap<>();

  ReadGraph(
      DesiredState desired,
      State observed,
      List<Operation> operations,
      Function<Resource, Set<DatasetScopedId>> references) {
    this.desired = desired;
    for (Operation operation : operations) {
      operation
          .scopedTarget()
          .ifPresent(target -> note(operation.kind(), target, observed, references));
    }
    desired.state().resources().forEach(this::list);
    observed.resources().stream()
        .filter(resource -> desired.state().find(resource.id()).isEmpty())
        .forEach(this::list);
  }

  private void note(
      Kind kind,
      DatasetScopedId target,
      State observed,
      Function<Resource, Set<DatasetScopedId>> references) {
    switch (kind) {
      case REDEFINE, DELETE ->
          observed.find(target).ifPresent(live -> liveReads.put(target, references.apply(live)));
      case CREATE -> created.add(target);
      case UPDATE, AUTHORIZE, GRANT, REVOKE, DEAUTHORIZE -> {}
    }
  }

  private void list(Resource resource) {
    if (resource.id() instanceof DatasetScopedId id && id.kind() != ResourceId.Kind.DATASET) {
      contents.put(id.dataset(), id);
    }
  }

  /** A resource and everything that can be read through it. */
  Set<DatasetScopedId> through(DatasetScopedId resource) {
    return isDataset(resource)
        ? through(resource.dataset())
        : closures.computeIfAbsent(resource, id -> closure(List.of(id)));
  }

  /** The contents of a dataset and everything that can be read through them. */
  Set<DatasetScopedId> through(DatasetId dataset) {
    return throughDatasets.computeIfAbsent(dataset, id -> closure(contents.get(id)));
  }

  /** Whether a resource of a dataset can be read through another resource. */
  boolean touches(DatasetScopedId resource, DatasetId dataset) {
    return through(resource).stream().anyMatch(id -> id.dataset().equals(dataset));
  }

  /** Whether a reader, or the contents of a dataset as a reader, can be read through a dataset. */
  boolean passes(DatasetId from, DatasetScopedId reader) {
    Set<DatasetScopedId> readable = through(from);
    return isDataset(reader)
        ? readable.stream().anyMatch(id -> id.dataset().equals(reader))
        : readable.contains(reader);
  }

  private static boolean isDataset(DatasetScopedId id) {
    return id.kind() == ResourceId.Kind.DATASET;
  }

  /** The texts that count: those before the plan, those after it, or both. */
  enum Texts {
    LIVE,
    DECLARED,
    BOTH
  }

  /** The resources that the text of a view or routine names. */
  private Set<DatasetScopedId> reads(Texts texts, DatasetScopedId reader) {
    Set<DatasetScopedId> declared = desired.references(reader);
    Set<DatasetScopedId> live =
        created.contains(reader) ? Set.of() : liveReads.getOrDefault(reader, declared);
    return switch (texts) {
      case LIVE -> live;
      case DECLARED -> declared;
      case BOTH -> Sets.union(declared, live);
    };
  }

  /** The resources that a view or routine no longer reads by its declared text. */
  Set<DatasetScopedId> dropped(DatasetScopedId reader) {
    Set<DatasetScopedId> dropped = new TreeSet<>(closure(Texts.LIVE, List.of(reader)));
    dropped.removeAll(closure(Texts.DECLARED, List.of(reader)));
    return dropped;
  }

  /** Whether a view or routine reads a source by its declared text, and not yet by the live one. */
  boolean isGained(DatasetScopedId reader, DatasetScopedId source) {
    return closure(Texts.DECLARED, List.of(reader)).contains(source)
        && !closure(Texts.LIVE, List.of(reader)).contains(source);
  }

  /** Whether an authorization matters to who reads a resource, by these texts. */
  boolean uses(Texts texts, DatasetScopedId resource, Authorization authorization) {
    return closure(texts, List.of(resource)).stream()
        .anyMatch(id -> authorization.covers(id) && reliesOn(texts, id, authorization));
  }

  /** Whether a resource can be read, by these texts, by an authorization. */
  boolean opens(Texts texts, Authorization authorization, DatasetScopedId goal) {
    return openedBy(texts, authorization).contains(goal);
  }

  /** Whether another authorization matters, by these texts, to who reads by the first one. */
  boolean leads(Texts texts, Authorization upper, Authorization lower) {
    return openedBy(texts, upper).stream()
        .anyMatch(id -> lower.covers(id) && reliesOn(texts, id, lower));
  }

  /**
   * The resources that can be read, by these texts, by an authorization: all that its readers read,
   * since a query is answered as a whole or not at all.
   */
  private Set<DatasetScopedId> openedBy(Texts texts, Authorization authorization) {
    List<DatasetScopedId> readers =
        isDataset(authorization.reader())
            ? contents.get(authorization.reader().dataset())
            : List.of(authorization.reader());
    List<DatasetScopedId> opened = new ArrayList<>();
    for (DatasetScopedId reader : readers) {
      if (reliesOn(texts, reader, authorization)) {
        opened.addAll(reads(texts, reader));
      }
    }
    return closure(texts, opened);
  }

  /** Whether a reader reads something of the dataset that authorizes it. */
  private boolean reliesOn(Texts texts, DatasetScopedId reader, Authorization authorization) {
    return reads(texts, reader).stream()
        .anyMatch(read -> read.dataset().equals(authorization.dataset()));
  }

  private Set<DatasetScopedId> closure(List<DatasetScopedId> roots) {
    return closure(Texts.BOTH, roots);
  }

  private Set<DatasetScopedId> closure(Texts texts, List<DatasetScopedId> roots) {
    return ImmutableSet.copyOf(
        Traverser.<DatasetScopedId>forGraph(reader -> reads(texts, reader))
            .depthFirstPreOrder(roots));
  }
}
