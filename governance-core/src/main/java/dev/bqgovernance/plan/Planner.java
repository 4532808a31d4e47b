package dev.bqgovernance.plan;

import dev.bqgovernance.model.ConnectionPolicyId;
import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.DatasetScopedId;
import dev.bqgovernance.model.Finding;
import dev.bqgovernance.model.ProjectScopedId;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.model.RowPolicyId;
import dev.bqgovernance.model.UnmanagedId;
import dev.bqgovernance.plan.order.OperationGraph;
import dev.bqgovernance.plan.order.OrderDerivation;
import dev.bqgovernance.plan.order.Scheduler;
import dev.bqgovernance.state.DesiredState;
import dev.bqgovernance.state.Marker;
import dev.bqgovernance.state.Resource;
import dev.bqgovernance.state.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Computes a {@link Plan}: compares, orders, and checks what stands against it.
 *
 * <p>The result depends on the arguments alone.
 */
public final class Planner {
  private final DesiredState desired;
  private final State observed;
  private final PlanOptions options;
  private final Function<Resource, Set<DatasetScopedId>> references;
  private final OperationList moves;

  /** How many live resources are declared. */
  private int met;

  private Planner(
      DesiredState desired,
      State observed,
      PlanOptions options,
      Function<Resource, Set<DatasetScopedId>> references) {
    this.desired = desired;
    this.observed = IngestionComparison.named(desired, observed);
    this.options = options;
    this.references = references;
    this.moves = new OperationList(desired);
  }

  /**
   * The plan that makes the observed world the desired one.
   *
   * @param desired what should be
   * @param observed what is; of every desired dataset it must tell the access list and what lies in
   *     it
   * @param options what the plan may do beyond the ordinary
   * @param references what live views read; asked only about those that change
   */
  public static Plan plan(
      DesiredState desired,
      State observed,
      PlanOptions options,
      Function<Resource, Set<DatasetScopedId>> references) {
    return new Planner(desired, observed, options, references).plan();
  }

  private Plan plan() {
    compare();
    List<ResourceId> foreign = foreign();
    OperationGraph graph =
        OrderDerivation.derive(
            desired, observed, moves.operations(), moves.precedences(), references);
    StepAssembly assembly = new StepAssembly(desired, moves, Scheduler.schedule(graph));
    List<Step> steps = assembly.steps();
    List<Finding> findings = new ArrayList<>(moves.findings());
    findings.addAll(assembly.gaps());
    findings.addAll(new PlanChecks(desired, observed, options).findings(steps));
    findings.sort(Finding.BY_PLACE);
    return new Plan(
        desired.instant(),
        options,
        steps,
        findings,
        foreign,
        Cost.of(steps, reads()),
        desired.state(),
        observed,
        desired.reasons(),
        Optional.empty());
  }

  private int reads() {
    return (int) observed.resources().stream().filter(r -> r.etag().isPresent()).count();
  }

  private void compare() {
    UndeclaredWriters standing = new UndeclaredWriters(desired, observed, options);
    DatasetComparison datasets = new DatasetComparison(desired, observed, options, standing, moves);
    ContentComparison contents = new ContentComparison(desired, observed, options, moves);
    IngestionComparison pipelines =
        new IngestionComparison(desired, observed, options, standing, moves);
    List<Resource> policies = new ArrayList<>();
    for (Resource wanted : desired.state().resources()) {
      Optional<Resource> live = observed.find(wanted.id());
      met += live.isPresent() ? 1 : 0;
      if (wanted.id() instanceof DatasetId id) {
        datasets.compare(id, wanted, live);
      } else if (wanted.id() instanceof ProjectScopedId) {
        pipelines.compare(wanted, live);
      } else if (wanted.id() instanceof RowPolicyId) {
        policies.add(wanted);
      } else {
        live.ifPresentOrElse(
            found -> contents.compare(wanted, found), () -> moves.create(wanted, false));
      }
    }
    contents.comparePolicies(policies);
    pipelines.reportUncompared();
    datasets.misplaced().forEach(moves::report);
  }

  private List<ResourceId> foreign() {
    if (met == observed.resources().size()) {
      return List.of();
    }
    Set<ResourceId> foreign = new TreeSet<>();
    for (Resource live : observed.resources()) {
      if (desired.state().find(live.id()).isPresent()
          || isPolicyOfDeclared(live.id())
          || isOfNoConcern(live)) {
        continue;
      }
      if (options.prune() && mayBeDeleted(live)) {
        moves.delete(live.id(), false);
      } else {
        foreign.add(live.id());
      }
    }
    if (options.prune()) {
      reportKept(foreign);
    }
    return List.copyOf(foreign);
  }

  /** What is ours is told one by one; what is not may be much. */
  private void reportKept(Set<ResourceId> foreign) {
    List<ResourceId> others = new ArrayList<>();
    for (ResourceId id : foreign) {
      if (!(id instanceof DatasetScopedId) || observed.find(id).filter(Marker::isOn).isEmpty()) {
        others.add(id);
        continue;
      }
      moves.report(
          id,
          Finding.info(
                  "not-pruned",
                  String.format(
                      "%s %s is not declared and stays: it holds data and is not marked deletable.",
                      id.kind().label(), id))
              .withFix(
                  "To delete it, declare it with \"deletable\": true and apply; then remove it"
                      + " and prune."));
    }
    if (!others.isEmpty()) {
      boolean isOne = others.size() == 1;
      moves.report(
          others.get(0),
          Finding.info(
                  "not-pruned",
                  String.format(
                      "%s %s%s not declared and %s: %s our mark.",
                      others.get(0).kind().label(),
                      others.get(0),
                      isOne ? " is" : " and " + (others.size() - 1) + " more are",
                      isOne ? "stays" : "stay",
                      isOne ? "it does not carry" : "they do not carry"))
              .withFix("Delete by hand what nobody needs."));
    }
  }

  /** Policies of a declared table or connection are compared with it, and are nobody else's. */
  private boolean isPolicyOfDeclared(ResourceId id) {
    return id instanceof ConnectionPolicyId
        || (id instanceof RowPolicyId policy && desired.policedTables().contains(policy.table()));
  }

  /** A project's other alerts and channels have nothing to do with data. */
  private static boolean isOfNoConcern(Resource live) {
    return live.id() instanceof UnmanagedId && live.id().kind() != ResourceId.Kind.SYNC_JOB;
  }

  private static boolean mayBeDeleted(Resource live) {
    if (live.id() instanceof ProjectScopedId) {
      return Marker.isOn(live) && !(live.id() instanceof UnmanagedId);
    }
    boolean holdsData = !live.isView() || live.isMaterializedView();
    return Marker.isOn(live) && (!holdsData || Marker.allowsDeletion(live));
  }
}
