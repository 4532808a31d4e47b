package dev.bqgovernance.access.rights;

import dev.bqgovernance.model.Assumption;
import dev.bqgovernance.model.AuthorizedDataset;
import dev.bqgovernance.model.AuthorizedResource;
import dev.bqgovernance.model.AuthorizedRoutine;
import dev.bqgovernance.model.AuthorizedView;
import dev.bqgovernance.model.Certainty;
import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.DatasetScopedId;
import dev.bqgovernance.model.Doubt;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.model.RoutineId;
import dev.bqgovernance.model.ServiceLimits;
import dev.bqgovernance.model.TableId;
import dev.bqgovernance.state.Resource;
import dev.bqgovernance.state.State;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * What a query of a view or routine demands of its caller beside the right on it: every reference
 * to something, from whichever body on the way down, that no authorization covers. Edge by edge:
 * what counts is whether the dataset of the thing authorizes the one body that names it.
 *
 * <p>It depends on nobody's rights, and is computed once for everybody. This class is thread-safe.
 */
public final class RequiredPermissions {
  private static final Decision SAME_DATASET = Decision.assumedNo(Assumption.SAME_DATASET);
  private static final Decision ANCESTOR = Decision.assumedNo(Assumption.OUTER_VIEW);
  private static final Decision ROUTINE_OF_DATASET =
      Decision.assumedNo(Assumption.AUTHORIZED_DATASET);
  private static final RequiredPermissions.Body NOTHING = new Body(List.of(), Decision.YES, 0, 0);

  private final State state;
  private final Grants grants;
  private final Function<DatasetScopedId, Set<DatasetScopedId>> references;
  private final Map<DatasetScopedId, Body> bodies = new ConcurrentHashMap<>();

  RequiredPermissions(
      State state, Grants grants, Function<DatasetScopedId, Set<DatasetScopedId>> references) {
    this.state = state;
    this.grants = grants;
    this.references = references;
  }

  /**
   * A resource on which the caller needs a right of its own.
   *
   * @param node on what
   * @param reader the body that names it
   * @param otherwise what holds for a caller without it
   */
  record Demand(DatasetScopedId node, DatasetScopedId reader, Decision otherwise) {}

  /**
   * The demands of a body and of everything below it.
   *
   * @param demands what the caller needs rights on; each thing once
   * @param possible whether anybody's query is answered: not where it reads itself, or is nested
   *     too deeply
   * @param views how many views lie over each other, itself included
   * @param routines how many routines call each other, itself included
   */
  record Body(List<Demand> demands, Decision possible, int views, int routines) {
    /** The decision for a caller without the right on a resource; no where it is not demanded. */
    Decision otherwise(DatasetScopedId node) {
      return demands.stream()
          .filter(demand -> demand.node.equals(node))
          .findFirst()
          .map(Demand::otherwise)
          .orElse(Decision.NO);
    }

    boolean isNestedTooDeeply() {
      return views > ServiceLimits.MAX_NESTED_VIEWS || routines > ServiceLimits.MAX_NESTED_ROUTINES;
    }
  }

  /** The resources that the body of a view or routine names; empty for a table. */
  Set<DatasetScopedId> references(DatasetScopedId node) {
    return references.apply(node);
  }

  /** The demands of a query of a table, view or routine. */
  Body of(DatasetScopedId root) {
    Body known = bodies.get(root);
    return known != null ? known : compute(root);
  }

  private record Frame(DatasetScopedId node, Iterator<DatasetScopedId> rest) {}

  /** Depth first with a stack of its own: a hostile chain of views is as long as it likes. */
  private Body compute(DatasetScopedId root) {
    Deque<Frame> stack = new ArrayDeque<>();
    Set<DatasetScopedId> open = new HashSet<>();
    stack.push(new Frame(root, references(root).iterator()));
    open.add(root);
    while (!stack.isEmpty()) {
      Frame frame = stack.element();
      if (frame.rest.hasNext()) {
        DatasetScopedId next = frame.rest.next();
        if (!bodies.containsKey(next) && open.add(next)) {
          stack.push(new Frame(next, references(next).iterator()));
        }
      } else {
        bodies.put(frame.node, body(frame.node));
        open.remove(frame.node);
        stack.pop();
      }
    }
    return bodies.getOrDefault(root, NOTHING);
  }

