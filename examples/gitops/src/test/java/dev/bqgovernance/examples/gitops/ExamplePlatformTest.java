package dev.bqgovernance.examples.gitops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.bqgovernance.examples.gitops.Sandbox.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The example platform through the runner: as it is, and with one rule of its pipelines broken. */
class ExamplePlatformTest {
  private static final Path EXAMPLE = Path.of("../platform");

  @TempDir Path root;
  private Path tree;

  @BeforeEach
  void copyTheExample() throws IOException {
    tree = root.resolve("platform");
    try (Stream<Path> files = Files.walk(EXAMPLE)) {
      for (Path file : files.toList()) {
        Files.copy(file, tree.resolve(EXAMPLE.relativize(file).toString()));
      }
    }
  }

  private Run run(String command, Path directory, String... options) {
    String[] arguments =
        Stream.concat(Stream.of(command, directory.toString()), Stream.of(options))
            .toArray(String[]::new);
    return Sandbox.raw(arguments);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "dev"})
  void everyCommand_goesThroughWithoutAWarning(String environment) {
    String state = "--state=" + root.resolve("cloud.json");
    Path copy = root.resolve("copy");
    String[] options =
        environment.isEmpty() ? new String[] {state} : new String[] {state, "--env=" + environment};
    List<Run> runs =
        List.of(
            run("check", tree, options),
            run("plan", tree, options),
            run("apply", tree, options),
            run("plan", tree, options),
            run("drift", tree, options),
            run("export", copy, state),
            run("plan", copy, state));
    assertThat(runs.stream().flatMap(run -> run.err().lines()))
        .as("the password in the connection is all that nobody can compare, or export")
        .allMatch(line -> line.endsWith("[not-compared]") || line.endsWith("[not-exported]"))
        .isNotEmpty();
    assertThat(runs).extracting(Run::status).containsExactly(0, 2, 0, 0, 0, 0, 0);
  }

  /** What a text does not hand on must not hide that it is wrong. */
  @Test
  void aLostPartitionColumn_isNotAllThatIsTold() throws IOException {
    Files.writeString(
        tree.resolve("datasets/mart__kpi/views/bad.sql"), "SELECT usr_key FROM dwh__evt.event\n");
    Run run = run("check", tree);
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err())
        .contains("[partition-column-lost]")
        .contains("mart__kpi/views/bad.sql:1:8: error:", "usr_key", "[sql-error]");
  }

  @Test
  void fix_takesOutWhatNothingReads_addsWhatIsMissing_andLeavesTheRest() throws IOException {
    Path list = tree.resolve("datasets/raw__keys/authorized_views.json");
    String view =
        "  {\"view\": {\"projectId\": \"acme-data\", \"datasetId\": \"anon__db\", \"tableId\": \"%s\"}},\n";
    String right = Files.readString(list).replace("[\n", "[\n  // keys of the pseudonyms\n");
    String wrong =
        right.replace(
            String.format(view, "users"), String.format(view, "skills") + "  // users is gone\n");
    assertThat(wrong).isNotEqualTo(right);
    Files.writeString(list, wrong);
    Run check = run("check", tree);
    assertThat(check.err())
        .contains("raw__keys/authorized_views.json:5:3: warning")
        .contains("[stale-authorization]")
        .contains("anon__db/views/users.sql:")
        .contains("[missing-authorization]");
    Run fix = run("check", tree, "--fix");
    assertThat(fix.status()).isZero();
    assertThat(fix.err().lines())
        .singleElement()
        .asString()
        .contains("raw__keys/authorized_views.json", "corrected");
    String fixed = Files.readString(list);
    assertThat(fixed.lines().map(line -> line.replaceFirst(",$", "")))
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(right.lines(), Stream.of("  // users is gone"))
                .map(line -> line.replaceFirst(",$", ""))
                .toList());
    assertThat(run("check", tree, "--fix").err()).isEmpty();
    assertThat(Files.readString(list)).isEqualTo(fixed);
  }

  @Test
  void derivedAuthorizations_areThoseThatTheExampleDeclares() throws IOException {
    String state = "--state=" + root.resolve("cloud.json");
    assertThat(run("apply", tree, state).status()).isZero();
    Path settings = tree.resolve("platform.json");
    Files.writeString(
        settings,
        Files.readString(settings)
            .replace("\"authorizedViews\": \"declared\"", "\"authorizedViews\": \"derived\""));
    try (Stream<Path> files = Files.walk(tree)) {
      for (Path file : files.filter(f -> f.endsWith("authorized_views.json")).toList()) {
        Files.delete(file);
      }
    }
    assertThat(run("plan", tree, state).out().lines().filter(line -> line.startsWith("  ")))
        .as("the same, but for the dataset that the example authorizes as a whole")
        .containsExactly(
            "  - no longer: whoever may create views in acme-data.mart__kpi can read everything in"
                + " acme-data.dwh__evt; that BigQuery refuses this to who cannot read it is"
                + " assumption 11.2",
            "  - stop all views of dataset mart__kpi from reading this dataset",
            "  + authorize view mart__kpi.activation to read this dataset",
            "  + authorize view mart__kpi.active_users to read this dataset",
            "  + authorize view mart__kpi.reliability to read this dataset",
            "  + authorize view mart__kpi.retention to read this dataset");
  }

  /**
   * A broken rule.
   *
   * @param place where the first error has to be told
   * @param message a part of what it has to say is wrong
   * @param fix a part of what it has to advise
   */
  private record Broken(String place, String message, String fix) {}

  /** An edit of one file, which need not be there. */
  private record Edit(String path, UnaryOperator<String> text) {
    static Edit replace(String path, String old, String replacement) {
      return new Edit(
          path,
          text -> {
            assertThat(text).as(path).contains(old);
            return text.replace(old, replacement);
          });
    }

    static Edit write(String path, String text) {
      return new Edit(path, before -> text);
    }
  }

  private static final Edit TRUNCATING =
      Edit.replace("sync_jobs/users.json", "TRUNCATE_AND_INSERT", "WRITE_TRUNCATE");

  static Stream<Arguments> brokenRules() {
    return Stream.of(
        broken(
            "a view over EXTERNAL_QUERY",
            new Broken("datasets/anon__db/views/skills.sql:1:1", "EXTERNAL_QUERY", "sync job"),
            Edit.write(
                "datasets/anon__db/views/skills.sql",
                "SELECT *\n"
                    + "FROM EXTERNAL_QUERY('asia-northeast1.app-db', 'SELECT id FROM app.skills')")),
        broken(
            "a truncating job into a table with row policies",
            new Broken(
                "sync_jobs/organization-region.json:7:3",
                "would drop the table's row policies",
                "\"TRUNCATE_AND_INSERT\""),
            Edit.replace(
                "sync_jobs/organization-region.json", "TRUNCATE_AND_INSERT", "WRITE_TRUNCATE")),
        broken(
            "a truncating job into a table with column tags",
            new Broken(
                "sync_jobs/users.json:6:3",
                "would drop the table's column tags",
                "\"TRUNCATE_AND_INSERT\""),
            TRUNCATING,
            Edit.replace(
                "datasets/raw__db/tables/users.json",
                "\"email\", \"type\": \"STRING\"",
                "\"email\", \"type\": \"STRING\", \"policyTags\": {\"names\":"
                    + " [\"projects/acme-data/locations/asia-northeast1/taxonomies/1/policyTags/2\"]}")),
        broken(
            "a job whose account does not see all rows that it truncates",
            new Broken(
                "sync_jobs/organization-region.json:7:3",
                "refuses to truncate a table whose rows the account does not all see",
                "\"filterPredicate\": \"TRUE\""),
            Edit.replace(
                "datasets/dwh__org/row_policies/organization_region.json",
                ", \"serviceAccount:sync@acme-data.iam.gserviceaccount.com\"",
                "")),
        broken(
            "two jobs into one table",
            new Broken(
                "sync_jobs/users.json:3:18",
                "organization-region and users both write into acme-data.raw__db.users",
                "a table of its own"),
            Edit.replace(
                "sync_jobs/organization-region.json",
                "dwh__org.organization_region",
                "raw__db.users")),
        broken(
            "a sink into a dataset in another location",
            new Broken(
                "sinks/audit.json:1:13",
                "is in US, not in asia-northeast1",
                "\"location\": \"US\""),
            Edit.write("datasets/raw__audit/dataset.json", "{\"location\": \"US\"}"),
            Edit.write(
                "sinks/audit.json",
                "{\"dataset\": \"raw__audit\", \"filter\":"
                    + " \"log_id(\\\"cloudaudit.googleapis.com/activity\\\")\"}")),
        broken(
            "a schedule below the minimum",
            new Broken("sync_jobs/users.json:4:15", "every 2 minutes", "5 minutes"),
            Edit.replace("sync_jobs/users.json", "every 1 hours", "every 2 minutes")),
        broken(
            "a type that BigQuery does not read",
            new Broken("sync_jobs/organizations.json:9:5", "\"uuid\"", "CAST(x AS text)"),
            Edit.replace("sync_jobs/organizations.json", "bigint", "uuid")),
        broken(
            "a sink that takes in what its own writes log",
            new Broken(
                "sinks/app-event.json:3:13",
                "each write causes the next",
                "{\"name\": \"own-writes\", \"filter\":"),
            Edit.replace(
                "sinks/app-event.json",
                "resource.type=\\\"cloud_run_revision\\\" AND log_id(\\\"app-event\\\")",
                "severity>=INFO")),
        broken(
            "a mart over a log that loses the partition column",
            new Broken(
                "datasets/mart__kpi/views/retention.sql:1:1",
                "partition column timestamp",
                "add a condition on it"),
            Edit.replace(
                "datasets/mart__kpi/views/retention.sql",
                "WHERE timestamp >= TIMESTAMP_SUB(CURRENT_TIMESTAMP(), INTERVAL 365 DAY)",
                "")));
  }

  private static Arguments broken(String name, Broken rule, Edit... edits) {
    return arguments(name, rule, List.of(edits));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("brokenRules")
  void brokenRule_isToldWithItsPlaceAndItsFix(String name, Broken rule, List<Edit> edits)
      throws IOException {
    for (Edit edit : edits) {
      Path file = tree.resolve(edit.path());
      Files.createDirectories(file.getParent());
      Files.writeString(file, edit.text().apply(Files.exists(file) ? Files.readString(file) : ""));
    }
    Run check = run("check", tree);
    assertThat(check.status()).isEqualTo(1);
    assertThat(check.out()).isEmpty();
    assertThat(check.err())
        .hasLineCount(1)
        .startsWith(rule.place() + ": error: ")
        .contains(rule.message(), rule.fix());
  }

  @ParameterizedTest
  @CsvSource({
    "roles/bigquery.jobUser, sync@, missing-project-role",
    "roles/iam.serviceAccountUser, governance@, permission-unknown"
  })
  void rightThatOnlyTheProjectGives_isDemandedWithItsCommand(
      String role, String account, String rule) throws IOException {
    Path world = tree.resolve("world.json");
    List<String> lines = Files.readAllLines(world);
    lines.replaceAll(
        line ->
            line.contains("{\"role\": \"" + role)
                ? line.replace(role, "roles/cloudsql.client")
                : line);
    Files.write(world, lines);
    String command =
        String.format(
            "gcloud projects add-iam-policy-binding acme-data"
                + " --member=serviceAccount:%sacme-data.iam.gserviceaccount.com --role=%s [%s]",
            account, role, rule);
    Run apply = run("apply", tree);
    assertThat(apply.err().lines())
        .filteredOn(line -> line.contains(": warning: "))
        .filteredOn(line -> !line.endsWith("[analysts-cannot-run-jobs]"))
        .isNotEmpty()
        .allMatch(line -> line.endsWith(command));
  }

  @Test
  void pipelines_areCounted() {
    assertThat(run("check", tree).out()).contains("1 connection, 3 sync jobs, 2 sinks");
  }
}
