package dev.bqgovernance;

import dev.bqgovernance.access.AccessAnalysis;
import dev.bqgovernance.access.AccessDelta;
import dev.bqgovernance.apply.Applier;
import dev.bqgovernance.apply.ApplyOptions;
import dev.bqgovernance.apply.ApplyReport;
import dev.bqgovernance.backend.Backend;
import dev.bqgovernance.backend.Backend.Scope;
import dev.bqgovernance.compile.Compilation;
import dev.bqgovernance.compile.Compiler;
import dev.bqgovernance.compile.Export;
import dev.bqgovernance.model.AccessContext;
import dev.bqgovernance.model.AuthorizedResource;
import dev.bqgovernance.model.DataPlatform;
import dev.bqgovernance.model.Dataset;
import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.Finding;
import dev.bqgovernance.model.Memberships;
import dev.bqgovernance.model.ProjectId;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.model.TagReaders;
import dev.bqgovernance.model.TemporaryGrant;
import dev.bqgovernance.plan.Drift;
import dev.bqgovernance.plan.Plan;
import dev.bqgovernance.plan.PlanOptions;
import dev.bqgovernance.plan.Planner;
import dev.bqgovernance.plan.Review;
import dev.bqgovernance.plan.TemporaryGrantPlanner;
import dev.bqgovernance.policy.Guardrail;
import dev.bqgovernance.policy.Guardrails;
import dev.bqgovernance.policy.PlatformCheck;
import dev.bqgovernance.sql.SqlAnalyzer;
import dev.bqgovernance.state.AccessEntry;
import dev.bqgovernance.state.Resource;
import dev.bqgovernance.state.State;
import java.lang.ref.SoftReference;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * The operations on a {@link DataPlatform} and a cloud: plan, apply, detect drift, export, and
 * explain who can read what.
 *
 * <pre>{@code
 * Governance governance = Governance.of(FakeCloud.of(platform).backend());
 * Plan plan = governance.plan(platform);
 * String comment = Markdown.render(plan);
 * ApplyReport report = governance.apply(plan).orThrow();
 * }</pre>
 *
 * <p>This class is thread-safe, as its backend is. As long as there is memory, it keeps its last
 * analysis of the SQL of a cloud, so that the next plan analyzes only SQL that has changed.
 */
public final class Governance {
  private final Backend backend;
  private final Memberships memberships;
  private final TagReaders tagReaders;
  private final UnaryOperator<Guardrails> customRules;
  private volatile SoftReference<AccessAnalysis> latest = new SoftReference<>(null);

  private Governance(
      Backend backend,
      Memberships memberships,
      TagReaders tagReaders,
      UnaryOperator<Guardrails> customRules) {
    this.backend = backend;
    this.memberships = memberships;
    this.tagReaders = tagReaders;
    this.customRules = customRules;
  }

  /**
   * Works on a cloud. The members of groups and the readers of policy tags are unknown.
   *
   * @param backend the connection to the cloud
   */
  public static Governance of(Backend backend) {
    return new Governance(
        Objects.requireNonNull(backend, "backend"),
        Memberships.unknown(),
        TagReaders.unknown(),
        UnaryOperator.identity());
  }

  /** The same facade with a source of group memberships. */
  public Governance knowing(Memberships source) {
    return new Governance(
        backend, Objects.requireNonNull(source, "source"), tagReaders, customRules);
  }

  /** The same facade with a source of the readers of policy tags. */
  public Governance knowing(TagReaders source) {
    return new Governance(
        backend, memberships, Objects.requireNonNull(source, "source"), customRules);
  }

  /**
   * The same facade with custom rules that plans must keep:
   *
   * <pre>{@code
   * governance.guardedBy(rules -> rules.with("acme/no-interns", Severity.ERROR, world -> …))
   * }</pre>
   */
  public Governance guardedBy(UnaryOperator<Guardrails> rules) {
    return new Governance(backend, memberships, tagReaders, Objects.requireNonNull(rules, "rules"));
  }

  /**
   * The same facade, if the SQL engine runs: without it, answers are about whole tables, and rules
   * that depend on the effect of SQL are not checked.
   *
   * @throws IllegalStateException if no SQL engine is on the class path or it did not start; the
   *     message has the cause
   */
  public Governance requiringSqlEngine() {
    SqlAnalyzer.whyMissing()
        .ifPresent(
            cause -> {
              throw new IllegalStateException("the SQL engine is required, but " + cause);
            });
    return this;
  }

  /**
   * Checks a platform without a cloud: the references of its SQL, circles of views, grants that
   * have ended by an instant, and guardrails. The members of groups and the readers of policy tags
   * are unknown.
   *
   * @return the findings, ordered by place; may be empty
   */
  public static List<Finding> check(DataPlatform platform, Instant instant) {
    return check(AccessContext.of(platform, instant), State.empty());
  }

