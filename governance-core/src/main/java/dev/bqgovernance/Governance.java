package dev.bqgovernance;

import dev.bqgovernance.access.AccessAnalysis;
import dev.bqgovernance.access.AccessDelta;
import dev.bqgovernance.apply.Applier;
import dev.bqgovernance.apply.ApplyOptions;
import dev.bqgovernance.apply.ApplyReport;
import dev.bqgovernance.backend.Backend;
import dev.bqgovernance.backend.Scope;
import dev.bqgovernance.compile.Compilation;
import dev.bqgovernance.compile.Compiler;
import dev.bqgovernance.compile.Export;
import dev.bqgovernance.model.AccessContext;
import dev.bqgovernance.model.AuthorizedResource;
import dev.bqgovernance.model.DataPlatform;
import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.Finding;
import dev.bqgovernance.model.Memberships;
import dev.bqgovernance.model.Place;
import dev.bqgovernance.model.ProjectId;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.model.Severity;
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
import dev.bqgovernance.state.Resource;
import dev.bqgovernance.state.State;
import java.lang.ref.SoftReference;
import java.time.Instant;
import java.util.ArrayList;
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
 * What one does with a {@link DataPlatform} and a cloud: plan, apply, look for drift, export, and
 * ask who can read what.
 *
 * <pre>{@code
 * Governance governance = Governance.of(FakeCloud.create().backend());
 * Plan plan = governance.plan(platform);
 * String comment = Markdown.render(plan);
 * ApplyReport report = governance.apply(plan).orThrow();
 * }</pre>
 *
 * <p>This class is thread-safe, as its backend is. It keeps what it last found in the texts of a
 * cloud, as long as there is memory: of the next plan only texts that changed are looked into.
 */
public final class Governance {
  /** What a text does not hand on tells nothing of what else is wrong with it. */
  private static final String OF_COLUMNS = "partition-column-lost";

  private final Backend backend;
  private final Memberships memberships;
  private final TagReaders tagReaders;
  private final UnaryOperator<Guardrails> ownRules;
  private volatile SoftReference<AccessAnalysis> latest = new SoftReference<>(null);

  private Governance(
      Backend backend,
      Memberships memberships,
      TagReaders tagReaders,
      UnaryOperator<Guardrails> ownRules) {
    this.backend = backend;
    this.memberships = memberships;
    this.tagReaders = tagReaders;
    this.ownRules = ownRules;
  }

  /** Works on this cloud; groups and tags are opaque. */
  public static Governance of(Backend backend) {
    return new Governance(
        Objects.requireNonNull(backend, "backend"),
        Memberships.unknown(),
        TagReaders.unknown(),
        UnaryOperator.identity());
  }

  /** The same with a source that says who is in which group. */
  public Governance knowing(Memberships source) {
    return new Governance(backend, Objects.requireNonNull(source, "source"), tagReaders, ownRules);
  }

  /** The same with a source that says who may read which policy tag. */
  public Governance knowing(TagReaders source) {
    return new Governance(backend, memberships, Objects.requireNonNull(source, "source"), ownRules);
  }

  /**
   * The same with rules of one's own, which plans must keep:
   *
   * <pre>{@code
   * governance.guardedBy(rules -> rules.with("acme/no-interns", Severity.ERROR, world -> …))
   * }</pre>
   */
  public Governance guardedBy(UnaryOperator<Guardrails> rules) {
    return new Governance(backend, memberships, tagReaders, Objects.requireNonNull(rules, "rules"));
  }

  /**
   * What is wrong with a platform, or worth knowing, without looking at a cloud: what its SQL
   * reads, circles of views, grants that have ended by an instant, and which guardrails it breaks.
   * Groups and tags are opaque.
   *
   * @return ordered by place; empty if there is nothing to say
   */
  public static List<Finding> check(DataPlatform platform, Instant instant) {
    return check(AccessContext.of(platform, instant), State.empty());
  }

  /**
   * The same with what is known beside the platform.
   *
   * @param context the platform, the instant, and who is in which group
   * @param known what is known of the cloud: the policies and numbers of projects
   */
  public static List<Finding> check(AccessContext context, State known) {
    Compilation compilation = declared(context, known);
    State state = state(compilation, context, known);
    return checked(
        new Guardrail.World(state, AccessAnalysis.of(state, context), context),
        compilation,
        UnaryOperator.identity(),
        Severity.ERROR);
  }

