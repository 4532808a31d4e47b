package dev.bqgovernance.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bqgovernance.files.PlatformFiles.ReadResult;
import dev.bqgovernance.model.Finding;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is wrong with files is told once, at its place, with the next step. */
class BadInputTest {
  private static final String SETTINGS =
      "{\"project\": \"acme-data\", \"location\": \"asia-northeast1\"}";

  private static final String PEOPLE =
      "{\"schema\": {\"fields\": [{\"name\": \"email\", \"type\": \"STRING\"},"
          + " {\"name\": \"home\", \"type\": \"RECORD\", \"fields\": [{\"name\": \"city\","
          + " \"type\": \"STRING\"}]}]}}";

  @TempDir Path root;

  private static Arguments row(String path, String content, String... expected) {
    return Arguments.of(path, content, List.of(expected));
  }

  private static Arguments access(String content, String... expected) {
    return row("datasets/raw__db/access.json", content, expected);
  }

  private static Arguments dataset(String content, String... expected) {
    return row("datasets/raw__db/dataset.json", content, expected);
  }

  private static Arguments table(String content, String... expected) {
    return row("datasets/raw__db/tables/users.json", content, expected);
  }

  private static Arguments view(String content, String... expected) {
    return row("datasets/raw__db/views/active.json", content, expected);
  }

  private static Arguments rowPolicies(String content, String... expected) {
    return row("datasets/raw__db/row_policies/users.json", content, expected);
  }

  private static Arguments policies(String content, String... expected) {
    return row("policies.json", content, expected);
  }

  private static Arguments settings(String content, String... expected) {
    return row("platform.json", content, expected);
  }

