package dev.bqgovernance.plan.order;

import static dev.bqgovernance.plan.order.Reason.Rule.AVAILABILITY;
import static dev.bqgovernance.plan.order.Reason.Rule.EXPOSURE;
import static dev.bqgovernance.plan.order.Reason.Rule.NECESSITY;

import com.google.common.collect.ListMultimap;
import com.google.common.collect.MultimapBuilder;
import com.google.common.collect.Sets;
import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.DatasetScopedId;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.plan.order.Operation.Effect;
import dev.bqgovernance.plan.order.Operation.Kind;
import dev.bqgovernance.plan.order.ReadGraph.Texts;
import dev.bqgovernance.state.DesiredState;
import dev.bqgovernance.state.Resource;
import dev.bqgovernance.state.State;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Derives which operation must follow which from the interval invariant: after each request
 * everybody sees at most what they saw before or will see after, and at least what they see both
 * before and after.
 *
 * <p>Each method is one consequence of the invariant; the reason that it gives is the consequence
 * in words. The consequences for resources outside datasets are in {@link
 * IngestionOrderDerivation}.
 */
public final class OrderDerivation {
  private final DesiredState desired;
  private final ReadGraph reads;
  private final OperationGraph.Builder graph;
  private final ListMultimap<Kind, Operation> byKind =
      MultimapBuilder.enumKeys(Kind.class).arrayListValues().build();

  /** The first operation that creates or changes each resource. */
  private final Map<ResourceId, Operation> writers = new HashMap<>();

  private final List<Operation> policies = new ArrayList<>();

  private OrderDerivation(
      DesiredState desired,
      ReadGraph reads,
      List<Operation> operations,
      OperationGraph.Builder graph) {
    this.desired = desired;
    this.reads = reads;
    this.graph = graph;
    for (Operation operation : operations) {
      if (operation.scopedTarget().isEmpty()) {
        continue;
      }
      byKind.put(operation.kind(), operation);
      if (operation.filteredTable().isPresent()) {
        policies.add(operation);
      }
      switch (operation.kind()) {
        case CREATE, REDEFINE, UPDATE -> writers.putIfAbsent(operation.target(), operation);
        case DELETE, AUTHORIZE, GRANT, REVOKE, DEAUTHORIZE -> {}
      }
    }
  }

  /**
   * Two operations of which one precedes the other whatever else is planned.
   *
   * @param earlier the operation that precedes
   * @param later the operation that follows
   * @param reason the reason why
   */
  public record Precedence(Operation earlier, Operation later, Reason reason) {}

  /**
   * The graph of the operations of a plan. It depends on the arguments alone.
   *
   * @param desired the declared world
   * @param observed the live world
   * @param operations the operations as they were found
   * @param given edges that do not follow from the invariant
   * @param references the resources that the text of a live view or routine names; asked only about
   *     those that change
   */
  public static OperationGraph derive(
      DesiredState desired,
      State observed,
      List<Operation> operations,
      List<Precedence> given,
      Function<Resource, Set<DatasetScopedId>> references) {
    OperationGraph.Builder graph = new OperationGraph.Builder(operations);
    given.forEach(edge -> graph.precede(edge.earlier(), edge.later(), edge.reason()));
    if (operations.size() > 1) {
      ReadGraph reads = new ReadGraph(desired, observed, operations, references);
      new OrderDerivation(desired, reads, operations, graph).derive();
      IngestionOrderDerivation.derive(desired, operations, graph);
    }
    return graph.build();
  }

  private void derive() {
    contentsFollowTheirDataset();
    readersFollowTheirSources();
    authorizationsFollowTheirReader();
    replacementsFollowDeletions();
    policiesFollowTheirTable();
    losersGoFirst();
    gainersComeLast();
    sourcesAcceptBeforeTextsChange();
    pathsNarrowBeforeTheyWiden();
    newPathsOpenBeforeOldOnesClose();
    deletionsComeLast();
  }

  /** Puts an operation after another. */
  private void follow(Operation later, Operation earlier, Reason.Rule rule, String sentence) {
    graph.precede(earlier, later, Reason.of(rule, sentence));
  }

  private Optional<Operation> writer(ResourceId id) {
    return Optional.ofNullable(writers.get(id));
  }

  private void contentsFollowTheirDataset() {
    for (Operation content : byKind.values()) {
      writer(content.dataset())
          .filter(dataset -> dataset.kind() == Kind.CREATE)
          .ifPresent(dataset -> follow(content, dataset, NECESSITY, "the dataset must exist"));
    }
  }

