package dev.bqgovernance.examples.gitops;

import com.google.errorprone.annotations.FormatMethod;
import dev.bqgovernance.Governance;
import dev.bqgovernance.apply.ApplyEvent;
import dev.bqgovernance.apply.ApplyOptions;
import dev.bqgovernance.backend.Backend;
import dev.bqgovernance.backend.Backend.Answer;
import dev.bqgovernance.files.PlatformFiles;
import dev.bqgovernance.files.WorldFile;
import dev.bqgovernance.model.DataPlatform;
import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.Role;
import dev.bqgovernance.plan.Change;
import dev.bqgovernance.plan.Change.AccessListDelta;
import dev.bqgovernance.plan.Drift;
import dev.bqgovernance.plan.Plan;
import dev.bqgovernance.plan.Plan.Step;
import dev.bqgovernance.render.Markdown;
import dev.bqgovernance.render.Text;
import dev.bqgovernance.state.AccessEntry;
import dev.bqgovernance.state.AccessEntry.RoleEntry;
import dev.bqgovernance.testkit.FakeCloud;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/**
 * The quick start: loads the example platform from its files, plans and applies it, shows who sees
 * what, reviews a pull request, and repairs a manual change, all on the in-memory cloud.
 */
public final class QuickStart {
  private final Path examples;
  private final PrintStream out;

  private QuickStart(Path examples, PrintStream out) {
    this.examples = examples;
    this.out = out;
  }

  /**
   * Runs the quick start.
   *
   * @param arguments none
   * @throws IOException if the examples cannot be read or copied
   */
  public static void main(String[] arguments) throws IOException {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    run(Path.of("").toAbsolutePath(), out);
  }

  /**
   * Runs the quick start with the examples of a directory, or of its nearest parent that has some.
   *
   * @throws IOException if the examples cannot be read or copied
   */
  static void run(Path start, PrintStream out) throws IOException {
    Path root = start;
    while (root != null && !Files.exists(root.resolve("examples/platform/platform.json"))) {
      root = root.getParent();
    }
    if (root == null) {
      throw new IOException("run the quick start in a clone of the repository, not in " + start);
    }
    new QuickStart(root.resolve("examples"), out).run();
  }

  private void run() throws IOException {
    print("1. Load the platform from its files: examples/platform");
    DataPlatform platform = PlatformFiles.read(examples.resolve("platform")).orThrow();
    print(
        "   %d datasets in %d layers, %d tables, %d views, %d routines, %d row policies, %d sync jobs,"
            + " %d sinks",
        platform.datasets().size(),
        platform.layers().size(),
        platform.tables().size(),
        platform.views().size(),
        platform.routines().size(),
        platform.rowPolicies().size(),
        platform.syncJobs().size(),
        platform.sinks().size());

    print("");
    print("2. Plan against an empty in-memory cloud");
    FakeCloud cloud = FakeCloud.create();
    WorldFile world = WorldFile.read(examples.resolve("platform/world.json")).world().orElseThrow();
    MemoryCloud.populate(cloud, world, "world.json").forEach(finding -> print("   %s", finding));
    Governance governance =
        Governance.of(cloud.backend(platform.applier().orElseThrow()))
            .knowing(new WorldFileMemberships(world));
    Plan first = governance.plan(platform);
    print("   %s", firstLine(Text.render(first)));
    print("");
    print("3. Apply");
    print("   %s", apply(governance, first, ApplyOptions.defaults().listening(this::progress)));
    print("   The next plan: %s", firstLine(Text.render(governance.plan(platform))));

    print("");
    print("4. Show who sees what of sensitive columns, by the layer that they query");
    printQuoted(Text.render(governance.liveAccess(platform).matrix()));
    print("");
    print("5. Review a pull request of two lines, examples/pull-request. The comment begins:");
    DataPlatform proposed = withPullRequest();
    Plan review = governance.plan(proposed);
    printQuoted(beginning(Markdown.render(review)));
    print("   Merged. %s", apply(governance, review, ApplyOptions.defaults()));

    print("");
    print("6. Detect drift after Aiko, a data admin, changed access by hand");
    changeByHand(cloud.backend(Principal.user("aiko@acme.com")), platform.project().value());
    Drift drift = governance.drift(proposed);
    printQuoted(Text.renderWithoutFindings(drift));
    print("   Repaired. %s", apply(governance, drift.repair(), ApplyOptions.defaults()));
    print("   The next plan: %s", firstLine(Text.render(governance.plan(proposed))));

    print("");
    print("Next steps, after ./mvnw -q package -DskipTests (edit a file before the third):");
    String runner = "java -jar examples/gitops/target/gitops.jar ";
    print("   %splan examples/platform", runner);
    print("   %sapply examples/platform --state examples/gitops/target/cloud.json", runner);
    print("   %sdrift examples/platform --state examples/gitops/target/cloud.json", runner);
  }

  private static String apply(Governance governance, Plan plan, ApplyOptions options) {
    return firstLine(Text.render(governance.apply(plan, options).orThrow()));
  }

  /** A document up to its second section. */
  private static String beginning(String markdown) {
    int first = markdown.indexOf("\n### ");
    int second = markdown.indexOf("\n### ", first + 1);
    return markdown.substring(0, second);
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }

  /** Prints a line for each third of the steps. */
  private void progress(ApplyEvent event) {
    if (event instanceof ApplyEvent.StepFinished finished) {
      Step step = finished.result().step();
      int of = finished.of();
      if (3 * step.number() / of > 3 * (step.number() - 1) / of) {
        print("   %s %s", bar(step.number(), of), Text.line(event));
      }
    }
  }

  private static String bar(int done, int of) {
    int width = 20;
    int filled = width * done / of;
    return "[" + "#".repeat(filled) + ".".repeat(width - filled) + "]";
  }

  /** The platform with the edits of the pull request. */
  private DataPlatform withPullRequest() throws IOException {
    try (MergedDirectory merged =
        MergedDirectory.of(examples.resolve("platform"), examples.resolve("pull-request"))) {
      return PlatformFiles.read(merged.directory()).orThrow();
    }
  }

  /**
   * Typical manual changes: somebody is granted access in a hurry, here to the keys of all
   * pseudonyms, and a grant is lost.
   */
  private static void changeByHand(Backend aiko, String project) {
    AccessEntry person = RoleEntry.of(Role.READER, Principal.user("daichi@acme.com"));
    AccessEntry group = RoleEntry.of(Role.WRITER, Principal.group("data-scientists@acme.com"));
    edit(aiko, DatasetId.of(project, "raw__keys"), Set.of(person), Set.of());
    edit(aiko, DatasetId.of(project, "anon__lab"), Set.of(), Set.of(group));
  }

  private static void edit(
      Backend backend, DatasetId dataset, Set<AccessEntry> add, Set<AccessEntry> remove) {
    AccessListDelta delta = AccessListDelta.of(add, remove);
    Change change = Change.access(dataset, delta);
    Answer answer = backend.execute(change, backend.read(dataset));
    if (!(answer instanceof Answer.Done)) {
      throw new IllegalStateException("the manual change was refused: " + answer);
    }
  }

  /** Prints the lines of a text, without empty ones. */
  private void printQuoted(String text) {
    text.lines().filter(line -> !line.isBlank()).forEach(line -> print("   | %s", line));
  }

  @FormatMethod
  private void print(String format, Object... values) {
    out.print(String.format(format, values).stripTrailing() + "\n");
  }
}