  /** Each row: a file, its content, then place and fragments of the one finding. */
  static Stream<Arguments> oneMistake() {
    return Stream.of(
        // Syntax.
        access(
            "[{\"role\": \"READER\", \"groupByEmail\"",
            ":1:35",
            "ends too early",
            "line 1, column 2",
            "cut off"),
        access("[\n  {\"role\": \"READER\"", ":2:20", "ends too early", "line 2, column 3"),
        access("", ":1:1", "the file is empty", "Write []"),
        access("[] []", ":1:4", "after the end", "Remove it"),
        access("[{\"role\" \"READER\"}]", ":1:10", "unexpected double quote", "expected a colon"),
        access(
            "[{\"role\": \"READER\" \"domain\": \"a.com\"}]",
            ":1:20",
            "unexpected double quote",
            "expected a comma, or }"),
        access("[{} {}]", ":1:5", "unexpected \"{\"", "expected a comma, or ]"),
        access(
            "[{role: \"READER\"}]",
            ":1:3",
            "\"role\" is not valid JSON",
            "a key in double quotes",
            "Put keys and texts"),
        access("[{'role': 1}]", ":1:3", "unexpected \"'\"", "double quotes"),
        access("[{\"role\": READER}]", ":1:11", "\"READER\" is not valid JSON", "expected a value"),
        access("[{\"role\": }]", ":1:11", "unexpected \"}\"", "expected a value"),
        access("[{\"role\": \"REA\nDER\"}]", ":1:15", "past the end of its line"),
        access("[".repeat(101) + "]".repeat(101), ":1:101", "more than 100 levels"),
        access(
            "[{\"role\": \"READER\", \"role\": \"WRITER\", \"domain\": \"a.com\"}]",
            ":1:21",
            "\"role\" occurs twice",
            "line 1, column 3",
            "Remove one"),
        access("plain", ":1:1", "\"plain\" is not valid JSON", "an object {…} or a list […]"),
        access("\uFEFF[,]", ":1:2", "unexpected \",\"", "a value, or ]"),
        // Access entries.
        access("{}", ":1:1", "should be a list, found an object", "square brackets"),
        access("[null]", ":1:2", "found null", "Remove it"),
        access("[5]", ":1:2", "should be an object, found the number 5", "groupByEmail"),
        access(
            "[{\"role\": \"READR\", \"domain\": \"a.com\"}]",
            ":1:11",
            "\"READR\" is not a valid role",
            "Did you mean \"READER\"?"),
        access(
            "[{\"role\": \"reader\", \"domain\": \"a.com\"}]",
            ":1:11",
            "\"reader\" is not a valid role",
            "Did you mean \"READER\"?"),
        access(
            "[{\"role\": \"roles/bigquery.dataVeiwer\", \"domain\": \"a.com\"}]",
            ":1:11",
            "\"roles/bigquery.dataVeiwer\" is not a known predefined role",
            "Did you mean \"roles/bigquery.dataViewer\"?"),
        access(
            "[{\"role\": \"roles/\", \"domain\": \"a.com\"}]",
            ":1:11",
            "\"roles/\" is not a valid role"),
        access(
            "[{\"role\": \"roles/bigquery.dataViewer_withcond_a1\", \"domain\": \"a.com\"}]",
            ":1:11",
            "condition was cut off",
            "accessPolicyVersion=3"),
        access(
            "[{\"role\": 5, \"domain\": \"a.com\"}]",
            ":1:11",
            "\"role\" should be a text",
            "found the number 5"),
        access("[{\"role\": null, \"domain\": \"a.com\"}]", ":1:11", "\"role\" is null"),
        access("[{\"domain\": \"a.com\"}]", ":1:2", "\"role\" is missing", "\"role\": \"READER\""),
        access("[{\"role\": \"READER\"}]", ":1:2", "names nobody", "groupByEmail"),
        access(
            "[{\"role\": \"READER\", \"groupByEmail\": \"analysts\"}]",
            ":1:37",
            "\"analysts\" is not a valid e-mail address",
            "name@example.com"),
        access(
            "[{\"role\": \"READER\", \"groupByEmial\": \"a@a.com\"}]",
            ":1:21",
            "unknown key \"groupByEmial\"",
            "Did you mean \"groupByEmail\"?"),
        access(
            "[{\"role\": \"READER\", \"colour\": \"red\", \"domain\": \"a.com\"}]",
            ":1:21",
            "unknown key \"colour\"",
            "Expected one of: role, groupByEmail"),
        access(
            "[{\"role\": \"READER\", \"groupByEmail\": \"a@a.com\",\n \"userByEmail\": \"b@a.com\"}]",
            ":2:2",
            "more than one member: groupByEmail, userByEmail",
            "one entry for each"),
        access(
            "[{\"role\": \"READER\", \"iamMember\": \"deleted:user:a@a.com?uid=1\"}]",
            ":1:34",
            "was deleted",
            "Remove the entry"),
        access(
            "[{\"role\": \"READER\", \"userByEmail\": \"deleted:serviceAccount:a@a.com?uid=1\"}]",
            ":1:36",
            "was deleted"),
        access(
            "[{\"role\": \"READER\", \"iamMember\": \"everybody\"}]",
            ":1:34",
            "\"everybody\" is not a valid IAM member"),
        access(
            "[{\"role\": \"READER\", \"specialGroup\": \"projectOwner\"}]",
            ":1:37",
            "\"projectOwner\" is unknown",
            "Did you mean \"projectOwners\"?"),
        access(
            "[{\"role\": \"READER\", \"domain\": \"acme\"}]",
            ":1:31",
            "\"acme\" is not a valid domain"),
        access(
            "[{\"role\": \"READER\", \"domain\": \"a.com\", \"expires\": \"2027-02-30\"}]",
            ":1:51",
            "\"2027-02-30\" is not a valid date",
            "year-month-day"),
        access(
            "[{\"role\": \"READER\", \"domain\": \"a.com\", \"expires\": \"31.01.2027\"}]",
            ":1:51",
            "not a valid date"),
        access(
            "[{\"role\": \"READER\", \"domain\": \"a.com\", \"expires\": \"2027-01-31\", \"condition\": {\"expression\": \"true\"}}]",
            ":1:40",
            "a condition and an end"),
        access(
            "[{\"role\": \"READER\", \"domain\": \"a.com\", \"condition\": {\"title\": \"x\"}}]",
            ":1:53",
            "\"expression\" is missing"),
        access(
            "[{\"role\": \"READER\", \"domain\": \"a.com\", \"condition\": {\"expression\": \" \"}}]",
            ":1:68",
            "needs an expression"),
        access(
            "[{\"role\": \"READER\", \"domain\": \"a.com\"},\n {\"role\": \"roles/bigquery.dataViewer\", \"domain\": \"A.com\", \"reason\": \"again\"}]",
            ":2:2",
            "says the same as the one at datasets/raw__db/access.json:1:2",
            "Remove one"),
        access(
            "[{\"role\": \"READER\", \"specialGroup\": \"projectReaders\"},\n {\"role\": \"READER\", \"iamMember\": \"projectViewer:acme-data\"}]",
            ":2:2",
            "says the same as the one at datasets/raw__db/access.json:1:2"),
        access(
            "[{\"role\": \"READER\", \"view\": {\"projectId\": \"other-co\", \"datasetId\": \"d\", \"tableId\": \"v\"}}]",
            ":1:3",
            "an authorized view has no role",
            "Remove \"role\""),
        access(
            "[{\"reason\": \"why\", \"view\": {\"projectId\": \"other-co\", \"datasetId\": \"d\", \"tableId\": \"v\"}}]",
            ":1:3",
            "has no \"reason\""),
        access(
            "[{\"view\": {\"projectId\": \"other-co\", \"datasetId\": \"d\"}}]",
            ":1:11",
            "\"tableId\" is missing"),
        access(
            "[{\"view\": {\"projectId\": \"P\", \"datasetId\": \"d\", \"tableId\": \"v\"}}]",
            ":1:25",
            "\"P\" is not a valid project id"),
        access(
            "[{\"view\": {\"projectId\": \"other-co\", \"datasetId\": \"d-d\", \"tableId\": \"v\"}}]",
            ":1:50",
            "\"d-d\" is not a valid dataset id"),
        access("[{\"view\": \"other-co.d.v\"}]", ":1:11", "should be an object", "found the text"),
        access(
            "[{\"dataset\": {\"dataset\": {\"projectId\": \"other-co\", \"datasetId\": \"d\"}}}]",
            ":1:14",
            "\"targetTypes\" is missing"),
        access(
            "[{\"dataset\": {\"dataset\": {\"projectId\": \"other-co\", \"datasetId\": \"d\"}, \"targetTypes\": [\"VIEW\"]}}]",
            ":1:87",
            "\"VIEW\" is unknown",
            "Did you mean \"VIEWS\"?"),
        access(
            "[{\"view\": {\"projectId\": \"acme-data\", \"datasetId\": \"raw__db\", \"tableId\": \"gone\"}}]",
            ":1:2",
            "which is not declared",
            "[unknown-view]"),
        row(
            "datasets/raw__db/authorized_views.json",
            "[{\"role\": \"READER\", \"domain\": \"a.com\"}]",
            ":1:21",
            "views, datasets and routines only",
            "access.json"),
        // Settings.
        settings(
            "{\"project\": \"acme-data\"}", ":1:1", "\"location\" is missing", "asia-northeast1"),
        settings(
            "{\"project\": \"Acme\", \"location\": \"US\"}",
            ":1:13",
            "\"Acme\" is not a valid project id"),
        settings(
            "{\"project\": \"acme-data\", \"location\": \"tokyo\"}",
            ":1:38",
            "\"tokyo\" is not a valid location"),
        settings(
            "{\"project\": \"acme-data\", \"location\": \"US\", \"layers\": {\"Raw\": []}}",
            ":1:55",
            "\"Raw\" is not a valid layer"),
        settings(
            "{\"project\": \"acme-data\", \"location\": \"US\", \"layers\": {\"raw\": \"raw__*\"}}",
            ":1:62",
            "\"raw\" should be a list"),
        settings(
            "{\"project\": \"acme-data\", \"location\": \"US\", \"authorizedViews\": \"derive\"}",
            ":1:63",
            "Did you mean \"derived\"?"),
        settings(
            "{\"project\": \"acme-data\", \"location\": \"US\", \"owners\": [{\"role\": \"READER\", \"domain\": \"a.com\"}]}",
            ":1:64",
            "owners are granted OWNER",
            "Write \"role\": \"OWNER\""),
        settings(
            "{\"project\": \"acme-data\", \"location\": \"US\", \"owners\": [{\"view\": {}}]}",
            ":1:56",
            "a view cannot own a dataset"),
        settings(
            "{\"project\": \"acme-data\", \"location\": \"US\", \"applier\": \"me\"}",
            ":1:55",
            "\"me\" is not a valid IAM member"),
        row(
            "platform.dev.json",
            "{\"principals\": {\"a@a.com\": \"b\"}}",
            ":1:28",
            "\"b\" is not a valid e-mail address"),
        row("platform.dev.json", "{\"layers\": {}}", ":1:2", "unknown key \"layers\""),
        row(
            "platform.dev.json",
            "{\"owners\": [{\"role\": \"OWNR\", \"domain\": \"a.com\"}]}",
            ":1:22",
            "Did you mean \"OWNER\"?"),
        // Datasets.
        dataset("{\"description\": 5}", ":1:17", "\"description\" should be a text"),
        dataset("{\"labels\": {\"Team\": \"x\"}}", ":1:13", "\"Team\" is not a valid label key"),
        dataset("{\"labels\": {\"team\": \"A B\"}}", ":1:21", "\"A B\" is not a valid label value"),
        dataset("{\"layer\": \"Raw\"}", ":1:11", "\"Raw\" is not a valid layer"),
        dataset("{\"accessMode\": \"aditive\"}", ":1:16", "Did you mean \"additive\"?"),
        dataset(
            "{\"deletable\": \"yes\"}",
            ":1:15",
            "\"deletable\" should be true or false, found the text \"yes\""),
        dataset("{\"defaultTableExpirationMs\": \"1000\"}", ":1:30", "at least an hour"),
        dataset(
            "{\"defaultTableExpirationMs\": \"1h\"}", ":1:30", "a whole number of at most 64 bits"),
        dataset("{\"maxTimeTravelHours\": 50}", ":1:24", "48 to 168 hours"),
        dataset("{\"storageBillingModel\": \"PHYS\"}", ":1:25", "LOGICAL or PHYSICAL"),
        dataset("{\"location\": \"tokyo\"}", ":1:14", "\"tokyo\" is not a valid location"),
        dataset("{\"access\": []}", ":1:2", "access is declared twice", "Keep one"),
        dataset(
            "{\"datasetReference\": {\"projectId\": \"acme-data\", \"datasetId\": \"other\"}}",
            ":1:62",
            "disagrees with the file's path",
            "expected \"raw__db\""),
        dataset("{\"descripton\": \"x\"}", ":1:2", "Did you mean \"description\"?"),
        row("datasets/raw-db/access.json", "[]", ":1:1", "\"raw-db\" is not a valid dataset id"),
        // Tables.
        table(
            "{\"schema\": {\"fields\": [{\"name\": \"a\", \"type\": \"STRNG\"}]}}",
            ":1:46",
            "Did you mean \"STRING\"?"),
        table(
            "{\"schema\": {\"fields\": [{\"name\": \"a.b\", \"type\": \"STRING\"}]}}",
            ":1:33",
            "\"a.b\" is not a valid column name"),
        table(
            "{\"schema\": {\"fields\": [{\"name\": \"a\", \"type\": \"STRING\"}, {\"name\": \"A\", \"type\": \"DATE\"}]}}",
            ":1:66",
            "second column of this name",
            "column 33"),
        table(
            "{\"schema\": {\"fields\": [{\"name\": \"a\", \"type\": \"RECORD\"}]}}",
            ":1:33",
            "needs fields"),
        table(
            "{\"schema\": {\"fields\": [{\"name\": \"a\", \"type\": \"STRING\", \"mode\": \"REQIRED\"}]}}",
            ":1:64",
            "Did you mean \"REQUIRED\"?"),
        table(
            "{\"schema\": {\"fields\": [{\"name\": \"a\", \"type\": \"STRING\", \"sensitivity\": \"pii\"}]}}",
            ":1:71",
            "Did you mean \"PII\"?"),
        table(
            "{\"schema\": {\"fields\": [{\"name\": \"a\", \"type\": \"STRING\", \"policyTags\": {\"names\": [\"x\", \"y\"]}}]}}",
            ":1:86",
            "at most one policy tag"),
        table(
            "{\"schema\": {\"fields\": [{\"name\": \"a\", \"type\": \"RECORD\", \"fields\": [{\"name\": \"b\"}]}]}}",
            ":1:67",
            "\"type\" is missing"),
        table(
            "{\"schema\": {\"fields\": [{\"name\": \"a\", \"type\": \"DATE\"}]}, \"clustering\": {\"fields\": [\"b\"]}}",
            ":1:72",
            "clustered by b"),
        table(
            "{\"schema\": {\"fields\": [{\"name\": \"a\", \"type\": \"DATE\"}]}, \"timePartitioning\": {\"type\": \"DAY\", \"field\": \"b\"}, \"requirePartitionFilter\": true}",
            ":1:102",
            "partitioned by b"),
        table("{\"timePartitioning\": {\"type\": \"DAYLY\"}}", ":1:31", "Did you mean \"DAY\"?"),
        table(
            "{\"timePartitioning\": {\"type\": \"DAY\"}, \"rangePartitioning\": {}}",
            ":1:39",
            "partitioned twice"),
        table(
            "{\"rangePartitioning\": {\"field\": \"n\", \"range\": {\"start\": 5, \"end\": \"1\", \"interval\": 1}}}",
            ":1:33",
            "starts before its end"),
        table("{\"requirePartitionFilter\": true}", ":1:28", "has no partitioning"),
        table(
            "{\"type\": \"VIEW\"}",
            ":1:10",
            "a VIEW cannot be declared here: expected TABLE",
            "views/"),
        table("{\"location\": \"US\"}", ":1:14", "the dataset is in asia-northeast1"),
        // Views, routines and row policies.
        view(
            "{\"anonymizes\": {\"raw__db.users.email\": \"hash\"}}",
            ":1:17",
            "is not a valid column: expected project.dataset.table.column"),
        view(
            "{\"anonymizes\": {\"acme-data.raw__db.users.email\": \"keyedhash\"}}",
            ":1:50",
            "Did you mean \"keyedHash\"?"),
        view(
            "{\"anonymizes\": {\"acme-data.raw__db.people.Email\": \"hash\","
                + " \"acme-data.raw__db.people.home.city\": \"drop\","
                + " \"acme-data.raw__db.users.unknown\": \"drop\","
                + " \"acme-data.raw__db.people.home.cty\": \"hash\"}}",
            ":1:148",
            "anonymizes acme-data.raw__db.people.home.cty, but table acme-data.raw__db.people has"
                + " no such column",
            "Correct the column's name"),
        view("{\"materialized\": 1}", ":1:18", "true or false"),
        view("{\"schema\": {\"fields\": []}, \"columns\": []}", ":1:28", "described twice"),
        view("{\"view\": {\"query\": \"SELECT 1\"}}", ":1:2", "unknown key \"view\""),
        row(
            "datasets/raw__db/views/orphan.json",
            "{}",
            ":1:1",
            "the view orphan has no SQL",
            "Add datasets/raw__db/views/orphan.sql"),
        row("datasets/raw__db/views/empty.sql", " \n", ":1:1", "has no SQL"),
        row(
            "datasets/raw__db/views/users.sql",
            "SELECT 1",
            ":1:1",
            "is declared twice; first at datasets/raw__db/tables/users.json:1:1"),
        row(
            "datasets/raw__db/routines/f-g.sql",
            "CREATE FUNCTION …",
            ":1:1",
            "\"f-g\" is not a valid routine id"),
        rowPolicies(
            "[{\"policyId\": \"1st\", \"filterPredicate\": \"TRUE\", \"grantees\": []}]",
            ":1:15",
            "\"1st\" is not a valid row policy id"),
        rowPolicies(
            "[{\"policyId\": \"a\", \"filterPredicate\": \"\", \"grantees\": []}]",
            ":1:39",
            "no predicate"),
        rowPolicies(
            "[{\"policyId\": \"a\", \"filterPredicate\": \"TRUE\"}]",
            ":1:2",
            "\"grantees\" is missing"),
        rowPolicies(
            "[{\"policyId\": \"a\", \"filterPredicate\": \"TRUE\", \"grantees\": [\"all@acme.com\"]}]",
            ":1:60",
            "is not a valid IAM member"),
        rowPolicies(
            "[{\"policyId\": \"a\", \"filterPredicate\": \"TRUE\", \"grantees\": [\"projectOwners\"]}]",
            ":1:60",
            "cannot be a grantee"),
        rowPolicies(
            "[{\"policyId\": \"a\", \"filterPredicate\": \"TRUE\", \"grantees\": []},\n {\"policyId\": \"a\", \"filterPredicate\": \"x\", \"grantees\": []}]",
            ":2:2",
            "declared twice; first at datasets/raw__db/row_policies/users.json:1:2"),
        row(
            "datasets/raw__db/row_policies/gone.json",
            "[{\"policyId\": \"a\", \"filterPredicate\": \"TRUE\", \"grantees\": []}]",
            ":1:2",
            "which is not declared"),
        // Files that do not belong.
        row(
            "datasets/mart__kpi/views/signups.sql",
            "SELECT 1",
            ":1:1",
            "belongs to no dataset",
            "Add datasets/mart__kpi/access.json"),
        row(
            "datasets/raw__db/foo.json",
            "{}",
            ":1:1",
            "is not a file of a platform",
            "Expected in datasets/raw__db/: access.json"),
        row(
            "datasets/raw__db/Access.json",
            "[]",
            ":1:1",
            "is not a file of a platform",
            "Did you mean datasets/raw__db/access.json?"),
        row(
            "datasets/raw__db/views/a.txt",
            "x",
            ":1:1",
            "Did you mean datasets/raw__db/views/a.sql?"),
        row(
            "datasets/raw__db/view/a.sql",
            "x",
            "datasets/raw__db/view:1:1",
            "is not a folder of a platform",
            "Did you mean datasets/raw__db/views/?"),
        row("dataset/raw__db/access.json", "[]", "dataset:1:1", "Did you mean datasets/?"),
        row("datasets/access.json", "[]", ":1:1", "Expected in datasets/: <dataset>/"),
        row("platfrom.json", "{}", ":1:1", "Did you mean platform.json?"),
        // Guardrails.
        policies(
            "{\"rules\": {\"groups-onyl\": \"error\"}}",
            ":1:12",
            "no rule \"groups-onyl\"",
            "Did you mean \"groups-only\"?",
            "acme/no-interns"),
        policies(
            "{\"rules\": {\"groups-only\": \"err\"}}",
            ":1:27",
            "\"err\" is unknown",
            "off, info, warning, error"),
        policies("{\"rules\": {\"groups-only\": false}}", ":1:27", "should be a text"),
        policies("{\"rule\": {}}", ":1:2", "Did you mean \"rules\"?"),
        policies(
            "{\"suppressions\": [{\"rule\": \"no-publik-access\", \"on\": \"*\", \"reason\": \"x\","
                + " \"until\": \"2027-01-31\"}]}",
            ":1:28",
            "Did you mean \"no-public-access\"?"),
        policies(
            "{\"suppressions\": [{\"rule\": \"groups-only\", \"on\": \"*\", \"until\": \"2027-01-31\"}]}",
            ":1:19",
            "\"reason\" is missing"),
        policies(
            "{\"suppressions\": [{\"rule\": \"groups-only\", \"on\": \"*\", \"reason\": \"x\"}]}",
            ":1:19",
            "\"until\" is missing"),
        policies(
            "{\"suppressions\": [{\"rule\": \"groups-only\", \"on\": \" \", \"reason\": \"x\","
                + " \"until\": \"2027-01-31\"}]}",
            ":1:19",
            "says on what"),
        policies(
            "{\"suppressions\": [{\"rule\": \"groups-only\", \"on\": \"*\", \"reason\": \"x\","
                + " \"until\": \"2027-02-29\"}]}",
            ":1:78",
            "\"2027-02-29\" is not a valid date"),
        // Secrets: told, never repeated.
        dataset(
            "{\"description\": \"AIza" + "B".repeat(35) + "\"}",
            ":1:17",
            "looks like a secret",
            "secret store"),
        dataset("{\"password\": \"hunter2\"}", ":1:2", "\"password\" looks like a secret"),
        access(
            "[{\"role\": \"AKIA" + "A".repeat(16) + "\", \"domain\": \"a.com\"}]",
            ":1:11",
            "looks like a secret"),
        row(
            "datasets/raw__db/views/key.sql",
            "SELECT\n '-----BEGIN PRIVATE KEY-----'",
            ":2:3",
            "looks like a secret"));
  }

