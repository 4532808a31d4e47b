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
import org.immutables.value.Value;

/**
 * The steps that make the live world the declared one, in order, with the findings of their review.
 *
 * <p>A plan is a value: it was computed once, from a declaration and from a world as it was
 * observed, and nothing about it changes afterwards. Only a planner makes one, complete with its
 * findings; none of them can be taken away.
 *
 * <p>This class is immutable and thread-safe.
 */
@Value.Immutable
public abstract sealed class Plan permits ImmutablePlan {
  Plan() {}

  /** The instant for which it was computed: it decides which grants have ended. */
  public abstract Instant instant();

  /** The options that it was computed with. */
  public abstract PlanOptions options();

  /** The changes in order; none if there is nothing to do. */
  public abstract List<Step> steps();

  /** The errors that block it, and the warnings and notes for its reviewer, ordered by place. */
  public abstract List<Finding> findings();

  /** The live resources that are not declared: never touched. */
  public abstract List<ResourceId> foreign();

  /** The cost of carrying it out. */
  public abstract Cost cost();

  /** The world as it is declared. */
  public abstract State desired();

  /** The world as it was observed. */
  public abstract State observed();

  /** The declared reasons of access; no part of what the plan does. */
  public abstract DeclaredReasons reasons();

  /** The change in what people can see; empty if that was not analyzed. */
  public abstract Optional<AccessDelta> access();

  /**
   * The sources of a plan, as hashes.
   *
   * @param declared the declared world
   * @param observed the part of the live world that was compared; not its etags, which change with
   *     every load of data
   */
  record Fingerprints(String declared, String observed) {}

  /** Its sources as hashes: computed on demand, since only stored plans need them. */
  Fingerprints fingerprints() {
    List<Resource> declared = desired().sorted();
    return new Fingerprints(
        Fingerprint.ofDesired(declared),
        Fingerprint.ofCompared(declared, resource -> observed().find(resource.id())));
  }

  /** Whether there is nothing to do. */
  public boolean isEmpty() {
    return steps().isEmpty();
  }

  /** Whether an error blocks it: nothing of it is applied then. */
  public boolean isRefused() {
    return findings().stream().anyMatch(Finding::isError);
  }

  /**
   * The same plan with more findings, such as those about the files that it was made from. None of
   * its own is lost, and an error among the added ones blocks it.
   */
  public Plan plusFindings(List<Finding> more) {
    List<Finding> all = new ArrayList<>(findings());
    all.addAll(more);
    all.sort(Finding.BY_PLACE);
    return ImmutablePlan.copyOf(this).withFindings(all);
  }

  /**
   * The world as it was observed, with every change carried out; resources that are not declared
   * stay in it.
   */
  public State after() {
    State world = observed();
    Map<ResourceId, Resource> changed = new LinkedHashMap<>();
    for (Step step : steps()) {
      Change change = step.change();
      ResourceId id = change.id();
      Resource current = changed.get(id);
      Optional<Resource> after =
          change.applyTo(current == null ? world.find(id) : Optional.of(current));
      if (after.isPresent()) {
        changed.put(id, after.get());
      } else {
        // The resources within it are deleted too.
        world = world.with(changed.values()).without(id);
        changed.clear();
      }
    }
    return world.with(changed.values());
  }
}