  /**
   * All that is to be said of a world, nothing twice.
   *
   * @param most the most that a text weighs which the SQL engine does not understand
   */
  private static List<Finding> checked(
      Guardrail.World world,
      Compilation compilation,
      UnaryOperator<Guardrails> ownRules,
      Severity most) {
    List<Finding> findings =
        new ArrayList<>(
            ownRules
                .apply(Guardrails.of(world.context().platform()))
                .check(world, compilation.findings()));
    Set<Optional<String>> told =
        compilation.findings().stream()
            .filter(finding -> finding.isError() && !finding.rule().equals(OF_COLUMNS))
            .map(Governance::source)
            .collect(Collectors.toSet());
    for (Finding finding : world.access().findings()) {
      // Until errors are mended, what cannot be known about other texts may follow from them.
      boolean isCause = told.isEmpty() || finding.isError();
      if (isCause && (finding.place().isEmpty() || !told.contains(source(finding)))) {
        findings.add(
            new Finding(
                finding.severity().compareTo(most) <= 0 ? finding.severity() : most,
                finding.rule(),
                finding.place(),
                finding.message(),
                finding.fix()));
      }
    }
    findings.sort(Finding.BY_PLACE);
    return List.copyOf(findings);
  }

  /** The file that a finding is about. */
  private static Optional<String> source(Finding finding) {
    return finding.place().map(Place::source);
  }

  /**
   * Who can read what if the cloud were exactly as a platform declares. Groups and tags are opaque,
   * and projects grant nothing.
   */
  public static AccessAnalysis declaredAccess(DataPlatform platform, Instant instant) {
    return declaredAccess(AccessContext.of(platform, instant), State.empty());
  }

  /**
   * The same with what is known beside the platform.
   *
   * @param context the platform, the instant, and who is in which group
   * @param known what is known of the cloud: the policies and numbers of projects
   */
  public static AccessAnalysis declaredAccess(AccessContext context, State known) {
    return AccessAnalysis.of(state(declared(context, known), context, known), context);
  }

  /**
   * The same after another analysis: texts that both have are not looked into again.
   *
   * @param before the other analysis
   * @param context the platform, the instant, and who is in which group
   * @param known what is known of the cloud: the policies and numbers of projects
   */
  public static AccessAnalysis declaredAccess(
      AccessAnalysis before, AccessContext context, State known) {
    return before.after(state(declared(context, known), context, known), context);
  }

  private static Compilation declared(AccessContext context, State known) {
    return Compiler.compile(context.platform(), context.instant(), Optional.empty(), known);
  }

  /** What is declared, with the policies of the projects in which it lies. */
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
   * Who can read what in the cloud as it is now. What is read of it is what a plan of the platform
   * reads: datasets and tables that are not declared are known by name only, row policies only of
   * tables that declare some, and no table's own IAM policy.
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
    Scope scope = scope(platform, compilation);
    State observed = backend.observe(isOfEveryService ? scope.withEveryService() : scope);
    if (!platform.sinks().isEmpty() || !platform.syncJobs().isEmpty()) {
      // Whom sinks write as, and what accounts may do, is known only now.
      compilation = compile(platform, observed);
    }
    Compilation complete = compilation;
    AccessContext context = context(platform, complete.desired().instant());
    return Planner.plan(
        complete.desired(),
        observed,
        options,
        Compiler::references,
        (before, after) -> review(before, after, complete, context));
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
      State observed, State planned, Compilation compilation, AccessContext context) {
    AccessAnalysis before = analysis(observed, context);
    boolean isChanged = !planned.equals(observed);
    AccessAnalysis after = isChanged ? before.after(planned, context) : before;
    return Review.of(
        isChanged ? after.since(before) : AccessDelta.none(),
        // BigQuery itself checks a text when it is written, and knows more than we do.
        checked(
            new Guardrail.World(planned, after, context), compilation, ownRules, Severity.WARNING));
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
    return Drift.of(plan(platform, options, true));
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