  @ParameterizedTest
  @MethodSource
  void oneMistake(String path, String content, List<String> expected) throws IOException {
    write(soundTree());
    assertOneMistake(path, content, expected);
  }

  private void assertOneMistake(String path, String content, List<String> expected)
      throws IOException {
    write(Map.of(path, content));

    ReadResult result = PlatformFiles.read(root);

    assertThat(result.platform()).isEmpty();
    assertThat(result.findings()).hasSize(1);
    Finding finding = result.findings().get(0);
    String place = expected.get(0).startsWith(":") ? path + expected.get(0) : expected.get(0);
    assertThat(finding.toString())
        .startsWith(place + ": error: ")
        .contains(expected.subList(1, expected.size()))
        .doesNotContain("AIzaBBB", "AKIAAAA", "hunter2", "Exception", "com.fasterxml");
  }

  @Test
  void oneMistake_soundTreeHasNone() throws IOException {
    write(soundTree());
    assertThat(PlatformFiles.read(root).findings()).isEmpty();
  }

  /** As {@link #oneMistake()}, in a tree with a connection, a sync job, a sink and a channel. */
  static Stream<Arguments> oneMistakeOfAPipeline() {
    String connection = "connections/app-db.json";
    String job = "sync_jobs/users.json";
    String sink = "sinks/app-log.json";
    String channel = "notification_channels/oncall.json";
    return Stream.of(
        // Connections.
        row(connection, "[]", ":1:1", "should be an object", "found a list"),
        row(connection, "{}", ":1:1", "\"cloudSql\" is missing"),
        row(
            connection,
            "{\"location\": \"Tokyo\", \"cloudSql\": " + CLOUD_SQL + "}",
            ":1:14",
            "is not a valid location"),
        row(
            connection,
            "{\"freindlyName\": \"a\", \"cloudSql\": " + CLOUD_SQL + "}",
            ":1:2",
            "unknown key \"freindlyName\"",
            "Did you mean \"friendlyName\"?"),
        row(
            connection,
            "{\"location\": \"US\", \"cloudSql\": " + CLOUD_SQL.replace("asia", "us") + "}",
            "sync_jobs/users.json:1:49",
            "reads through a connection in US",
            "use a connection in asia-northeast1, or a dataset in US"),
        row(
            connection,
            "{\"cloudSql\": " + CLOUD_SQL.replace("northeast1", "northeast2") + "}",
            ":1:1",
            "is in asia-northeast1, but its database runs in asia-northeast2",
            "Put the connection into asia-northeast2"),
        row(
            connection,
            "{\"cloudSql\": " + CLOUD_SQL.replace("acme-data:", "") + "}",
            ":1:29",
            "is not a valid Cloud SQL instance: expected project:region:instance"),
        row(
            connection,
            "{\"cloudSql\": " + CLOUD_SQL.replace("POSTGRES", "POSTGRE") + "}",
            ":1:89",
            "Did you mean \"POSTGRES\"?"),
        row(
            connection,
            "{\"cloudSql\": " + CLOUD_SQL.replace("env:PW", "hunter2") + "}",
            ":1:134",
            "the value of \"password\" looks like a secret",
            "Write env:NAME, such as env:APP_DB_PASSWORD"),
        row(
            connection,
            "{\"cloudSql\": " + CLOUD_SQL.replace("\"env:PW\"", "4711") + "}",
            ":1:134",
            "the value of \"password\" looks like a secret"),
        row(
            connection,
            "{\"cloudSql\": " + CLOUD_SQL.replace("env:PW", "env:hunter2!") + "}",
            ":1:146",
            "is not a valid name of an environment variable"),
        row(
            connection,
            "{\"cloudSql\": " + CLOUD_SQL + ", \"users\": [\"allUsers\"]}",
            ":1:168",
            "allUsers cannot use a connection; name a group instead"),
        row(
            connection,
            "{\"cloudSql\": " + CLOUD_SQL + ", \"description\": \"a\\n[bq-governance: managed]\"}",
            ":1:173",
            "which only this library writes"),
        row(
            connection,
            "{\"name\": \"projects/1/locations/us/connections/app-db\", \"cloudSql\": "
                + CLOUD_SQL
                + "}",
            ":1:10",
            "expected \"projects/acme-data/locations/asia-northeast1/connections/app-db\""),
        row(
            "connections/app db.json",
            "{\"cloudSql\": " + CLOUD_SQL + "}",
            ":1:1",
            "not a valid connection id"),
        // Sync jobs.
        row(
            job,
            "{\"query\": \"SELECT 1\", \"destination\": \"raw__db.users\", \"schedule\": \"every 9 hours\"}",
            ":1:1",
            "\"connection\" is missing",
            "Add it"),
        row(
            job,
            job("\"connection\": \"app-bd\""),
            ":1:16",
            "app-bd, which is not declared",
            "connections/app-bd.json"),
        row(
            job,
            job("\"connection\": \"a.b.c.d/e\""),
            ":1:16",
            "is not a valid connection: expected its name, location.name or"),
        row(job, job("\"connection\": \"us.app-db\""), ":1:16", "reads through a connection in US"),
        row(job, job("\"destination\": \"users\""), ":1:17", "expected dataset.name"),
        row(job, job("\"destination\": \"raw.users\""), ":1:17", "dataset raw is not declared"),
        row(job, job("\"destination\": \"raw__db.active\""), ":1:17", "which is a view"),
        row(job, job("\"destination\": \"raw__db.event\""), ":1:17", "which is a view"),
        row(job, job("\"schedule\": \"every 4 minutes\""), ":1:14", "is not a valid schedule", "5"),
        row(job, job("\"schedule\": 60"), ":1:14", "a text in double quotes"),
        row(job, job("\"query\": \" \""), ":1:11", "has no SQL"),
        row(
            job,
            "{\"connection\": \"app-db\", \"destination\": \"raw__db.users\", \"schedule\": \"every day 09:17\"}",
            ":1:1",
            "\"query\" is missing",
            "a file beside this one"),
        row(
            "sync_jobs/users.sql",
            "SELECT 1",
            "sync_jobs/users.json:1:2",
            "the SQL is said twice",
            "sync_jobs/users.sql"),
        row(
            "sync_jobs/orphan.sql",
            "SELECT 1",
            ":1:1",
            "belongs to no sync job",
            "Add sync_jobs/orphan.json"),
        row(
            job,
            job("\"writeDisposition\": \"WRITE_TRUNCAT\""),
            ":1:22",
            "Did you mean \"WRITE_TRUNCATE\"?"),
        row(
            job,
            job("\"serviceAccount\": \"a@acme.com\""),
            ":1:20",
            "is not a valid service account"),
        row(
            job,
            job("\"notificationPubsubTopic\": \"sync\""),
            ":1:29",
            "is not a valid Pub/Sub topic"),
        row(job, job("\"emailOnFailure\": \"yes\""), ":1:20", "true or false"),
        row(job, job("\"displayName\": \"orgs\""), ":1:17", "expected \"users\""),
        row(
            job,
            job("\"sourceSchema\": [{\"name\": \"id\", \"type\": \"uuid\"}]"),
            ":1:19",
            "column id: BigQuery cannot read a column x of type \"uuid\" from PostgreSQL",
            "CAST(x AS text)"),
        row(
            job,
            job("\"sourceSchema\": [{\"name\": \"email\", \"type\": \"text\"}]"),
            ":1:19",
            "column email, which table acme-data.raw__db.users does not declare"),
        row(
            job,
            job("\"sourceSchema\": [{\"name\": \"ID\", \"type\": \"text\"}]"),
            ":1:19",
            "column ID as STRING, but table acme-data.raw__db.users declares it as INTEGER"),
        row(
            job,
            job(
                "\"sourceSchema\": [{\"name\": \"id\", \"type\": \"int\"}, {\"name\": \"ID\", \"type\": \"int\"}]"),
            ":1:50",
            "two columns are named"),
        row(
            job,
            job("\"sourceSchema\": [{\"name\": \"id\", \"typ\": \"int\"}]"),
            ":1:34",
            "Did you mean \"type\"?"),
        row(job, job("\"description\": \"x\""), ":1:2", "unknown key \"description\""),
        row(
            "sync_jobs/users2.json",
            job(""),
            ":1:62",
            "sync jobs users and users2 both write into"),
        // Sinks.
        row(sink, "{}", ":1:1", "\"dataset\" is missing"),
        row(sink, "{\"dataset\": \"raw-log\"}", ":1:13", "is not a valid dataset id"),
        row(
            sink,
            "{\"dataset\": \"raw__log\"}",
            ":1:13",
            "dataset raw__log, which is not declared",
            "datasets/raw__log/access.json"),
        row(
            sink,
            "{\"dataset\": \"raw__db\", \"location\": \"EU\"}",
            ":1:36",
            "which is in asia-northeast1, not in EU",
            "\"location\": \"asia-northeast1\""),
        row(
            sink,
            "{\"dataset\": \"eu\"}",
            ":1:13",
            "which is in EU, not in asia-northeast1",
            "\"location\": \"EU\""),
        row(sink, "{\"dataset\": \"raw__db\", \"destination\": \"x\"}", ":1:24", "said twice"),
        row(
            sink,
            "{\"destination\": \"pubsub.googleapis.com/projects/p/topics/t\"}",
            ":1:17",
            "is not a valid dataset: expected bigquery.googleapis.com/"),
        row(
            sink,
            "{\"dataset\": \"raw__db\", \"filters\": \"\"}",
            ":1:24",
            "Did you mean \"filter\"?"),
        row(
            sink,
            "{\"dataset\": \"raw__db\", \"filter\": \"" + "x".repeat(20_001) + "\"}",
            ":1:34",
            "more than 20000 characters"),
        row(
            sink,
            "{\"dataset\": \"raw__db\", \"exclusions\": [{\"name\": \"a\"}]}",
            ":1:39",
            "\"filter\" is missing"),
        row(
            sink,
            "{\"dataset\": \"raw__db\", \"exclusions\": [{\"name\": \"a b\", \"filter\": \"x\"}]}",
            ":1:48",
            "is not a valid exclusion name"),
        row(
            sink,
            "{\"dataset\": \"raw__db\", \"exclusions\": [{\"name\": \"a\", \"filter\": \"x\"},\n{\"name\": \"a\", \"filter\": \"y\"}]}",
            ":2:1",
            "two exclusions named \"a\""),
        row(
            sink,
            "{\"dataset\": \"raw__db\", \"usePartitionedTables\": false, \"errorTable\": true}",
            ":1:69",
            "cannot be made ahead"),
        row(
            sink,
            "{\"dataset\": \"raw__db\", \"usePartitionedTables\": false, \"deduplicated\": {\"view\": \"raw__db.e\", \"table\": \"t\"}}",
            ":1:71",
            "a table for each day"),
        row(
            sink,
            "{\"dataset\": \"raw__db\", \"usePartitionedTables\": true, \"bigqueryOptions\": {}}",
            ":1:54",
            "said twice"),
        row(
            sink,
            "{\"dataset\": \"raw__db\", \"alert\": {\"threshold\": -1}}",
            ":1:47",
            "0 or more"),
        row(
            sink,
            "{\"dataset\": \"raw__db\", \"alert\": {\"notificationChannels\": [\"on call\"]}}",
            ":1:59",
            "is not a valid notification channel"),
        row(
            sink,
            "{\"dataset\": \"raw__db\", \"alert\": {\"notificationChannels\": [\"oncal\"]}}",
            ":1:59",
            "notifies channel oncal, which is not declared",
            "notification_channels/oncal.json"),
        row(
            sink,
            "{\"dataset\": \"raw__db\", \"deduplicated\": {\"view\": \"event\", \"table\": \"t\"}}",
            ":1:49",
            "expected dataset.name"),
        row(
            sink,
            "{\"dataset\": \"raw__db\", \"deduplicated\": {\"view\": \"raw__db.event\", \"table\": \"run.googleapis.com/stdout\"}}",
            ":1:75",
            "is not a valid log table",
            "run_googleapis_com_stdout"),
        row(
            sink,
            "{\"dataset\": \"raw__db\", \"deduplicated\": {\"view\": \"dwh.event\", \"table\": \"t\"}}",
            ":1:40",
            "dataset dwh is not declared"),
        row(
            sink,
            "{\"dataset\": \"raw__db\", \"deduplicated\": {\"view\": \"raw__db.active\", \"table\": \"t\"}}",
            ":1:40",
            "is declared already, at datasets/raw__db/views/active.sql"),
        row(
            sink,
            "{\"dataset\": \"raw__db\", \"deduplicated\": {\"view\": \"eu.event\", \"table\": \"t\"}}",
            ":1:40",
            "which are in asia-northeast1"),
        row(
            sink,
            "{\"dataset\": \"raw__db\", \"name\": \"other\"}",
            ":1:32",
            "expected \"app-log\""),
        row(
            "sinks/other.json",
            "{\"dataset\": \"raw__db\", \"deduplicated\": {\"view\": \"raw__db.event\", \"table\": \"t\"}}",
            ":1:40",
            "which sink app-log makes already"),
        // Notification channels.
        row(channel, "{}", ":1:1", "\"type\" is missing"),
        row(
            channel,
            "{\"type\": \"E-Mail\"}",
            ":1:10",
            "is not a valid type of a notification channel"),
        row(
            channel,
            "{\"type\": \"email\"}",
            ":1:10",
            "of type email and needs the label email_address"),
        row(
            channel,
            "{\"type\": \"email\", \"labels\": {\"email_address\": \"oncall\"}}",
            ":1:10",
            "is not a valid e-mail address"),
        row(
            channel,
            "{\"type\": \"pagerduty\", \"labels\": {\"service_key\": \"hunter2\"}}",
            ":1:34",
            "looks like a secret",
            "env:NAME"),
        row(
            channel,
            "{\"type\": \"pagerduty\", \"labels\": {\"service_key\": \"env:KEY\"}}",
            ":1:49",
            "as a sensitive label"),
        row(
            channel,
            "{\"type\": \"webhook_tokenauth\", \"labels\": {\"url\": \"https://a.com/?auth_token=hunter2\"}}",
            ":1:49",
            "has a secret in its label url"),
        row(
            channel,
            "{\"type\": \"webhook_tokenauth\", \"sensitiveLabels\": {\"url\": \"https://a.com/?auth_token=hunter2\"}}",
            ":1:58",
            "write env:NAME instead"),
        row(channel, "{\"type\": \"x\", \"enabled\": 1}", ":1:26", "true or false"),
        row(
            channel,
            "{\"type\": \"x\", \"displayname\": \"y\"}",
            ":1:15",
            "Did you mean \"displayName\"?"));
  }