  /**
   * Checks a platform with additional knowledge.
   *
   * @param context the platform, the instant, and the group memberships
   * @param known the known part of the live state: the policies and numbers of projects
   * @return the findings, ordered by place; may be empty
   */
  public static List<Finding> check(AccessContext context, State known) {
    Compilation compilation = declared(context, known);
    State state = state(compilation, context, known);
    return PlatformCheck.ofDeclared(
        new Guardrail.World(state, AccessAnalysis.of(state, context), context),
        compilation,
        Guardrails.of(context.platform()));
  }

  /**
   * Analyzes who could read what if the cloud were exactly as a platform declares. The members of
   * groups and the readers of policy tags are unknown, and projects grant nothing.
   */
  public static AccessAnalysis declaredAccess(DataPlatform platform, Instant instant) {
    return declaredAccess(AccessContext.of(platform, instant), State.empty());
  }

  /**
   * Analyzes the declared access with additional knowledge.
   *
   * @param context the platform, the instant, and the group memberships
   * @param known the known part of the live state: the policies and numbers of projects
   */
  public static AccessAnalysis declaredAccess(AccessContext context, State known) {
    return AccessAnalysis.of(state(declared(context, known), context, known), context);
  }

  /**
   * Analyzes the declared access after another analysis, whose results for unchanged SQL are
   * reused.
   *
   * @param before the other analysis
   * @param context the platform, the instant, and the group memberships
   * @param known the known part of the live state: the policies and numbers of projects
   */
  public static AccessAnalysis declaredAccess(
      AccessAnalysis before, AccessContext context, State known) {
    return before.after(state(declared(context, known), context, known), context);
  }

  /**
   * Compares the access that two declarations give, and what they guard. It needs no cloud. Live
   * grants of a dataset that is declared additive stay, so they are not reported as lost.
   *
   * @param before the earlier platform, the instant, and the group memberships
   * @param knownBefore the known part of the live state: the policies and numbers of projects
   * @param after the later platform, the instant, and the group memberships
   * @param knownAfter the known part of the live state then
   */
  public static AccessDelta declaredDelta(
      AccessContext before, State knownBefore, AccessContext after, State knownAfter) {
    AccessAnalysis old = declaredAccess(before, knownBefore);
    State state = state(declared(after, knownAfter), after, knownAfter);
    for (Dataset dataset : after.platform().datasets().values()) {
      Optional<Set<AccessEntry>> kept = old.state().find(dataset.id()).flatMap(Resource::access);
      Optional<Resource> declared = state.find(dataset.id());
      if (dataset.accessMode() == Dataset.AccessMode.ADDITIVE
          && kept.isPresent()
          && declared.isPresent()) {
        Set<AccessEntry> all = new LinkedHashSet<>(declared.get().access().orElse(Set.of()));
        all.addAll(kept.get());
        state = state.with(declared.get().withAccess(all));
      }
    }
    return old.after(state, after).since(old).comparing(before.platform(), after.platform());
  }

  private static Compilation declared(AccessContext context, State known) {
    return Compiler.compile(context.platform(), context.instant(), Optional.empty(), known);
  }

  /** The declared state, with the policies of its projects. */
  private static State state(Compilation compilation, AccessContext context, State known) {
    State state = compilation.desired().state();
    Set<ProjectId> projects =
        state.resources().stream().map(r -> r.id().project()).collect(Collectors.toSet());
    projects.add(context.platform().project());
    for (ProjectId project : projects) {
      Optional<Map<String, Set<String>>> roles = known.projectRoles(project);
      if (roles.isPresent()) {
        state =
            state
                .withProjectRoles(project, roles.get())
                .withConditionalProjectRoles(project, known.conditionalProjectRoles(project));
      }
    }
    return state;
  }

  /**
   * Analyzes who can read what in the cloud as it is now, from the same requests as a plan of the
   * platform: undeclared datasets and tables are known by name only, row policies only of tables
   * that declare some, and the IAM policies of tables not at all.
   *
   * @throws dev.bqgovernance.backend.BackendException if the cloud could not be read
   */
  public AccessAnalysis liveAccess(DataPlatform platform) {
    Compilation compilation = compile(platform, State.empty());
    return analysis(
        backend.observe(scope(platform, compilation)), context(platform, backend.now()));
  }

  private AccessAnalysis analysis(State state, AccessContext context) {
    AccessAnalysis known = latest.get();
    AccessAnalysis analysis =
        known == null ? AccessAnalysis.of(state, context) : known.after(state, context);
    latest = new SoftReference<>(analysis);
    return analysis;
  }

  private AccessContext context(DataPlatform platform, Instant instant) {
    return AccessContext.of(platform, instant).with(memberships).with(tagReaders);
  }

  /**
   * The authorizations that each dataset of a platform should declare, so that everybody who may
   * read a view can query it, and no access beyond that is given: the authorizations that the SQL
   * needs, and declared ones that cannot be judged, such as views of other projects. It needs no
   * cloud.
   *
   * @param instant the instant for which they hold: grants that have ended by then do not count
   * @return the authorizations of every declared dataset
   */
  public static SortedMap<DatasetId, SortedSet<AuthorizedResource>> authorizations(
      DataPlatform platform, Instant instant) {
    return Compiler.authorizations(platform, instant);
  }

