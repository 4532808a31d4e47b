package dev.bqgovernance.examples.gitops;

import dev.bqgovernance.Governance;
import dev.bqgovernance.access.Access;
import dev.bqgovernance.access.ColumnAccess;
import dev.bqgovernance.access.Explanation;
import dev.bqgovernance.apply.ApplyOptions;
import dev.bqgovernance.apply.ApplyReport;
import dev.bqgovernance.apply.ApplyReport.Outcome;
import dev.bqgovernance.backend.Backend;
import dev.bqgovernance.compile.Export;
import dev.bqgovernance.files.PlatformFiles;
import dev.bqgovernance.files.WorldFile;
import dev.bqgovernance.gcp.GcpBackend;
import dev.bqgovernance.model.DataPlatform;
import dev.bqgovernance.model.Finding;
import dev.bqgovernance.model.Place;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.ProjectId;
import dev.bqgovernance.model.TemporaryGrant;
import dev.bqgovernance.plan.Drift;
import dev.bqgovernance.plan.Plan;
import dev.bqgovernance.plan.PlanJson;
import dev.bqgovernance.render.JsonReport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Carries out one command.
 *
 * <p>This class is <em>not</em> thread-safe.
 */
final class Runner {
  /** Success, or nothing to change. */
  static final int DONE = 0;

  /** An error; nothing was changed unless a report says so. */
  static final int FAILED = 1;

  /** {@code plan} or {@code drift} found changes. */
  static final int CHANGES = 2;

  /** The answer of {@code explain} is no. */
  static final int NO = 3;

  private final CommandLine line;
  private final Workspace workspace;
  private final Console console;
  private final Clock clock;

  Runner(CommandLine line, Console console, Clock clock) {
    this.line = line;
    this.workspace = new Workspace(line.directory());
    this.console = console;
    this.clock = clock;
  }

  /**
   * Carries out the command.
   *
   * @return the exit status
   * @throws StoppedException if there are errors before there is a result
   * @throws UsageException if the command line is invalid
   */
  int run() throws StoppedException, UsageException {
    return switch (line.command()) {
      case CHECK -> check();
      case PLAN -> plan();
      case APPLY, GRANT -> withLockedState();
      case DRIFT -> drift();
      case EXPORT -> export();
      case WHO_CAN_READ -> whoCanRead();
      case WHAT_CAN_READ -> whatCanRead();
      case EXPLAIN -> line.has(Option.BATCH) ? explainMany() : explain();
      case DELTA -> delta();
      case MATRIX -> matrix();
    };
  }

  // --- questions

  /** Questions about the files; with a state, about the live cloud. */
  private AccessQuestions questions() throws StoppedException, UsageException {
    List<Finding> findings = new ArrayList<>();
    DataPlatform platform = workspace.platform(line.value(Option.ENV), findings);
    findings.addAll(AccessQuestions.limits());
    console.findings(findings);
    Optional<WorldFile> world = workspace.world(line.file(Option.WORLD));
    if (!line.has(Option.STATE)) {
      return AccessQuestions.about(platform, world, clock.instant());
    }
    Governance governance =
        Governance.of(cloud().backend(platform)).knowing(AccessQuestions.memberships(world));
    return AccessQuestions.about(platform, world, governance);
  }

  private int whoCanRead() throws StoppedException, UsageException {
    AccessQuestions questions = questions();
    NameResolver.Subject subject = questions.subject(line.arguments().get(1));
    console.whoCanRead(subject.toString(), questions.whoCanRead(subject));
    return DONE;
  }

  private int whatCanRead() throws StoppedException, UsageException {
    Principal principal = AccessQuestions.principal(line.arguments().get(1));
    AccessQuestions questions = questions();
    List<ColumnAccess> answers = questions.analysis().whatCanRead(principal);
    if (answers.isEmpty()) {
      console.findings(questions.unnamed(principal).stream().toList());
    }
    console.whatCanRead(principal, answers);
    return DONE;
  }

  private int explain() throws StoppedException, UsageException {
    Principal principal = AccessQuestions.principal(line.arguments().get(1));
    AccessQuestions questions = questions();
    NameResolver.Subject subject = questions.subject(line.arguments().get(2));
    Explanation answer = questions.explain(principal, subject);
    boolean isNo = answer.access().sight() == Access.Sight.NO;
    if (isNo) {
      console.findings(questions.unnamed(principal).stream().toList());
    }
    console.result(answer);
    return isNo ? NO : DONE;
  }