  private static final String CLOUD_SQL =
      "{\"instanceId\": \"acme-data:asia-northeast1:app\", \"database\": \"app\", \"type\": \"POSTGRES\","
          + " \"credential\": {\"username\": \"bq\", \"password\": \"env:PW\"}}";

  /** A job, with one key in front that is another or says something else. */
  private static String job(String first) {
    Map<String, String> keys = new LinkedHashMap<>();
    keys.put("connection", "\"app-db\"");
    keys.put("query", "\"SELECT 1\"");
    keys.put("destination", "\"raw__db.users\"");
    keys.put("schedule", "\"every day 09:17\"");
    StringBuilder json = new StringBuilder("{" + first);
    keys.forEach(
        (key, value) -> {
          if (!first.startsWith("\"" + key + "\"")) {
            json.append(json.length() > 1 ? ", " : "").append("\"" + key + "\": " + value);
          }
        });
    return json.append("}").toString();
  }

  @ParameterizedTest
  @MethodSource
  void oneMistakeOfAPipeline(String path, String content, List<String> expected)
      throws IOException {
    write(soundTree());
    write(pipelines());
    assertOneMistake(path, content, expected);
  }

  @Test
  void oneMistakeOfAPipeline_soundTreeHasNone() throws IOException {
    write(soundTree());
    write(pipelines());
    assertThat(PlatformFiles.read(root).findings()).isEmpty();
  }