  private void readersFollowTheirSources() {
    for (Kind kind : List.of(Kind.CREATE, Kind.REDEFINE)) {
      for (Operation reader : byKind.get(kind)) {
        for (DatasetScopedId read : desired.references(reader.scoped())) {
          writer(read).ifPresent(source -> follow(reader, source, NECESSITY, "it reads " + read));
        }
      }
    }
  }

  private void authorizationsFollowTheirReader() {
    for (Operation authorize : byKind.get(Kind.AUTHORIZE)) {
      DatasetScopedId reader = authorize.authorization().reader();
      Operation writer = writers.get(reader);
      if (writer != null && writer.kind() == Kind.CREATE) {
        follow(authorize, writer, NECESSITY, reader + " must exist before it is authorized");
      } else if (writer != null && writer.kind() == Kind.REDEFINE && isRoutine(reader)) {
        follow(authorize, writer, NECESSITY, "a redefined routine loses its authorizations");
      }
    }
  }

  private static boolean isRoutine(DatasetScopedId id) {
    return id.kind() == ResourceId.Kind.ROUTINE;
  }

  private void replacementsFollowDeletions() {
    for (Operation delete : byKind.get(Kind.DELETE)) {
      writer(delete.target())
          .ifPresent(
              create -> follow(create, delete, NECESSITY, "the old one must be deleted first"));
    }
  }

  private void policiesFollowTheirTable() {
    for (Operation policy : policies) {
      switch (policy.kind()) {
        case CREATE ->
            policy
                .filteredTable()
                .flatMap(this::writer)
                .ifPresent(table -> follow(policy, table, NECESSITY, "the table must exist"));
        case DELETE ->
            policies.stream()
                .filter(other -> other.kind() == Kind.CREATE)
                .filter(other -> other.filteredTable().equals(policy.filteredTable()))
                .forEach(
                    created ->
                        follow(
                            policy,
                            created,
                            EXPOSURE,
                            "a table without a policy shows all rows: the new one comes first"));
        case REDEFINE, UPDATE, AUTHORIZE, GRANT, REVOKE, DEAUTHORIZE -> {}
      }
    }
  }

  /** Principals lose access before anything behind it widens. */
  private void losersGoFirst() {
    for (Operation revoke : byKind.get(Kind.REVOKE)) {
      DatasetId from = revoke.dataset();
      for (Operation redefine : byKind.get(Kind.REDEFINE)) {
        if (reads.passes(from, redefine.scoped())) {
          follow(
              redefine,
              revoke,
              EXPOSURE,
              "principals that lose "
                  + from.name()
                  + " must not see the new text of "
                  + redefine.scoped());
        }
      }
      for (Operation create : byKind.get(Kind.CREATE)) {
        if (!desired.references(create.scoped()).isEmpty() && reads.passes(from, create.scoped())) {
          follow(
              create,
              revoke,
              EXPOSURE,
              "principals that lose " + from.name() + " must not see the new " + create.scoped());
        }
      }
      for (Operation authorize : byKind.get(Kind.AUTHORIZE)) {
        if (!authorize.scoped().equals(from)
            && reads.passes(from, authorize.authorization().reader())) {
          follow(
              authorize,
              revoke,
              EXPOSURE,
              "principals that lose "
                  + from.name()
                  + " must not read "
                  + authorize.scoped()
                  + " through it");
        }
      }
      for (Operation policy : policies) {
        if (policy.filteredTable().filter(reads.through(from)::contains).isPresent()) {
          follow(
              policy,
              revoke,
              EXPOSURE,
              "principals that lose " + from.name() + " must not see the new rows");
        }
      }
    }
  }