  private int explainMany() throws StoppedException, UsageException {
    Path file = line.file(Option.BATCH).orElseThrow();
    List<String> asked = workspace.read(file).lines().toList();
    AccessQuestions.Batch batch = questions().batch(asked);
    console.lines(batch.answers());
    return batch.isComplete() ? DONE : FAILED;
  }

  private int matrix() throws StoppedException, UsageException {
    console.result(questions().analysis().matrix());
    return DONE;
  }

  private int delta() throws StoppedException, UsageException {
    Path after = Path.of(line.arguments().get(1));
    if (new Workspace(after).holdsPlatform()) {
      return delta(new Workspace(after));
    }
    try (MergedDirectory merged = MergedDirectory.of(workspace.directory(), after)) {
      return delta(new Workspace(merged.directory()));
    } catch (IOException e) {
      throw StoppedException.because(
          "unreadable",
          workspace.nameOf(after),
          "the directory cannot be read.",
          "Name the directory of a platform, or one with the files that a change adds and edits.");
    }
  }

  private int delta(Workspace changed) throws StoppedException, UsageException {
    List<Finding> findings = new ArrayList<>();
    DataPlatform earlier = workspace.platform(line.value(Option.ENV), findings);
    DataPlatform platform = changed.platform(line.value(Option.ENV), findings);
    console.findings(findings);
    Optional<WorldFile> world = changed.world(line.file(Option.WORLD));
    Optional<WorldFile> earlierWorld = workspace.world(line.file(Option.WORLD));
    console.result(
        Governance.declaredDelta(
                AccessQuestions.context(earlier, earlierWorld, clock.instant()),
                AccessQuestions.known(earlierWorld),
                AccessQuestions.context(platform, world, clock.instant()),
                AccessQuestions.known(world))
            .plusGuards(OverlayGuards.between(workspace, changed)));
    return DONE;
  }

  /** A plan with its platform and cloud; its findings include those about the files. */
  private record Planned(
      DataPlatform platform, MemoryCloud cloud, Governance governance, Plan plan) {}

  private Planned planned() throws StoppedException, UsageException {
    List<Finding> warnings = new ArrayList<>();
    DataPlatform platform = workspace.platform(line.value(Option.ENV), warnings);
    MemoryCloud cloud = cloud();
    Governance governance =
        Governance.of(cloud.backend(platform))
            .knowing(AccessQuestions.memberships(workspace.world(line.file(Option.WORLD))));
    Plan plan = compared(platform, governance.plan(platform, line.planOptions(platform.project())));
    return new Planned(platform, cloud, governance, plan.plusFindings(warnings));
  }

  private Plan compared(DataPlatform platform, Plan plan) throws StoppedException, UsageException {
    Optional<Path> before = line.file(Option.BEFORE);
    if (before.isEmpty()) {
      return plan;
    }
    Workspace earlier = new Workspace(before.get());
    return plan.comparing(
        earlier.platform(line.value(Option.ENV), new ArrayList<>()),
        platform,
        OverlayGuards.between(earlier, workspace));
  }

  private MemoryCloud cloud() throws StoppedException, UsageException {
    if (!line.isInMemory()) {
      try {
        Backend unused = GcpBackend.create();
      } catch (UnsupportedOperationException e) {
        throw new UsageException(String.valueOf(e.getMessage()));
      }
    }
    return MemoryCloud.open(line, workspace, clock);
  }

  /** Checks the files; with a state or a stored plan, also the plan. */
  private int check() throws StoppedException, UsageException {
    DataPlatform platform;
    List<Finding> findings = new ArrayList<>();
    if (line.has(Option.FIX)) {
      findings.addAll(fix());
    }
    if (line.has(Option.STATE) || line.has(Option.PLAN)) {
      Planned planned = planned();
      platform = planned.platform();
      findings.addAll(reviewed(planned.plan()).findings());
    } else {
      platform = workspace.platform(line.value(Option.ENV), findings);
      if (line.isInMemory()) {
        MemoryCloud unused = cloud();
      }
      Optional<WorldFile> world = workspace.world(line.file(Option.WORLD));
      findings.addAll(
          Governance.check(
              AccessQuestions.context(platform, world, clock.instant()),
              AccessQuestions.known(world)));
    }
    findings.sort(Finding.BY_PLACE);
    if (hasErrors(findings)) {
      throw new StoppedException(findings);
    }
    console.findings(findings);
    console.result("No errors: " + contents(platform) + ".", findings);
    return DONE;
  }

