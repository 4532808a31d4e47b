package dev.bqgovernance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bqgovernance.access.AccessDelta;
import dev.bqgovernance.files.PlatformFiles;
import dev.bqgovernance.files.PlatformFiles.ReadResult;
import dev.bqgovernance.model.AccessContext;
import dev.bqgovernance.model.DataPlatform;
import dev.bqgovernance.render.Text;
import dev.bqgovernance.sql.SqlAnalyzer;
import dev.bqgovernance.state.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Edits of one small platform that somebody could hide in a pull request, and the line of the
 * review that must not be missing.
 */
class ReviewTest {
  private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
  private static final Path CASES = Path.of("../../shared/cases/review");

  private static final String USERS = "datasets/raw__db/tables/users.json";
  private static final String POLICIES = "datasets/raw__db/row_policies/users.json";
  private static final String RAW_ACCESS = "datasets/raw__db/access.json";
  private static final String RAW_AUTHORIZED = "datasets/raw__db/authorized_views.json";
  private static final String MART_ACCESS = "datasets/mart__kpi/access.json";
  private static final String SIGNUPS = "datasets/mart__kpi/views/signups.sql";
  private static final String ADULTS = "datasets/mart__kpi/views/adults.sql";
  private static final String PEOPLE = "datasets/mart__kpi/views/people.sql";
  private static final String UDF = "datasets/mart__fn/routines/pseudonym.sql";

  private static final Map<String, String> PLATFORM = platform();

  private static Map<String, String> platform() {
    Map<String, String> files = new LinkedHashMap<>();
    files.put(
        "platform.json",
        """
        {"project": "acme-data", "location": "asia-northeast1",
         "layers": {"raw": ["raw__*"], "mart": ["mart__*"]},
         "owners": [{"role": "OWNER", "groupByEmail": "admins@acme.com"}]}
        """);
    files.put(
        "policies.json",
        """
        {"rules": {"layer-rules": "off"}}
        """);
    files.put(
        USERS,
        """
        {"schema": {"fields": [
          {"name": "id", "type": "INT64"},
          {"name": "email", "type": "STRING", "sensitivity": "PII"},
          {"name": "region", "type": "STRING"},
          {"name": "age", "type": "INT64", "sensitivity": "CONFIDENTIAL"}]}}
        """);
    files.put(
        POLICIES,
        """
        [{"policyId": "apac", "filterPredicate": "region = 'APAC'", "grantees": ["group:apac@acme.com"]},
         {"policyId": "all", "filterPredicate": "TRUE",
          "grantees": ["group:analysts@acme.com", "group:admins@acme.com"]}]
        """);
    files.put(RAW_ACCESS, "[]");
    files.put(
        RAW_AUTHORIZED,
        """
        [{"view": {"projectId": "acme-data", "datasetId": "mart__kpi", "tableId": "signups"}},
         {"view": {"projectId": "acme-data", "datasetId": "mart__kpi", "tableId": "adults"}},
         {"view": {"projectId": "acme-data", "datasetId": "mart__kpi", "tableId": "people"}}]
        """);
    files.put(
        "datasets/raw__keys/tables/k.json",
        """
        {"schema": {"fields": [{"name": "k", "type": "STRING", "sensitivity": "CONFIDENTIAL"}]}}
        """);
    files.put("datasets/raw__keys/access.json", "[]");
    files.put(
        "datasets/raw__keys/authorized_views.json",
        """
        [{"view": {"projectId": "acme-data", "datasetId": "mart__kpi", "tableId": "people"}}]
        """);
    files.put(
        MART_ACCESS,
        """
        [{"role": "READER", "groupByEmail": "analysts@acme.com"},
         {"role": "READER", "groupByEmail": "apac@acme.com"}]
        """);
    files.put(
        SIGNUPS, "SELECT region, COUNT(*) AS n FROM raw__db.users GROUP BY region HAVING n >= 5\n");
    files.put(ADULTS, "SELECT id, LEFT(email, 2) AS start FROM raw__db.users WHERE age >= 18\n");
    files.put(
        PEOPLE,
        "SELECT mart__fn.pseudonym(u.email, k.k) AS person"
            + " FROM raw__db.users AS u CROSS JOIN raw__keys.k AS k\n");
    files.put(
        "datasets/mart__kpi/views/people.json",
        """
        {"anonymizes": {"acme-data.raw__db.users.email": "keyedHash"}}
        """);
    files.put(
        UDF,
        "CREATE FUNCTION mart__fn.pseudonym(v STRING, k STRING) RETURNS STRING"
            + " AS (TO_HEX(SHA256(CONCAT(k, ':', v))));\n");
    files.put(
        "datasets/mart__fn/access.json",
        """
        [{"role": "READER", "groupByEmail": "analysts@acme.com"}]
        """);
    files.put(
        "connections/app-db.json",
        """
        {"cloudSql": {"instanceId": "acme-data:asia-northeast1:r", "database": "app", "type": "POSTGRES",
         "credential": {"username": "bq", "password": "env:APP_DB_PASSWORD"}}}
        """);
    files.put(
        "notification_channels/oncall.json",
        """
        {"type": "email", "labels": {"email_address": "oncall@acme.com"}}
        """);
    return files;
  }