  private static Map<String, String> pipelines() {
    return Map.of(
        "datasets/raw__db/tables/users.json",
        "{\"schema\": {\"fields\": [{\"name\": \"id\", \"type\": \"INTEGER\"}]}}",
        "datasets/eu/dataset.json",
        "{\"location\": \"EU\"}",
        "connections/app-db.json",
        "{\"cloudSql\": " + CLOUD_SQL + "}",
        "sync_jobs/users.json",
        job("\"query\": \"SELECT id FROM users\""),
        "sinks/app-log.json",
        "{\"dataset\": \"raw__db\", \"alert\": {\"notificationChannels\": [\"oncall\"]},"
            + " \"deduplicated\": {\"view\": \"raw__db.event\", \"table\": \"stdout\"}}",
        "notification_channels/oncall.json",
        "{\"type\": \"email\", \"labels\": {\"email_address\": \"oncall@acme.com\"}}");
  }

  private static Map<String, String> soundTree() {
    return Map.of(
        "platform.json", SETTINGS,
        "datasets/raw__db/access.json", "[]",
        "datasets/raw__db/tables/users.json", "{}",
        "datasets/raw__db/tables/people.json", PEOPLE,
        "datasets/raw__db/views/active.sql", "SELECT 1\n");
  }

  @Test
  void everyMistakeOfATreeIsTold_inOrderOfPlace() throws IOException {
    write(soundTree());
    String broken =
        IntStream.range(0, 100)
                .mapToObj(i -> "{\"role\": \"READR\", \"groupByEmail\": \"nobody" + i + "\"}")
                .reduce("[", (list, entry) -> list + entry + ",\n")
            + "]";
    write(Map.of("datasets/raw__db/access.json", broken, "datasets/raw__db/dataset.json", "{"));

    List<Finding> findings = PlatformFiles.read(root).findings();

    assertThat(findings).hasSize(201).isSortedAccordingTo(Finding.BY_PLACE);
    assertThat(findings.get(0).toString())
        .startsWith("datasets/raw__db/access.json:1:11: error: \"READR\" is not a valid role");
  }