  /** Corrects the authorizations in the files so that they match the SQL. */
  private List<Finding> fix() throws StoppedException {
    DataPlatform platform = workspace.platform(Optional.empty(), new ArrayList<>());
    List<String> corrected;
    try {
      corrected =
          PlatformFiles.correctAuthorizations(
              platform,
              workspace.directory(),
              Governance.authorizations(platform, clock.instant()));
    } catch (IOException e) {
      throw StoppedException.because(
          "unwritable",
          ".",
          "the files cannot be corrected: " + e.getMessage() + ".",
          "Fix the cause, then run again: it continues where it stopped.");
    }
    return corrected.stream()
        .map(
            path ->
                Finding.info("corrected", "the authorizations were corrected.")
                    .withFix("Review the diff in Git before you commit it.")
                    .at(Place.ofFile(path)))
        .toList();
  }

  private int plan() throws StoppedException, UsageException {
    Plan plan = planned().plan();
    Optional<Path> out = line.file(Option.OUT);
    if (out.isPresent()) {
      workspace.write(out.get(), JsonReport.render(plan));
    }
    console.findings(plan.findings());
    console.result(plan);
    return status(plan);
  }

  private int drift() throws StoppedException, UsageException {
    Drift drift = Drift.of(planned().plan());
    console.findings(drift.repair().plusFindings(drift.undeclaredColumns()).findings());
    console.result(drift);
    return status(drift.repair());
  }

  private static int status(Plan plan) {
    if (plan.isRefused()) {
      return FAILED;
    }
    boolean hasGuards = plan.access().map(delta -> !delta.guards().isEmpty()).orElse(false);
    return plan.isEmpty() && !hasGuards ? DONE : CHANGES;
  }

  /** Locks the state, so that nobody else writes it between reading and saving. */
  private int withLockedState() throws StoppedException, UsageException {
    Optional<Path> state = line.file(Option.STATE);
    if (state.isEmpty()) {
      return applyOrGrant();
    }
    StateLock lock = StateLock.on(state.get(), workspace);
    try {
      return applyOrGrant();
    } finally {
      lock.release();
    }
  }

  private int applyOrGrant() throws StoppedException, UsageException {
    return line.command() == Command.GRANT ? grant() : apply();
  }

  private int apply() throws StoppedException, UsageException {
    Planned planned = planned();
    ApplyReport report =
        planned
            .governance()
            .apply(reviewed(planned.plan()), ApplyOptions.defaults().listening(console::progress));
    console.findings(findings(report));
    console.result(report);
    return finish(report, planned.cloud());
  }

  private static List<Finding> findings(ApplyReport report) {
    List<Finding> findings = new ArrayList<>(report.findings());
    report.results().stream().flatMap(result -> notApplied(result).stream()).forEach(findings::add);
    return findings;
  }

  private static int finish(ApplyReport report, MemoryCloud cloud) throws StoppedException {
    if (!report.results().isEmpty()) {
      cloud.save();
    }
    return report.isComplete() ? DONE : FAILED;
  }

  /** Text output is the plan followed by the report; JSON output is the report alone. */
  private int grant() throws StoppedException, UsageException {
    MemoryCloud cloud = cloud();
    TemporaryGrant grant = line.temporaryGrant(cloud.onlyUsedProject());
    cloud.requireExists(grant.principal());
    Governance governance = Governance.of(cloud.administrator(grant.dataset().project()));
    Plan plan = governance.plan(grant);
    boolean isDocument = line.format() == Format.JSON;
    if (!isDocument && (plan.isRefused() || !plan.isEmpty())) {
      console.result(plan);
    }
    ApplyReport report =
        governance.apply(plan, ApplyOptions.defaults().listening(console::progress));
    Place live = Place.ofFile(workspace.nameOf(line.file(Option.STATE).orElse(Path.of("live"))));
    List<Finding> findings = findings(report).stream().map(finding -> finding.at(live)).toList();
    console.findings(findings);
    if (isDocument || !report.results().isEmpty()) {
      console.result(report);
    } else if (!plan.isRefused()) {
      console.result("Nothing to grant.", findings);
    }
    return finish(report, cloud);
  }