  /** Principals gain access after everything behind it is as reviewed. */
  private void gainersComeLast() {
    for (Operation grant : byKind.get(Kind.GRANT)) {
      DatasetId to = grant.dataset();
      for (Operation redefine : byKind.get(Kind.REDEFINE)) {
        if (reads.passes(to, redefine.scoped())) {
          follow(
              grant,
              redefine,
              EXPOSURE,
              "principals that gain "
                  + to.name()
                  + " must not see the old text of "
                  + redefine.scoped());
        }
      }
      for (Operation delete : byKind.get(Kind.DELETE)) {
        if (isSeenByGainers(delete, grant)) {
          follow(
              grant,
              delete,
              EXPOSURE,
              "principals that gain "
                  + to.name()
                  + " must not see what is deleted: "
                  + delete.scoped());
        }
      }
      for (Operation deauthorize : byKind.get(Kind.DEAUTHORIZE)) {
        if (!deauthorize.scoped().equals(to)
            && reads.passes(to, deauthorize.authorization().reader())) {
          follow(
              grant,
              deauthorize,
              EXPOSURE,
              "principals that gain "
                  + to.name()
                  + " must not read "
                  + deauthorize.scoped()
                  + " through it");
        }
      }
      for (Operation policy : policies) {
        if (policy.filteredTable().filter(reads.through(to)::contains).isPresent()) {
          follow(
              grant,
              policy,
              EXPOSURE,
              "rows are filtered before anybody gets access: " + policy.scoped());
        }
      }
      for (Operation update : byKind.get(Kind.UPDATE)) {
        if (update.has(Effect.SETS_POLICY_TAGS) && reads.through(to).contains(update.scoped())) {
          follow(
              grant,
              update,
              EXPOSURE,
              "columns are tagged before anybody gets access: " + update.scoped());
        }
      }
    }
    for (Operation policy : policies) {
      for (Operation authorize : byKind.get(Kind.AUTHORIZE)) {
        if (authorize.scoped().equals(policy.dataset())) {
          follow(
              authorize,
              policy,
              EXPOSURE,
              "rows are filtered before a view may read them: " + policy.scoped());
        }
      }
    }
  }

  private boolean isSeenByGainers(Operation delete, Operation grant) {
    return writer(delete.target()).isEmpty()
        && delete.filteredTable().isEmpty()
        && reads.passes(grant.dataset(), delete.scoped());
  }

  /** A text changes while both its old and its new sources accept it, and not while more do. */
  private void sourcesAcceptBeforeTextsChange() {
    for (Operation redefine : byKind.get(Kind.REDEFINE)) {
      for (Operation authorize : byKind.get(Kind.AUTHORIZE)) {
        boolean isRenewed = authorize.has(Effect.RENEWS_AUTHORIZATION);
        boolean isItself =
            isRoutine(redefine.scoped())
                && authorize.authorization().reader().equals(redefine.scoped());
        if (isRenewed || isItself) {
          continue;
        }
        if (reads.uses(Texts.LIVE, redefine.scoped(), authorize.authorization())) {
          follow(
              authorize,
              redefine,
              EXPOSURE,
              authorize.scoped() + " must not be read by the old text of " + redefine.scoped());
        } else if (reads.uses(Texts.DECLARED, redefine.scoped(), authorize.authorization())) {
          follow(
              redefine,
              authorize,
              AVAILABILITY,
              authorize.scoped()
                  + " must authorize "
                  + authorize.authorization().reader()
                  + " first");
        }
      }
      for (Operation deauthorize : byKind.get(Kind.DEAUTHORIZE)) {
        if (isRoutine(redefine.scoped())
            && deauthorize.authorization().reader().equals(redefine.scoped())) {
          // In this order an interrupted run leaves a missing entry, not one without effect.
          follow(
              redefine,
              deauthorize,
              NECESSITY,
              "redefining a routine invalidates its authorization");
        } else if (reads.uses(Texts.DECLARED, redefine.scoped(), deauthorize.authorization())) {
          follow(
              redefine,
              deauthorize,
              EXPOSURE,
              deauthorize.scoped() + " must not be read by the new text of " + redefine.scoped());
        } else if (reads.uses(Texts.LIVE, redefine.scoped(), deauthorize.authorization())) {
          follow(
              deauthorize,
              redefine,
              AVAILABILITY,
              "until then " + redefine.scoped() + " still reads " + deauthorize.scoped());
        }
      }
    }
  }

  /** Along a path, the upper part narrows before the lower one widens, and the other way round. */
  private void pathsNarrowBeforeTheyWiden() {
    for (Operation upper : byKind.get(Kind.DEAUTHORIZE)) {
      for (Operation lower : byKind.get(Kind.AUTHORIZE)) {
        if (reads.leads(Texts.LIVE, upper.authorization(), lower.authorization())) {
          follow(lower, upper, EXPOSURE, through(upper, lower.scoped()));
        }
      }
      for (Operation lower : byKind.get(Kind.REDEFINE)) {
        if (reads.opens(Texts.LIVE, upper.authorization(), lower.scoped())) {
          follow(lower, upper, EXPOSURE, through(upper, lower.scoped()));
        }
      }
    }
    for (Operation upper : byKind.get(Kind.AUTHORIZE)) {
      for (Operation lower : byKind.get(Kind.DEAUTHORIZE)) {
        if (reads.leads(Texts.DECLARED, upper.authorization(), lower.authorization())) {
          follow(upper, lower, EXPOSURE, through(upper, lower.scoped()));
        }
      }
      for (Operation lower : byKind.get(Kind.REDEFINE)) {
        if (reads.opens(Texts.DECLARED, upper.authorization(), lower.scoped())) {
          follow(upper, lower, EXPOSURE, through(upper, lower.scoped()));
        }
      }
    }
  }

