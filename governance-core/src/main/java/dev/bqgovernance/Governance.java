package dev.bqgovernance;

import dev.bqgovernance.apply.Applier;
import dev.bqgovernance.apply.ApplyOptions;
import dev.bqgovernance.apply.ApplyReport;
import dev.bqgovernance.backend.Backend;
import dev.bqgovernance.backend.Scope;
import dev.bqgovernance.compile.Compilation;
import dev.bqgovernance.compile.Compiler;
import dev.bqgovernance.compile.Export;
import dev.bqgovernance.model.AuthorizedResource;
import dev.bqgovernance.model.DataPlatform;
import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.Finding;
import dev.bqgovernance.model.ProjectId;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.model.TemporaryGrant;
import dev.bqgovernance.plan.Drift;
import dev.bqgovernance.plan.Plan;
import dev.bqgovernance.plan.PlanOptions;
import dev.bqgovernance.plan.Planner;
import dev.bqgovernance.plan.TemporaryGrantPlanner;
import dev.bqgovernance.state.Resource;
import dev.bqgovernance.state.State;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.stream.Collectors;

/**
 * What one does with a {@link DataPlatform} and a cloud: plan, apply, look for drift, export.
 *
 * <pre>{@code
 * Governance governance = Governance.of(FakeCloud.create().backend());
 * Plan plan = governance.plan(platform);
 * String comment = Markdown.render(plan);
 * ApplyReport report = governance.apply(plan).orThrow();
 * }</pre>
 *
 * <p>This class is immutable; it is thread-safe, as its backend is.
 */
public final class Governance {
  private final Backend backend;

  private Governance(Backend backend) {
    this.backend = Objects.requireNonNull(backend, "backend");
  }

  /** Works on this cloud. */
  public static Governance of(Backend backend) {
    return new Governance(backend);
  }

  /**
   * What is wrong with a platform, or worth knowing, without looking at a cloud: what its SQL
   * reads, circles of views, grants that have ended by an instant.
   *
   * @return ordered by place; empty if there is nothing to say
   */
  public static List<Finding> check(DataPlatform platform, Instant instant) {
    return Compiler.compile(platform, instant, Optional.empty(), State.empty()).findings();
  }

  /**
   * What each dataset of a platform should authorize, so that everybody who may read a view gets an
   * answer from it and nothing more is open: what the SQL needs, and of what is declared what
   * cannot be judged, such as the views of other projects. Looks at no cloud.
   *
   * @param instant the instant for which it holds: grants that have ended by then do not count
   * @return for every declared dataset
   */
  public static SortedMap<DatasetId, SortedSet<AuthorizedResource>> authorizations(
      DataPlatform platform, Instant instant) {
    return Compiler.authorizations(platform, instant);
  }

  /**
   * The plan that makes the cloud as declared, with {@linkplain PlanOptions#defaults() default
   * options}.
   *
   * @throws dev.bqgovernance.backend.BackendException if the cloud could not be read
   */
  public Plan plan(DataPlatform platform) {
    return plan(platform, PlanOptions.defaults());
  }

  /**
   * The plan that makes the cloud as declared. Nothing is changed. The plan may hold errors: look
   * at {@link Plan#isRefused()}.
   *
   * @throws dev.bqgovernance.backend.BackendException if the cloud could not be read
   */
  public Plan plan(DataPlatform platform, PlanOptions options) {
    boolean isFed =
        !platform.connections().isEmpty()
            || !platform.syncJobs().isEmpty()
            || !platform.sinks().isEmpty()
            || !platform.notificationChannels().isEmpty();
    return plan(platform, options, isFed || options.prune());
  }

  /**
   * A platform of datasets alone needs no other service; only drift looks into them all the same.
   */
  private Plan plan(DataPlatform platform, PlanOptions options, boolean isOfEveryService) {
    Compilation compilation = compile(platform, State.empty());
    Set<ResourceId> declared =
        compilation.desired().state().resources().stream()
            .map(Resource::id)
            .collect(Collectors.toSet());
    Scope scope = Scope.of(platform.project(), declared);
    State observed = backend.observe(isOfEveryService ? scope.withEveryService() : scope);
    if (!platform.sinks().isEmpty() || !platform.syncJobs().isEmpty()) {
      // Whom sinks write as, and what accounts may do, is known only now.
      compilation = compile(platform, observed);
    }
    return Planner.plan(compilation.desired(), observed, options, Compiler::references)
        .withFindings(compilation.findings());
  }

  /**
   * The plan that gives somebody a role on a live dataset for a while, from now on. Nothing is
   * changed. The plan has at most one step; it holds an error if the dataset is not there, and a
   * note instead of a step if the principal has the role anyway. A temporary grant of the same role
   * to the same principal that stands already is exchanged for the new one.
   *
   * <p>The plan of a platform keeps the entry until its end, tells of it in its notes, and revokes
   * it afterwards.
   *
   * @throws dev.bqgovernance.backend.BackendException if the dataset could not be read
   */
  public Plan plan(TemporaryGrant grant) {
    return TemporaryGrantPlanner.plan(
        grant, backend.read(grant.dataset()), backend.now(), backend.identity());
  }

  private Compilation compile(DataPlatform platform, State known) {
    return Compiler.compile(platform, backend.now(), backend.identity(), known);
  }

  /**
   * Carries out a plan with {@linkplain ApplyOptions#defaults() default options}.
   *
   * @return what became of every step; see {@link ApplyReport#orThrow()}
   */
  public ApplyReport apply(Plan plan) {
    return apply(plan, ApplyOptions.defaults());
  }

  /**
   * Carries out a plan. Nothing is changed if an error stands against it. What changed in the cloud
   * since the plan was made is noticed where it matters: a change whose own subject was changed
   * meanwhile is refused.
   *
   * @return what became of every step; see {@link ApplyReport#orThrow()}
   */
  public ApplyReport apply(Plan plan, ApplyOptions options) {
    return Applier.apply(plan, backend, options);
  }

  /**
   * How the cloud has moved away from what is declared.
   *
   * @throws dev.bqgovernance.backend.BackendException if the cloud could not be read
   */
  public Drift drift(DataPlatform platform) {
    return drift(platform, PlanOptions.defaults());
  }

  /**
   * How the cloud has moved away from what is declared, told as the plan with these options that
   * would repair it.
   *
   * @throws dev.bqgovernance.backend.BackendException if the cloud could not be read
   */
  public Drift drift(DataPlatform platform, PlanOptions options) {
    return new Drift(plan(platform, options, true));
  }

  /**
   * The platform that declares what a project holds now, so that its plan is empty; only temporary
   * grants that have ended are revoked by it.
   *
   * @throws dev.bqgovernance.backend.BackendException if the cloud could not be read
   */
  public Export export(ProjectId project) {
    return Export.of(project, backend.observe(Scope.everything(project)), backend.now());
  }
}