  /** The plan, with an error for each difference from the stored one. */
  private Plan reviewed(Plan plan) throws StoppedException, UsageException {
    Optional<Path> stored = line.file(Option.PLAN);
    return stored.isEmpty()
        ? plan
        : plan.plusFindings(
            PlanJson.differences(
                workspace.read(stored.get()), workspace.nameOf(stored.get()), plan));
  }

  private static Optional<Finding> notApplied(ApplyReport.Result result) {
    String outcome;
    if (result.outcome() instanceof Outcome.Refused refused) {
      outcome = "was refused: " + refused.why();
    } else if (result.outcome() instanceof Outcome.Unknown unknown) {
      outcome = "may or may not have been applied: " + unknown.why();
    } else if (result.outcome() instanceof Outcome.Skipped skipped) {
      outcome = "was skipped: " + skipped.why();
    } else {
      return Optional.empty();
    }
    Finding finding =
        Finding.error(
            "not-applied",
            String.format(
                "step %d, %s %s, %s",
                result.step().number(),
                result.step().change().id().kind().label(),
                result.step().change().id(),
                outcome));
    return Optional.of(result.step().place().map(finding::at).orElse(finding));
  }

  private int export() throws StoppedException, UsageException {
    MemoryCloud cloud = cloud();
    ProjectId project = projectToExport(cloud);
    Export export = Governance.of(cloud.administrator(project)).export(project);
    if (export.platform().isEmpty()) {
      throw StoppedException.because(
          "empty-project",
          Workspace.PLATFORM_FILE,
          String.format("project %s has no datasets to export.", project),
          "Check the name of the project, and --state.");
    }
    List<Finding> findings = new ArrayList<>(export.findings());
    if (workspace.holdsPlatform()) {
      findings.add(
          Finding.warning(
                  "settings-dropped",
                  "the files no longer have what the cloud does not store: layers, applier,"
                      + " reasons, sensitivity and comments.")
              .withFix("Review the diff in Git before you commit it."));
    }
    write(export.platform().get());
    console.findings(findings);
    console.result(
        String.format(
            "Exported project %s to %s: %s.",
            project, line.directory(), contents(export.platform().get())),
        findings);
    return DONE;
  }

  private ProjectId projectToExport(MemoryCloud cloud) throws StoppedException, UsageException {
    Optional<ProjectId> named = line.project();
    if (!workspace.holdsPlatform()) {
      return named
          .or(cloud::onlyUsedProject)
          .orElseThrow(
              () ->
                  new UsageException(
                      line.directory()
                          + " has no platform.json: name the project with --project=ID."));
    }
    ProjectId declared = workspace.platform(Optional.empty(), new ArrayList<>()).project();
    if (named.isPresent() && !named.get().equals(declared)) {
      throw new UsageException(
          String.format(
              "%s contains project %s: remove --project, or name an empty directory.",
              line.directory(), declared));
    }
    return declared;
  }

  private void write(DataPlatform platform) throws StoppedException {
    try {
      PlatformFiles.write(platform, line.directory());
    } catch (IOException | IllegalArgumentException e) {
      throw StoppedException.because(
          "unwritable",
          ".",
          "the files cannot be written: " + e.getMessage() + ".",
          "Name a new directory, or fix the cause.");
    }
  }

  private static String contents(DataPlatform platform) {
    return String.join(
        ", ",
        count(platform.datasets(), "dataset", "datasets"),
        count(platform.tables(), "table", "tables"),
        count(platform.views(), "view", "views"),
        count(platform.routines(), "routine", "routines"),
        count(platform.rowPolicies(), "row policy", "row policies"),
        count(platform.connections(), "connection", "connections"),
        count(platform.syncJobs(), "sync job", "sync jobs"),
        count(platform.sinks(), "sink", "sinks"));
  }

  private static String count(Map<?, ?> resources, String one, String many) {
    return resources.size() + " " + (resources.size() == 1 ? one : many);
  }

  private static boolean hasErrors(List<Finding> findings) {
    return findings.stream().anyMatch(Finding::isError);
  }
}