  /** The body of a node whose references have theirs, except those that lead back to it. */
  private Body body(DatasetScopedId node) {
    Set<DatasetScopedId> named = references(node);
    if (named.isEmpty()) {
      return NOTHING;
    }
    Map<DatasetScopedId, Demand> demands = new LinkedHashMap<>();
    Decision possible = Decision.YES;
    int views = 0;
    int routines = 0;
    for (DatasetScopedId target : named) {
      Decision edge = authorization(node, target);
      if (edge.truth() != Certainty.YES) {
        add(demands, new Demand(target, node, edge));
      }
      possible = possible.and(sameLocation(node, target));
      Body below = bodies.get(target);
      if (below == null) {
        possible = Decision.NO;
        continue;
      }
      possible = possible.and(below.possible);
      views = Math.max(views, below.views);
      routines = Math.max(routines, below.routines);
      for (Demand demand : below.demands) {
        Decision rescue = authorizes(demand.node.dataset(), node).and(ANCESTOR);
        add(
            demands,
            rescue.truth() == Certainty.NO
                ? demand
                : new Demand(demand.node, demand.reader, demand.otherwise.or(rescue)));
      }
    }
    views += node.kind() == ResourceId.Kind.TABLE ? 1 : 0;
    routines += node.kind() == ResourceId.Kind.ROUTINE ? 1 : 0;
    // Of what nobody can query, nothing is demanded: so that a chain, however long, stays small.
    Body refused = new Body(List.of(), Decision.NO, views, routines);
    return possible.truth() == Certainty.NO || refused.isNestedTooDeeply()
        ? refused
        : new Body(List.copyOf(demands.values()), possible, views, routines);
  }

  private static void add(Map<DatasetScopedId, Demand> demands, Demand demand) {
    demands.merge(
        demand.node,
        demand,
        (one, other) -> {
          Decision both = one.otherwise.and(other.otherwise);
          return both.equals(one.otherwise) ? one : new Demand(one.node, other.reader, both);
        });
  }

  /** Whether a body may read something that it names, without a right of the caller. */
  Decision authorization(DatasetScopedId reader, DatasetScopedId target) {
    Decision decision = authorizes(target.dataset(), reader);
    return reader.dataset().equals(target.dataset()) ? decision.or(SAME_DATASET) : decision;
  }

  /**
   * Whether a dataset authorizes a view or routine, by its name or by its dataset's (materialized
   * views are taken for views; of routines it is not known, 11.16). A hidden dataset authorizes
   * nobody (<a href="https://docs.cloud.google.com/bigquery/docs/datasets">source</a>).
   */
  private Decision authorizes(DatasetId dataset, DatasetScopedId reader) {
    Optional<Policy> policy = grants.policy(dataset);
    if (policy.isEmpty()) {
      return Decision.unknown(notRead(dataset));
    }
    Set<AuthorizedResource> readers = policy.get().readers();
    if (readers.isEmpty() || dataset.name().startsWith("_")) {
      return Decision.NO;
    }
    Decision decision = Decision.NO;
    if (reader instanceof TableId view) {
      if (readers.contains(AuthorizedView.of(view))) {
        decision =
            isNewer(view, dataset, Resource::created)
                ? dead(view, Assumption.RECREATED_READER)
                : Decision.YES;
      }
      if (readers.contains(AuthorizedDataset.of(view.dataset()))) {
        DatasetId home = view.dataset();
        decision =
            decision.or(
                isNewer(home, dataset, Resource::created)
                    ? dead(home, Assumption.RECREATED_READER)
                    : Decision.YES);
      }
    } else if (reader instanceof RoutineId routine) {
      if (readers.contains(AuthorizedRoutine.of(routine))) {
        decision =
            isNewer(routine, dataset, Resource::modified)
                ? dead(routine, Assumption.REPLACED_READER)
                : Decision.YES;
      } else if (readers.contains(AuthorizedDataset.of(routine.dataset()))) {
        decision = ROUTINE_OF_DATASET;
      }
    }
    return decision;
  }

  /**
   * Whether a reader is newer than the last change of the dataset that authorizes it, so that the
   * authorization is another one's; no where the service did not say.
   */
  private boolean isNewer(
      DatasetScopedId reader, DatasetId dataset, Function<Resource, Optional<Instant>> time) {
    Optional<Instant> changed = state.find(dataset).flatMap(Resource::modified);
    return changed.isPresent()
        && state.find(reader).flatMap(time).filter(changed.get()::isBefore).isPresent();
  }

  private static Decision dead(DatasetScopedId reader, Assumption assumption) {
    return Decision.doubtful(
        List.of(Doubt.of(assumption, reader + " was recreated after it had been authorized")));
  }

  /** A query across locations fails, unless a preview that is off by default allows it. */
  private Decision sameLocation(DatasetScopedId reader, DatasetScopedId target) {
    if (reader.dataset().equals(target.dataset())) {
      return Decision.YES;
    }
    Optional<String> one = location(reader.dataset());
    Optional<String> other = location(target.dataset());
    return one.isEmpty() || other.isEmpty() || one.get().equalsIgnoreCase(other.get())
        ? Decision.YES
        : Decision.unknown(
            reader + " is in " + one.get() + " and " + target + " in " + other.get());
  }

  private Optional<String> location(DatasetId dataset) {
    return state.find(dataset).flatMap(found -> found.body().text("location"));
  }

  /** The detail of a doubt: the access list of a dataset was not read. */
  static String notRead(DatasetId dataset) {
    return "the access list of " + dataset + " is not known";
  }
}