  @Test
  void brokenPipelinesAreNotCalledUnknown() throws IOException {
    write(soundTree());
    write(pipelines());
    write(
        Map.of(
            "datasets/raw__db/authorized_views.json",
            "[{\"view\": {\"projectId\": \"acme-data\", \"datasetId\": \"eu\", \"tableId\": \"e\"}}]",
            "sync_jobs/users.json",
            job("\"sourceSchema\": [{\"name\": \"id\", \"type\": \"int unsigned\"}]"),
            "connections/app-db.json",
            "{\"location\": \"Tokyo\"}",
            "notification_channels/oncall.json",
            "{",
            "sinks/other.json",
            "{\"dataset\": 5, \"deduplicated\": {\"view\": \"eu.e\", \"table\": \"t\"}}"));

    assertThat(PlatformFiles.read(root).findings())
        .extracting(f -> f.place().orElseThrow().source() + " " + f.rule())
        .containsExactly(
            "connections/app-db.json missing-key",
            "connections/app-db.json invalid-value",
            "notification_channels/oncall.json json-syntax",
            "sinks/other.json wrong-type");
  }

  @Test
  void brokenResourcesAreNotCalledUnknown() throws IOException {
    write(soundTree());
    write(
        new TreeMap<>(
            Map.of(
                "datasets/raw__db/authorized_views.json",
                    "[{\"view\": {\"projectId\": \"acme-data\", \"datasetId\": \"dwh\", \"tableId\": \"v\"}},"
                        + " {\"routine\": {\"projectId\": \"acme-data\", \"datasetId\": \"dwh\","
                        + " \"routineId\": \"f\"}}]",
                "datasets/dwh/dataset.json", "{\"location\": \"tokyo\"}",
                "datasets/dwh/views/v.sql", "",
                "datasets/dwh/views/v.json", "{",
                "datasets/dwh/routines/f.sql", "",
                "datasets/raw__db/tables/users.json", "[]",
                "datasets/raw__db/row_policies/users.json",
                    "[{\"policyId\": \"a\", \"filterPredicate\": \"TRUE\", \"grantees\": []}]")));

    assertThat(PlatformFiles.read(root).findings())
        .extracting(finding -> finding.place().orElseThrow().toString())
        .containsExactly(
            "datasets/dwh/dataset.json:1:14",
            "datasets/dwh/routines/f.sql:1:1",
            "datasets/dwh/views/v.json:1:2",
            "datasets/dwh/views/v.sql:1:1",
            "datasets/raw__db/tables/users.json:1:1");
  }

