package dev.bqgovernance.plan;

import dev.bqgovernance.access.AccessDelta;
import dev.bqgovernance.model.Finding;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.state.DeclaredReasons;
import dev.bqgovernance.state.Resource;
import dev.bqgovernance.state.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What has to be done so that the live world becomes the declared one: steps in order, what stands
 * against them, and what is only to be known.
 *
 * <p>A plan is a value: it was computed once, from a declaration and from a world as it was
 * observed, and nothing about it changes afterwards.
 *
 * <p>This class is immutable and thread-safe.
 *
 * @param instant the instant for which it was computed: it decides which grants have ended
 * @param options what it may do beyond the ordinary
 * @param steps the changes in order; none if there is nothing to do
 * @param findings what stands against applying it (errors), and what a reviewer should know
 * @param foreign live resources that are not declared: never touched
 * @param cost what carrying it out takes
 * @param desired the world as it is declared
 * @param observed the world as it was observed
 * @param reasons why principals are to have access; no part of what the plan does
 * @param access what carrying it out changes in what people can see; empty if nobody looked
 */
public record Plan(
    Instant instant,
    PlanOptions options,
    List<Step> steps,
    List<Finding> findings,
    List<ResourceId> foreign,
    Cost cost,
    State desired,
    State observed,
    DeclaredReasons reasons,
    Optional<AccessDelta> access) {

  /** Copies the lists. */
  public Plan {
    steps = List.copyOf(steps);
    findings = List.copyOf(findings);
    foreign = List.copyOf(foreign);
  }

  /**
   * What a plan was computed from, as hashes.
   *
   * @param declared the declared world
   * @param observed what of the live world was compared; not its etags, which move with every load
   *     of data
   */
  record Fingerprints(String declared, String observed) {}

  /**
   * What it was computed from, as hashes: computed when asked, since only stored plans need them.
   */
  Fingerprints fingerprints() {
    List<Resource> declared = desired.sorted();
    return new Fingerprints(
        Fingerprint.ofDesired(declared),
        Fingerprint.ofCompared(declared, resource -> observed.find(resource.id())));
  }

  /** Whether there is nothing to do. */
  public boolean isEmpty() {
    return steps.isEmpty();
  }

  /** Whether an error stands against applying it. */
  public boolean isRefused() {
    return findings.stream().anyMatch(Finding::isError);
  }

  /** The same plan with more to be known, or more that stands against it. */
  public Plan withFindings(List<Finding> more) {
    List<Finding> all = new ArrayList<>(findings);
    all.addAll(more);
    all.sort(Finding.BY_PLACE);
    return new Plan(
        instant, options, steps, all, foreign, cost, desired, observed, reasons, access);
  }

  /** The same plan with what it changes in what people can see. */
  public Plan withAccess(AccessDelta delta) {
    return new Plan(
        instant,
        options,
        steps,
        findings,
        foreign,
        cost,
        desired,
        observed,
        reasons,
        Optional.of(delta));
  }

  /**
   * The world as it was observed, with every change carried out: what is not declared stays in it.
   */
  public State after() {
    State world = observed;
    Map<ResourceId, Resource> changed = new LinkedHashMap<>();
    for (Step step : steps) {
      Change change = step.change();
      ResourceId id = change.id();
      Resource current = changed.get(id);
      Optional<Resource> after =
          change.applyTo(current == null ? world.find(id) : Optional.of(current));
      if (after.isPresent()) {
        changed.put(id, after.get());
      } else {
        // With it goes what lies in it.
        world = world.with(changed.values()).without(id);
        changed.clear();
      }
    }
    return world.with(changed.values());
  }
}
