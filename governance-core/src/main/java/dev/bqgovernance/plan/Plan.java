package dev.bqgovernance.plan;

import dev.bqgovernance.access.AccessDelta;
import dev.bqgovernance.model.DataPlatform;
import dev.bqgovernance.model.Finding;
import dev.bqgovernance.model.Place;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.model.ServiceLimits;
import dev.bqgovernance.state.DeclaredReasons;
import dev.bqgovernance.state.Resource;
import dev.bqgovernance.state.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
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
  @API(status = Status.INTERNAL)
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
   * The same plan with its guards compared with those of an earlier declaration, and more changes
   * of guards that no platform holds.
   *
   * @param before the earlier declaration
   * @param declared the declaration of this plan
   */
  public Plan comparing(
      DataPlatform before, DataPlatform declared, List<AccessDelta.GuardChange> more) {
    AccessDelta delta = access().orElse(AccessDelta.none());
    return ImmutablePlan.copyOf(this)
        .withAccess(delta.comparing(before, declared).plusGuards(more));
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

  /**
   * The least that carrying out a plan takes.
   *
   * <p>This class is immutable and thread-safe.
   */
  @Value.Immutable
  public abstract static sealed class Cost permits ImmutableCost {
    Cost() {}

    /** The number of requests that read single resources before. */
    public abstract int reads();

    /** The number of requests that change something. */
    public abstract int writes();

    /**
     * The least time under BigQuery's limits of 5 metadata updates in 10 seconds for each dataset
     * and table, and 100 requests a second (<a
     * href="https://docs.cloud.google.com/bigquery/quotas">source</a>).
     */
    public abstract Duration leastTime();

    static Cost of(List<Step> steps, int reads) {
      Map<ResourceId, Integer> writes = new HashMap<>();
      steps.forEach(step -> writes.merge(step.change().id(), 1, Integer::sum));
      int most = writes.values().stream().mapToInt(Integer::intValue).max().orElse(0);
      Duration byResource =
          ServiceLimits.WRITE_WINDOW.multipliedBy(
              Math.max(0, (most - 1) / ServiceLimits.MAX_WRITES_PER_WINDOW));
      Duration byRate =
          Duration.ofSeconds((reads + steps.size()) / ServiceLimits.MAX_REQUESTS_PER_SECOND);
      return ImmutableCost.of(
          reads, steps.size(), byResource.compareTo(byRate) > 0 ? byResource : byRate);
    }
  }

  /**
   * One change at its place in a plan.
   *
   * <p>This class is immutable and thread-safe.
   */
  @Value.Immutable
  public abstract static sealed class Step permits ImmutableStep {
    Step() {}

    /** Its place, counted from 1. */
    public abstract int number();

    /** The change. */
    public abstract Change change();

    /** The place where the resource is declared; empty if it is not declared. */
    public abstract Optional<Place> place();

    /** The steps that it must follow, and why. */
    public abstract List<Dependency> after();

    /** The reason why a step follows another. */
    @Value.Immutable
    public abstract static sealed class Dependency permits ImmutableDependency {
      Dependency() {}

      /** The number of the earlier step. */
      public abstract int step();

      /** The rule that requires it. */
      public abstract Rule rule();

      /** The rule applied to this case, for a person. */
      public abstract String reason();
    }

    /** The rules that order steps. */
    public enum Rule {
      /** The service would refuse the later one otherwise. */
      NECESSITY,
      /** In between, somebody would see what they see neither before nor after. */
      EXPOSURE,
      /** In between, somebody would lose what they have both before and after. */
      AVAILABILITY
    }
  }
}