  private static String through(Operation upper, DatasetScopedId lower) {
    return upper.authorization().reader()
        + " must not read more through "
        + upper.scoped()
        + ": "
        + lower;
  }

  /** Principals that keep data by another path get the new path before the old one closes. */
  private void newPathsOpenBeforeOldOnesClose() {
    for (Operation revoke : byKind.get(Kind.REVOKE)) {
      DatasetId from = revoke.dataset();
      for (Operation grant : byKind.get(Kind.GRANT)) {
        DatasetId to = grant.dataset();
        if (!to.equals(from) && reads.touches(to, from)) {
          follow(
              revoke,
              grant,
              AVAILABILITY,
              "principals that keep reading " + from + " get " + to + " first");
        } else if (!to.equals(from) && reads.touches(from, to) && areForOne(revoke, grant)) {
          follow(
              revoke, grant, AVAILABILITY, "principals that keep reading " + to + " get it first");
        }
      }
      for (Kind kind : List.of(Kind.AUTHORIZE, Kind.CREATE, Kind.REDEFINE)) {
        for (Operation path : byKind.get(kind)) {
          DatasetScopedId reader =
              kind == Kind.AUTHORIZE ? path.authorization().reader() : path.scoped();
          boolean isLost =
              reader.dataset().equals(from) || (kind == Kind.CREATE && reads.passes(from, reader));
          if (!isLost && reads.touches(reader, from)) {
            follow(
                revoke,
                path,
                AVAILABILITY,
                "principals that keep reading " + from + " need " + reader + " first");
          }
        }
      }
    }
    for (Operation leaving : byKind.get(Kind.REDEFINE)) {
      for (DatasetScopedId source : reads.dropped(leaving.scoped())) {
        newPathsOpenBefore(leaving, source);
      }
    }
    for (Operation deauthorize : byKind.get(Kind.DEAUTHORIZE)) {
      for (Kind kind : List.of(Kind.GRANT, Kind.AUTHORIZE)) {
        for (Operation other : byKind.get(kind)) {
          if (other.scoped().equals(deauthorize.scoped())
              && !(kind == Kind.AUTHORIZE
                  && other.authorization().reader().equals(deauthorize.authorization().reader()))) {
            follow(
                deauthorize,
                other,
                AVAILABILITY,
                "principals that read " + other.scoped() + " get the new path first");
          }
        }
      }
    }
  }

  private void newPathsOpenBefore(Operation leaving, DatasetScopedId source) {
    String reason =
        "principals that keep reading "
            + source
            + " can read it elsewhere before this text drops it";
    for (Operation other : byKind.get(Kind.REDEFINE)) {
      if (reads.isGained(other.scoped(), source)) {
        follow(leaving, other, AVAILABILITY, reason);
      }
    }
    for (Operation grant : byKind.get(Kind.GRANT)) {
      DatasetId to = grant.dataset();
      if (reads.through(to).contains(source) && !reads.passes(to, leaving.scoped())) {
        follow(leaving, grant, AVAILABILITY, reason);
      }
    }
    for (Operation authorize : byKind.get(Kind.AUTHORIZE)) {
      if (reads.opens(Texts.DECLARED, authorize.authorization(), source)
          && !reads.uses(Texts.LIVE, leaving.scoped(), authorize.authorization())) {
        follow(leaving, authorize, AVAILABILITY, reason);
      }
    }
  }

  private static boolean areForOne(Operation revoke, Operation grant) {
    return !Sets.intersection(revoke.principals(), grant.principals()).isEmpty();
  }

  private void deletionsComeLast() {
    for (Operation delete : byKind.get(Kind.DELETE)) {
      if (writer(delete.target()).isEmpty()) {
        for (Kind kind : List.of(Kind.REDEFINE, Kind.GRANT, Kind.AUTHORIZE)) {
          for (Operation other : byKind.get(kind)) {
            if (kind != Kind.GRANT || !isSeenByGainers(delete, other)) {
              follow(
                  delete, other, AVAILABILITY, "nothing is deleted before its replacements exist");
            }
          }
        }
      }
    }
  }
}