  /**
   * Plans the changes that make the cloud equal to the declarations, with {@linkplain
   * PlanOptions#defaults() default options}.
   *
   * @throws dev.bqgovernance.backend.BackendException if the cloud could not be read
   */
  public Plan plan(DataPlatform platform) {
    return plan(platform, PlanOptions.defaults());
  }

  /**
   * Plans the changes that make the cloud equal to the declarations. Nothing is changed. The plan
   * may contain errors: see {@link Plan#isRefused()}.
   *
   * @throws dev.bqgovernance.backend.BackendException if the cloud could not be read
   */
  public Plan plan(DataPlatform platform, PlanOptions options) {
    boolean hasIngestion =
        !platform.connections().isEmpty()
            || !platform.syncJobs().isEmpty()
            || !platform.sinks().isEmpty()
            || !platform.notificationChannels().isEmpty();
    return plan(platform, options, hasIngestion || options.prune());
  }

  /**
   * A platform that consists of datasets alone needs no other service; only drift always reads all.
   */
  private Plan plan(DataPlatform platform, PlanOptions options, boolean isOfEveryService) {
    Compilation compilation = compile(platform, State.empty());
    Scope scope = scope(platform, compilation);
    State observed = backend.observe(isOfEveryService ? scope.withEveryService() : scope);
    if (!platform.sinks().isEmpty() || !platform.syncJobs().isEmpty()) {
      // The writer identities of sinks and the roles of accounts are known only now.
      compilation = compile(platform, observed);
    }
    Compilation complete = compilation;
    AccessContext context = context(platform, complete.desired().instant());
    return Planner.plan(
        complete.desired(),
        observed,
        options,
        Compiler::references,
        (before, after) -> review(before, after, complete, context, options));
  }

  private static Scope scope(DataPlatform platform, Compilation compilation) {
    Set<ResourceId> declared =
        compilation.desired().state().resources().stream()
            .map(Resource::id)
            .collect(Collectors.toSet());
    return Scope.of(platform.project(), declared);
  }

  /** What the change of the world lets people see, and the findings about that. */
  private Review review(
      State observed,
      State planned,
      Compilation compilation,
      AccessContext context,
      PlanOptions options) {
    AccessAnalysis before = analysis(observed, context);
    boolean isChanged = !planned.equals(observed);
    AccessAnalysis after = isChanged ? before.after(planned, context) : before;
    AccessDelta delta = isChanged ? after.since(before) : AccessDelta.none();
    return Review.of(
        delta,
        PlatformCheck.ofPlanned(
            new Guardrail.World(planned, after, context),
            compilation,
            customRules.apply(Guardrails.of(context.platform())),
            delta,
            options.unchecked()));
  }

  /**
   * Plans a temporary grant of a role on a live dataset, from now on. Nothing is changed. The plan
   * has at most one step; it contains an error if the dataset does not exist, and a note instead of
   * a step if the principal has the role anyway. An existing temporary grant of the same role to
   * the same principal is replaced by the new one.
   *
   * <p>The plan of a platform keeps the entry until its end, mentions it in its notes, and revokes
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
   * Applies a plan with {@linkplain ApplyOptions#defaults() default options}.
   *
   * @return the outcome of every step; see {@link ApplyReport#orThrow()}
   */
  public ApplyReport apply(Plan plan) {
    return apply(plan, ApplyOptions.defaults());
  }

  /**
   * Applies a plan. Nothing is changed if the plan contains an error. Changes in the cloud since
   * the plan was made are noticed where they matter: a change to a resource that was changed
   * meanwhile is refused.
   *
   * @return the outcome of every step; see {@link ApplyReport#orThrow()}
   */
  public ApplyReport apply(Plan plan, ApplyOptions options) {
    return Applier.apply(plan, backend, options);
  }

  /**
   * Detects how the cloud differs from the declarations.
   *
   * @throws dev.bqgovernance.backend.BackendException if the cloud could not be read
   */
  public Drift drift(DataPlatform platform) {
    return drift(platform, PlanOptions.defaults());
  }

  /**
   * Detects how the cloud differs from the declarations, as the plan with these options that would
   * repair it.
   *
   * @throws dev.bqgovernance.backend.BackendException if the cloud could not be read
   */
  public Drift drift(DataPlatform platform, PlanOptions options) {
    return Drift.of(plan(platform, options, true));
  }

  /**
   * Exports a project as the platform that declares its current resources, so that its plan is
   * empty, except for the revocation of temporary grants that have ended.
   *
   * @throws dev.bqgovernance.backend.BackendException if the cloud could not be read
   */
  public Export export(ProjectId project) {
    return Export.of(project, backend.observe(Scope.everything(project)), backend.now());
  }
}
