package dev.bqgovernance.plan;

import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.DatasetScopedId;
import dev.bqgovernance.state.DesiredState;
import dev.bqgovernance.state.Resource;
import dev.bqgovernance.state.State;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What can be read through what: by the declared texts, and by the live texts of what is being
 * redefined. Undeclared live views have no text here.
 */
final class ReadGraph {
  private final DesiredState desired;
  private final Map<DatasetScopedId, Set<DatasetScopedId>> liveReads = new HashMap<>();
  private final Set<DatasetScopedId> created = new HashSet<>();
  private final Map<DatasetId, List<DatasetScopedId>> contents = new HashMap<>();
  private final Map<DatasetScopedId, Set<DatasetScopedId>> closures = new HashMap<>();
  private final Map<DatasetId, Set<DatasetScopedId>> throughDatasets = new HashMap<>();

  ReadGraph(DesiredState desired, State observed, List<Operation> moves, References references) {
    this.desired = desired;
    for (Operation move : moves) {
      if (!(move.target instanceof DatasetScopedId target)) {
        continue;
      }
      if (move.kind == Operation.Kind.REDEFINE || move.kind == Operation.Kind.DELETE) {
        observed.find(target).ifPresent(live -> liveReads.put(target, references.of(live)));
      } else if (move.kind == Operation.Kind.CREATE) {
        created.add(target);
      }
    }
    desired.state().resources().forEach(this::list);
    observed.resources().stream()
        .filter(resource -> desired.state().find(resource.id()).isEmpty())
        .forEach(this::list);
  }

  private void list(Resource resource) {
    if (resource.id() instanceof DatasetScopedId id && !(id instanceof DatasetId)) {
      contents.computeIfAbsent(id.dataset(), d -> new ArrayList<>()).add(id);
    }
  }

  /** A resource and everything that can be read through it. */
  Set<DatasetScopedId> through(DatasetScopedId resource) {
    return resource instanceof DatasetId dataset
        ? through(dataset)
        : closures.computeIfAbsent(resource, id -> closure(List.of(id)));
  }

  /** What lies in a dataset and everything that can be read through it. */
  Set<DatasetScopedId> through(DatasetId dataset) {
    return throughDatasets.computeIfAbsent(
        dataset, id -> closure(contents.getOrDefault(id, List.of())));
  }

  /** Whether something of a dataset can be read through a resource. */
  boolean touches(DatasetScopedId resource, DatasetId dataset) {
    return through(resource).stream().anyMatch(id -> id.dataset().equals(dataset));
  }

  /** Whether a reader, or what a dataset as a reader holds, can be read through a dataset. */
  boolean passes(DatasetId from, DatasetScopedId reader) {
    Set<DatasetScopedId> readable = through(from);
    return reader instanceof DatasetId dataset
        ? readable.stream().anyMatch(id -> id.dataset().equals(dataset))
        : readable.contains(reader);
  }

  /** Which texts count: those before the plan, those after it, or both. */
  enum Texts {
    LIVE,
    DECLARED,
    BOTH
  }

  /** What a view or routine reads itself. */
  private Set<DatasetScopedId> reads(Texts texts, DatasetScopedId reader) {
    Set<DatasetScopedId> declared = desired.references(reader);
    Set<DatasetScopedId> live =
        created.contains(reader) ? Set.of() : liveReads.getOrDefault(reader, declared);
    if (texts == Texts.BOTH) {
      Set<DatasetScopedId> both = new LinkedHashSet<>(declared);
      both.addAll(live);
      return both;
    }
    return texts == Texts.LIVE ? live : declared;
  }

  /** What a view or routine no longer reads by its declared text. */
  Set<DatasetScopedId> left(DatasetScopedId reader) {
    Set<DatasetScopedId> left = new TreeSet<>(closure(Texts.LIVE, List.of(reader)));
    left.removeAll(closure(Texts.DECLARED, List.of(reader)));
    return left;
  }

  /** Whether a view or routine reads a source by its declared text, and not yet by the live one. */
  boolean isGained(DatasetScopedId reader, DatasetScopedId source) {
    return closure(Texts.DECLARED, List.of(reader)).contains(source)
        && !closure(Texts.LIVE, List.of(reader)).contains(source);
  }

  /** Whether an authorization matters to who reads a resource, by these texts. */
  boolean uses(Texts texts, DatasetScopedId resource, Authorization authorization) {
    return closure(texts, List.of(resource)).stream()
        .anyMatch(id -> authorization.isOf(id) && takes(texts, id, authorization));
  }

  /** Whether a resource can be read, by these texts, in the name of an authorization. */
  boolean opens(Texts texts, Authorization authorization, DatasetScopedId goal) {
    return behind(texts, authorization).contains(goal);
  }

  /** Whether another authorization matters, by these texts, to who reads by the first one. */
  boolean leads(Texts texts, Authorization upper, Authorization lower) {
    return behind(texts, upper).stream().anyMatch(id -> lower.isOf(id) && takes(texts, id, lower));
  }

  /**
   * What can be read, by these texts, in the name of an authorization: all that its readers read,
   * since a query is answered whole or not at all.
   */
  private Set<DatasetScopedId> behind(Texts texts, Authorization authorization) {
    List<DatasetScopedId> readers =
        authorization.reader() instanceof DatasetId dataset
            ? contents.getOrDefault(dataset, List.of())
            : List.of(authorization.reader());
    List<DatasetScopedId> opened = new ArrayList<>();
    for (DatasetScopedId reader : readers) {
      if (takes(texts, reader, authorization)) {
        opened.addAll(reads(texts, reader));
      }
    }
    return closure(texts, opened);
  }

  /** Whether a reader reads something of the dataset that authorizes it. */
  private boolean takes(Texts texts, DatasetScopedId reader, Authorization authorization) {
    return reads(texts, reader).stream()
        .anyMatch(read -> read.dataset().equals(authorization.by()));
  }

  /** That a dataset lets a view, dataset or routine read it. */
  record Authorization(DatasetId by, DatasetScopedId reader) {
    private boolean isOf(DatasetScopedId id) {
      return id.equals(reader) || id.dataset().equals(reader);
    }
  }

  private Set<DatasetScopedId> closure(List<DatasetScopedId> roots) {
    return closure(Texts.BOTH, roots);
  }

  private Set<DatasetScopedId> closure(Texts texts, List<DatasetScopedId> roots) {
    Set<DatasetScopedId> found = new LinkedHashSet<>(roots);
    Deque<DatasetScopedId> open = new ArrayDeque<>(roots);
    while (!open.isEmpty()) {
      DatasetScopedId reader = open.pop();
      for (DatasetScopedId read : reads(texts, reader)) {
        if (found.add(read)) {
          open.push(read);
        }
      }
    }
    return found;
  }
}