  @Test
  void symbolicLinks_stayInsideTheTree() throws IOException {
    write(soundTree());
    Path outside = Files.createTempFile("outside", ".json");
    Path dataset = root.resolve("datasets/raw__db");
    Files.createSymbolicLink(dataset.resolve("dataset.json"), outside);
    Files.createSymbolicLink(dataset.resolve("tables/gone.json"), Path.of("nowhere.json"));
    Files.createSymbolicLink(dataset.resolve("tables/accounts.json"), Path.of("users.json"));
    Files.createSymbolicLink(root.resolve("datasets/loop"), root);

    assertThat(PlatformFiles.read(root).findings())
        .extracting(Finding::toString)
        .satisfiesExactlyInAnyOrder(
            f -> assertThat(f).contains("raw__db/dataset.json:1:1", "leaves the tree"),
            f -> assertThat(f).contains("raw__db/tables/gone.json:1:1", "leads nowhere"),
            f -> assertThat(f).contains("datasets/loop/platform.json:1:1", "is not a file"),
            f -> assertThat(f).contains("datasets/loop/datasets:1:1", "is not a folder"));
    Files.delete(outside);
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void whatIsNoPlainFile_isNotOpened() throws Exception {
    write(soundTree());
    Path pipe = root.resolve("datasets/raw__db/dataset.json");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();

    assertThat(PlatformFiles.read(root).findings())
        .singleElement()
        .satisfies(
            f ->
                assertThat(f.toString())
                    .startsWith("datasets/raw__db/dataset.json:1:1: error:")
                    .contains("is not a regular file"));
  }

  @Test
  void datasetsThatCannotMeet_areTold_unlessALocationIsBroken() throws IOException {
    write(soundTree());
    write(
        Map.of(
            "datasets/raw__db/authorized_views.json",
                "[{\"dataset\": {\"dataset\": {\"projectId\": \"acme-data\", \"datasetId\": \"dwh\"},"
                    + " \"targetTypes\": [\"VIEWS\"]}}]",
            "datasets/dwh/dataset.json", "{\"location\": \"US\"}",
            "datasets/dwh/access.json", "[null]"));
    assertThat(PlatformFiles.read(root).findings())
        .extracting(Finding::rule)
        .containsExactly("wrong-type", "locations-cannot-meet");

    write(Map.of("platform.json", "{\"project\": \"acme-data\", \"location\": \"Tokyo\"}"));
    assertThat(PlatformFiles.read(root).findings())
        .extracting(Finding::rule)
        .containsExactly("wrong-type", "invalid-value");
  }

  @Test
  void whatIsTooBig_isNotLoaded() throws IOException {
    write(soundTree());
    Path big = root.resolve("datasets/raw__db/dataset.json");
    try (var file = new RandomAccessFile(big.toFile(), "rw")) {
      file.setLength(50L * 1024 * 1024);
    }

    assertThat(PlatformFiles.read(root).findings())
        .singleElement()
        .satisfies(
            finding ->
                assertThat(finding.toString())
                    .startsWith("datasets/raw__db/dataset.json:1:1: error:")
                    .contains("50.0 MB", "at most 5 MB"));
  }

  @Test
  void whatIsNotUtf8_isToldByLine() throws IOException {
    write(soundTree());
    Files.write(
        root.resolve("datasets/raw__db/dataset.json"),
        "{\n\"description\": \"caf\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1));
    Files.write(root.resolve("datasets/raw__db/views/active.sql"), new byte[] {'a', (byte) 0xC3});

    assertThat(PlatformFiles.read(root).findings())
        .extracting(Finding::toString)
        .satisfiesExactly(
            f ->
                assertThat(f)
                    .startsWith("datasets/raw__db/dataset.json:2:20: error: byte 22 (0xE9)"),
            f -> assertThat(f).startsWith("datasets/raw__db/views/active.sql:1:2: error: byte 2"));
  }

  @Test
  void whatIsNoPlatform_isToldAtOnce() throws IOException {
    Path file = Files.writeString(root.resolve("notes.txt"), "x");

    assertThat(PlatformFiles.read(root.resolve("gone")).findings().toString())
        .contains(".:1:1: error: the directory", "does not exist");
    assertThat(PlatformFiles.read(file).findings().toString()).contains("is a file");
    assertThat(PlatformFiles.read(root).findings())
        .singleElement()
        .satisfies(f -> assertThat(f.toString()).contains("has no platform.json"));
  }

  @Test
  void unknownEnvironment_listsTheKnown() throws IOException {
    write(soundTree());
    write(Map.of("platform.dev.json", "{}", "platform.stage.json", "{}"));

    assertThat(PlatformFiles.read(root, Optional.of("prod")).findings())
        .singleElement()
        .satisfies(
            f ->
                assertThat(f.toString())
                    .contains(
                        "environment \"prod\" is unknown", "Known environments: dev, stage."));
  }

  private void write(Map<String, String> files) throws IOException {
    for (Map.Entry<String, String> file : files.entrySet()) {
      Path path = root.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
    }
  }
}