  /** An edit: a file with its text replaced, or written anew; an empty text deletes it. */
  private record Edit(String file, String from, String to) {
    void apply(Path root) throws IOException {
      Path path = root.resolve(file);
      if (to.isEmpty() && from.isEmpty()) {
        Files.delete(path);
      } else if (from.isEmpty()) {
        Files.createDirectories(path.getParent());
        Files.writeString(path, to);
      } else {
        String text = Files.readString(path);
        assertThat(text).contains(from);
        Files.writeString(path, text.replace(from, to));
      }
    }
  }

  private static Arguments row(
      String name, String file, String from, String to, String... expected) {
    return Arguments.of(name, List.of(new Edit(file, from, to)), List.of(expected));
  }

  static Stream<Arguments> edits() {
    return Stream.of(
        // columns
        row(
            "grant on raw",
            RAW_ACCESS,
            "[]",
            "[{\"role\": \"READER\", \"groupByEmail\": \"analysts@acme.com\"}]",
            "+ analysts@acme.com can read users.email (as it is, previously in part) directly from"
                + " raw__db.users [PII]"),
        row(
            "a condition that begins later",
            RAW_ACCESS,
            "[]",
            "[{\"role\": \"READER\", \"groupByEmail\": \"analysts@acme.com\", \"condition\": {\"title\":"
                + " \"q\", \"expression\": \"request.time >= timestamp(\\\"2030-01-01T00:00:00Z\\\")\"}}]",
            " directly from raw__db.users from 2030-01-01 on [PII]"),
        row(
            "a routine's body",
            UDF,
            "TO_HEX(SHA256(CONCAT(k, ':', v)))",
            "v",
            "+ analysts@acme.com can read users.email (as it is, previously in part) through"
                + " mart__kpi.people [PII]",
            "since mart__fn.pseudonym changed: body v (previously TO_HEX(SHA256(CONCAT(k, ':', v))))"),
        row(
            "a routine's body that stays a hash",
            UDF,
            "TO_HEX(SHA256(CONCAT(k, ':', v)))",
            "TO_HEX(SHA256(CONCAT(k, v)))",
            "since mart__fn.pseudonym changed: body"),
        row(
            "foreign authorized view",
            RAW_AUTHORIZED,
            "[{\"view\"",
            "[{\"view\": {\"projectId\": \"evil-project\", \"datasetId\": \"evil\", \"tableId\": \"v\"}},"
                + " {\"view\"",
            "+ unknown readers can read every column of raw__db: ",
            "evil-project.evil.v"),
        row(
            "foreign authorized dataset",
            RAW_AUTHORIZED,
            "[{\"view\"",
            "[{\"dataset\": {\"dataset\": {\"projectId\": \"evil-project\", \"datasetId\": \"evil\"},"
                + " \"targetTypes\": [\"VIEWS\"]}}, {\"view\"",
            "+ unknown readers can read every column of raw__db: ",
            "evil-project.evil"),
        // rows
        row(
            "a filter that lets all through",
            POLICIES,
            "region = 'APAC'",
            "TRUE",
            "+ apac@acme.com sees all rows of raw__db.users",
            "(previously the rows where region = 'APAC')"),
        row(
            "a filter with OR TRUE at its end",
            POLICIES,
            "region = 'APAC'",
            "region = 'APAC' AND id NOT IN (1000, 1001, 1002, 1003, 1004, 1005, 1006, 1007, 1008,"
                + " 1009, 1010, 1011, 1012, 1013, 1014) OR TRUE",
            "1014) OR TRUE",
            "sees all rows of raw__db.users"),
        row(
            "another filter",
            POLICIES,
            "region = 'APAC'",
            "region = 'EMEA'",
            "~ apac@acme.com sees the rows where region = 'EMEA' of raw__db.users"),
        row(
            "a grantee less",
            POLICIES,
            "\"group:analysts@acme.com\", ",
            "",
            "- analysts@acme.com sees no row of raw__db.users"),
        row(
            "HAVING removed",
            SIGNUPS,
            " HAVING n >= 5",
            "",
            "see more rows of mart__kpi.signups: HAVING n >= 5 is removed"),
        row(
            "HAVING weakened",
            SIGNUPS,
            "n >= 5",
            "n >= 2",
            "see other rows or values of mart__kpi.signups: HAVING n >= 2 (previously n >= 5)"),
        row(
            "WHERE removed",
            ADULTS,
            " WHERE age >= 18",
            "",
            "see more rows of mart__kpi.adults: WHERE age >= 18 is removed"),
        row(
            "WHERE added",
            ADULTS,
            "age >= 18",
            "age >= 18 AND region = 'EU'",
            "- admins@acme.com, analysts@acme.com and apac@acme.com see fewer rows of"
                + " mart__kpi.adults: WHERE age >= 18 AND region = 'EU'"),
        row(
            "more of a value",
            ADULTS,
            "LEFT(email, 2)",
            "LEFT(email, 20)",
            "of mart__kpi.adults: computed columns LEFT(email, 20) AS start"),
        row(
            "a join",
            ADULTS,
            "FROM raw__db.users",
            "FROM raw__db.users JOIN raw__db.users AS other USING (id)",
            "see other rows or values of mart__kpi.adults"),
        row(
            "a set operation",
            ADULTS,
            "WHERE age >= 18",
            "WHERE age >= 18 UNION ALL SELECT 1, 'x'",
            "see other rows or values of mart__kpi.adults"),
        row(
            "a sync job into a table without a declaration",
            "sync_jobs/k.json",
            "",
            "{\"connection\": \"app-db\", \"query\": \"SELECT email FROM app.users\", \"destination\":"
                + " \"mart__kpi.k\", \"schedule\": \"every 1 hours\", \"serviceAccount\":"
                + " \"sync@acme-data.iam.gserviceaccount.com\"}",
            "can read mart__kpi.k.* (columns not known), which sync job k writes: ",
            "SELECT email FROM app.users"),
        row(
            "a sink into a dataset that people read",
            "sinks/s.json",
            "",
            "{\"filter\": \"severity>=ERROR\", \"dataset\": \"mart__kpi\", \"usePartitionedTables\": true}",
            "can read every table of mart__kpi (columns not known), which sink s writes: ",
            "severity>=ERROR"),
        // powers
        row(
            "a writer",
            MART_ACCESS,
            "\"READER\", \"groupByEmail\": \"analysts@acme.com\"",
            "\"WRITER\", \"groupByEmail\": \"analysts@acme.com\"",
            "+ analysts@acme.com can change the data in mart__kpi (bigquery.tables.updateData)",
            "+ analysts@acme.com can change mart__kpi.signups, which raw__db authorizes, to show"
                + " anything in raw__db"),
        row(
            "security administrator",
            RAW_ACCESS,
            "[]",
            "[{\"role\": \"roles/bigquery.securityAdmin\", \"groupByEmail\": \"interns@acme.com\"}]",
            "+ interns@acme.com can grant itself READER on dataset raw__db"
                + " (bigquery.datasets.setIamPolicy)"),
        row(
            "owner",
            RAW_ACCESS,
            "[]",
            "[{\"role\": \"OWNER\", \"groupByEmail\": \"interns@acme.com\"}]",
            "+ interns@acme.com can grant itself READER on dataset raw__db"),
        row(
            "a whole dataset authorized",
            RAW_AUTHORIZED,
            "[{\"view\"",
            "[{\"dataset\": {\"dataset\": {\"projectId\": \"acme-data\", \"datasetId\": \"mart__kpi\"},"
                + " \"targetTypes\": [\"VIEWS\"]}}, {\"view\"",
            "+ whoever may create views in acme-data.mart__kpi can read everything in"
                + " acme-data.raw__db"),
        row(
            "a user of a connection",
            "connections/app-db.json",
            "{\"cloudSql\"",
            "{\"users\": [\"group:analysts@acme.com\"], \"cloudSql\"",
            "+ analysts@acme.com can query the database behind connection app-db with EXTERNAL_QUERY,"
                + " and read everything that the user bq of database app may read"),
        row(
            "a channel outside",
            "notification_channels/oncall.json",
            "oncall@acme.com",
            "oncall@evil.com",
            "+ alerts go to the address oncall@evil.com (channel oncall)"),
        row(
            "a webhook",
            "notification_channels/hook.json",
            "",
            "{\"type\": \"webhook_tokenauth\", \"labels\": {\"url\": \"https://evil.com/\"}}",
            "+ alerts go to webhook_tokenauth"),
        // guards
        row(
            "a sensitivity lowered",
            USERS,
            "\"PII\"",
            "\"PUBLIC\"",
            "! acme-data.raw__db.users.email was PII and is PUBLIC now"),
        row(
            "a layer changed",
            "platform.json",
            "raw__*",
            "raw_db__*",
            "! acme-data.raw__db is no longer in layer raw, now in no layer: its personal data is no"
                + " longer guarded",
            "covers raw_db__* (previously raw__*): no dataset is in it"),
        row(
            "a rule off",
            "policies.json",
            "\"layer-rules\": \"off\"",
            "\"layer-rules\": \"off\", \"no-public-access\": \"off\"",
            "! no-public-access is switched off by this change (previously error)"),
        row(
            "a rule weighed down",
            "policies.json",
            "\"layer-rules\": \"off\"",
            "\"layer-rules\": \"off\", \"no-public-access\": \"info\"",
            "! no-public-access is info by this change (previously error)"),
        row(
            "a suppression",
            "policies.json",
            "{\"rules\"",
            "{\"suppressions\": [{\"rule\": \"groups-only\", \"on\": \"*\", \"reason\": \"r\", \"until\":"
                + " \"2026-12-31\"}], \"rules\"",
            "! groups-only is suppressed on * until 2026-12-31: r"),
        row(
            "a declared anonymization removed",
            "datasets/mart__kpi/views/people.json",
            "",
            "",
            "! acme-data.mart__kpi.people no longer declares keyedHash for"
                + " acme-data.raw__db.users.email"),
        row(
            "additive",
            "datasets/mart__kpi/dataset.json",
            "",
            "{\"accessMode\": \"additive\"}",
            "! acme-data.mart__kpi is additive"),
        row(
            "deletable",
            "datasets/mart__kpi/dataset.json",
            "",
            "{\"deletable\": true}",
            "! acme-data.mart__kpi is deletable now"),
        row(
            "an owner more",
            "platform.json",
            "[{\"role\": \"OWNER\"",
            "[{\"role\": \"OWNER\", \"groupByEmail\": \"evil@acme.com\"}, {\"role\": \"OWNER\"",
            "has the owners group:admins@acme.com, group:evil@acme.com"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("edits")
  void saysIt(String name, List<Edit> edits, List<String> expected, @TempDir Path directory)
      throws IOException {
    assumeTrue(SqlAnalyzer.find().isPresent(), "no SQL engine on the class path");
    String text = review(edits, directory);
    assertThat(text).as(name).contains(expected);
    assertThat(text).doesNotContain("does not change what people can see");
  }

  /** Edits that change nobody's access, with the proof of that. */
  static Stream<Arguments> harmless() {
    return Stream.of(
        row("a comment", ADULTS, "SELECT id", "SELECT /* the id */\n  id"),
        row("lower case", ADULTS, " WHERE ", "\nwhere "),
        row("a description", USERS, "{\"schema\"", "{\"description\": \"people\", \"schema\""),
        row(
            "clustering",
            USERS,
            "{\"schema\"",
            "{\"clustering\": {\"fields\": [\"id\"]}, \"schema\""),
        row(
            "the order of a list",
            POLICIES,
            "[\"group:analysts@acme.com\", \"group:admins@acme.com\"]",
            "[\"group:admins@acme.com\", \"group:analysts@acme.com\"]"),
        row(
            "a grantee without a right on any view",
            POLICIES,
            "\"group:apac@acme.com\"",
            "\"group:apac@acme.com\", \"group:nobody@acme.com\""));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("harmless")
  void provesThatNobodyIsConcerned(
      String name, List<Edit> edits, List<String> none, @TempDir Path directory)
      throws IOException {
    assumeTrue(SqlAnalyzer.find().isPresent(), "no SQL engine on the class path");
    assertThat(review(edits, directory).strip())
        .as(name)
        .isEqualTo("This change does not change what people can see.");
    assertThat(none).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("edits")
  void withoutAnEngine_nothingIsProvenOfATextThatChanged(
      String name, List<Edit> edits, List<String> expected, @TempDir Path directory)
      throws IOException {
    assumeTrue(SqlAnalyzer.find().isEmpty(), "the SQL engine is on the class path");
    assertThat(review(edits, directory))
        .as("%s %s", name, expected)
        .doesNotContain("does not change what people can see");
  }

  static Stream<Path> cases() throws IOException {
    if (!Files.isDirectory(CASES)) {
      return Stream.of(CASES);
    }
    try (Stream<Path> folders = Files.list(CASES)) {
      return folders.filter(Files::isDirectory).sorted().toList().stream();
    }
  }

  /** The review names something in each case; the rows above say what it has to name. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void recordedCases_areNeverSilent(Path folder) {
    assumeTrue(Files.isDirectory(CASES), "the recorded cases are not here: " + CASES);
    AccessDelta delta = delta(folder.resolve("before"), folder.resolve("after"));
    assertThat(delta.isEmpty()).isFalse();
    assertThat(delta.areGuardsCompared()).isTrue();
  }

  private static String review(List<Edit> edits, Path directory) throws IOException {
    Path before = directory.resolve("before");
    Path after = directory.resolve("after");
    for (Path root : List.of(before, after)) {
      for (Map.Entry<String, String> file : PLATFORM.entrySet()) {
        Path path = root.resolve(file.getKey());
        Files.createDirectories(path.getParent());
        Files.writeString(path, file.getValue());
      }
    }
    for (Edit edit : edits) {
      edit.apply(after);
    }
    return Text.render(delta(before, after)).replaceAll("\\s*\\n\\s+(?![-+~!] )", " ");
  }

  private static AccessDelta delta(Path before, Path after) {
    return Governance.declaredDelta(
        AccessContext.of(read(before), NOW),
        State.empty(),
        AccessContext.of(read(after), NOW),
        State.empty());
  }

  private static DataPlatform read(Path root) {
    ReadResult result = PlatformFiles.read(root, Optional.empty());
    return result.platform().orElseThrow(() -> new AssertionError(root + ": " + result.findings()));
  }
}
