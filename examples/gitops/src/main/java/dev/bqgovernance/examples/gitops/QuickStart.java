package dev.bqgovernance.examples.gitops;

import com.google.errorprone.annotations.FormatMethod;
import dev.bqgovernance.Governance;
import dev.bqgovernance.apply.ApplyEvent;
import dev.bqgovernance.apply.ApplyOptions;
import dev.bqgovernance.backend.Answer;
import dev.bqgovernance.backend.Backend;
import dev.bqgovernance.files.PlatformFiles;
import dev.bqgovernance.files.WorldFile;
import dev.bqgovernance.model.DataPlatform;
import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.Role;
import dev.bqgovernance.plan.AccessListDelta;
import dev.bqgovernance.plan.Change;
import dev.bqgovernance.plan.Drift;
import dev.bqgovernance.plan.Plan;
import dev.bqgovernance.plan.Step;
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
 * The quick start: the example platform is loaded from its files, reviewed, applied, asked who sees
 * what, changed by a pull request, changed by hand, and repaired, all on the in-memory cloud.
 */
public final class QuickStart {
  private final Path examples;
  private final PrintStream out;

  private QuickStart(Path examples, PrintStream out) {
    this.examples = examples;
    this.out = out;
  }

  /**
   * Tells the story.
   *
   * @param arguments none
   * @throws IOException if the examples cannot be read or copied
   */
  public static void main(String[] arguments) throws IOException {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    tell(Path.of("").toAbsolutePath(), out);
  }

  /**
   * Tells the story of the examples in a directory, or in the nearest one above that has some.
   *
   * @throws IOException if the examples cannot be read or copied
   */
  static void tell(Path start, PrintStream out) throws IOException {
    Path root = start;
    while (root != null && !Files.exists(root.resolve("examples/platform/platform.json"))) {
      root = root.getParent();
    }
    if (root == null) {
      throw new IOException("run the quick start in a clone of the repository, not in " + start);
    }
    new QuickStart(root.resolve("examples"), out).tell();
  }

  private void tell() throws IOException {
    say("1. Load the platform from its files: examples/platform");
    DataPlatform platform = PlatformFiles.read(examples.resolve("platform")).orThrow();
    say(
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

    say("");
    say("2. Plan: what is missing in an empty in-memory cloud?");
    FakeCloud cloud = FakeCloud.create();
    WorldFile world = WorldFile.read(examples.resolve("platform/world.json")).world().orElseThrow();
    MemoryCloud.people(cloud, world, "world.json").forEach(finding -> say("   %s", finding));
    Governance governance =
        Governance.of(cloud.backend(platform.applier().orElseThrow()))
            .knowing(new WorldMemberships(world));
    Plan first = governance.plan(platform);
    say("   %s", firstLine(Text.render(first)));
    say("");
    say("3. Apply");
    say("   %s", apply(governance, first, ApplyOptions.defaults().listening(this::progress)));
    say("   The next plan: %s", firstLine(Text.render(governance.plan(platform))));

    say("");
    say("4. Who sees what of sensitive columns, by the layer that they lie in or come from?");
    quote(Text.render(governance.liveAccess(platform).matrix()));
    say("");
    say("5. A pull request of two lines, examples/pull-request. The comment under it begins:");
    DataPlatform proposed = withPullRequest();
    Plan review = governance.plan(proposed);
    quote(beginning(Markdown.render(review)));
    say("   Merged. %s", apply(governance, review, ApplyOptions.defaults()));

    say("");
    say("6. Aiko, a data admin, changes access by hand. Is the cloud still as declared?");
    changeByHand(cloud.backend(Principal.user("aiko@acme.com")), platform.project().value());
    Drift drift = governance.drift(proposed);
    quote(Text.renderWithoutFindings(drift));
    say("   Repaired. %s", apply(governance, drift.repair(), ApplyOptions.defaults()));
    say("   The next plan: %s", firstLine(Text.render(governance.plan(proposed))));

    say("");
    say("What to try next, after ./mvnw -q package -DskipTests (edit a file before the third):");
    String runner = "java -jar examples/gitops/target/gitops.jar ";
    say("   %splan examples/platform", runner);
    say("   %sapply examples/platform --state examples/gitops/target/cloud.json", runner);
    say("   %sdrift examples/platform --state examples/gitops/target/cloud.json", runner);
  }

  private static String apply(Governance governance, Plan plan, ApplyOptions options) {
    return firstLine(Text.render(governance.apply(plan, options).orThrow()));
  }

  /** A page up to its second section. */
  private static String beginning(String markdown) {
    int first = markdown.indexOf("\n### ");
    int second = markdown.indexOf("\n### ", first + 1);
    return markdown.substring(0, second);
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }

  /** A line for each third of the way. */
  private void progress(ApplyEvent event) {
    if (event instanceof ApplyEvent.StepFinished finished) {
      Step step = finished.result().step();
      int of = finished.of();
      if (3 * step.number() / of > 3 * (step.number() - 1) / of) {
        say("   %s %s", bar(step.number(), of), Text.line(event));
      }
    }
  }

  private static String bar(int done, int of) {
    int width = 20;
    int filled = width * done / of;
    return "[" + "#".repeat(filled) + ".".repeat(width - filled) + "]";
  }

  /** The platform as it is with the edits of the pull request. */
  private DataPlatform withPullRequest() throws IOException {
    try (LaidOver merged =
        LaidOver.of(examples.resolve("platform"), examples.resolve("pull-request"))) {
      return PlatformFiles.read(merged.directory()).orThrow();
    }
  }

  /**
   * What happens in every company: somebody is let in quickly, here to the keys of all pseudonyms,
   * and a grant gets lost.
   */
  private static void changeByHand(Backend aiko, String project) {
    AccessEntry person = RoleEntry.of(Role.READER, Principal.user("daichi@acme.com"));
    AccessEntry group = RoleEntry.of(Role.WRITER, Principal.group("data-scientists@acme.com"));
    edit(aiko, DatasetId.of(project, "raw__keys"), Set.of(person), Set.of());
    edit(aiko, DatasetId.of(project, "anon__lab"), Set.of(), Set.of(group));
  }

  private static void edit(
      Backend hands, DatasetId dataset, Set<AccessEntry> add, Set<AccessEntry> remove) {
    AccessListDelta delta = AccessListDelta.of(add, remove);
    Change change = Change.access(dataset, delta);
    Answer answer = hands.execute(change, hands.read(dataset));
    if (!(answer instanceof Answer.Done)) {
      throw new IllegalStateException("the edit by hand was refused: " + answer);
    }
  }

  /** The lines of a text, without its empty ones. */
  private void quote(String text) {
    text.lines().filter(line -> !line.isBlank()).forEach(line -> say("   | %s", line));
  }

  @FormatMethod
  private void say(String format, Object... values) {
    out.print(String.format(format, values).stripTrailing() + "\n");
  }
}
