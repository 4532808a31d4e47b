package dev.bqgovernance.examples.gitops;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bqgovernance.examples.gitops.Sandbox.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Questions about who can see what, to the runner and about the example platform. */
class AccessTest {
  private static final String PLATFORM = "../platform";
  private static final String PULL_REQUEST = "../pull-request";
  private static final String ANALYSTS = "group:analysts@acme.com";
  private static final String EMAIL = "raw__db.users.email";

  @TempDir Path root;

  private static Run run(String... arguments) {
    return Sandbox.raw(arguments);
  }

  private static JsonNode json(Run run) {
    return Sandbox.json(run.out());
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(root.resolve(name), text);
  }

  @Test
  void pullRequest_tellsWhatPeopleWillSee() {
    Run delta = run("delta", PLATFORM, PULL_REQUEST);
    assertThat(delta.status()).as(delta.err()).isZero();
    assertThat(delta.out().lines()).first().isEqualTo("Changes in what people can see");
    assertThat(delta.out())
        .contains(
            "  + analysts@acme.com can read users.email (keyed hash) through mart__kpi.signups >"
                + " dwh__org.member > anon__db.users [PII]\n");
    assertThat(delta.out()).as("nothing is lost").doesNotContain("  - ");
    assertThat(delta.out().lines()).as("a screen").hasSizeLessThan(25);
  }

  @Test
  void pullRequest_isTheSameAsAWholeCopyOfIt() throws IOException {
    try (MergedDirectory merged = MergedDirectory.of(Path.of(PLATFORM), Path.of(PULL_REQUEST))) {
      String whole = merged.directory().toString();
      assertThat(run("delta", PLATFORM, whole)).isEqualTo(run("delta", PLATFORM, PULL_REQUEST));
      assertThat(run("delta", whole, PLATFORM).out())
          .contains("  - analysts@acme.com can no longer read users.email (keyed hash) through");
      assertThat(run("delta", whole, whole).out())
          .isEqualTo("This change does not change what people can see.\n");
    }
  }

  @Test
  void planOfThePullRequest_beginsWithTheDelta_andStoresIt() throws IOException {
    String state = "--state=" + root.resolve("cloud.json");
    assertThat(run("apply", PLATFORM, state).status()).isZero();
    try (MergedDirectory merged = MergedDirectory.of(Path.of(PLATFORM), Path.of(PULL_REQUEST))) {
      String whole = merged.directory().toString();
      Run plan = run("plan", whole, state);
      assertThat(plan.out())
          .containsSubsequence(
              "2 changes in 2 datasets",
              "Changes in what people can see\n",
              "analysts@acme.com can read users.email (keyed hash) through",
              "dwh__org\n");
      JsonNode stored = json(run("plan", whole, state, "--json"));
      assertThat(stored.findValuesAsText("column")).contains("acme-data.raw__db.users.email");
      assertThat(stored.path("access").size())
          .isEqualTo(json(run("delta", PLATFORM, whole, "--json")).path("access").size());
    }
    assertThat(run("plan", PLATFORM, state).out())
        .isEqualTo(
            "No changes. The live platform matches the declaration.\n"
                + "Guards (sensitivities, layers, rules, suppressions and the like) were not compared:"
                + " that needs the earlier declaration (--before DIR).\n");
  }

  @ParameterizedTest(name = "{0} {1}: {3} {4}")
  @CsvSource({
    "group:data-scientists@acme.com, raw__db.users.email, 0, value, keyedHash",
    "group:data-scientists@acme.com, acme-data.raw__db.users.email, 0, value, keyedHash",
    "group:data-scientists@acme.com, `raw__db.users`.EMAIL, 0, value, keyedHash",
    "user:haruto@acme.com, raw__db.users.email, 0, value, keyedHash",
    "group:data-scientists@acme.com, raw__db.users.full_name, 3, no, ",
    "group:data-scientists@acme.com, anon__db.users.email_key, 0, value, identity",
    "group:analysts@acme.com, raw__db.users.email, 3, no, ",
    "group:analysts@acme.com, raw__db.users.role, 3, no, ",
    "group:analysts@acme.com, mart__kpi.signups.n, 0, value, identity",
    "group:data-admin@acme.com, raw__db.users.email, 0, value, identity",
    "user:stranger@elsewhere.example, raw__db.users, 3, no, ",
    "allUsers, raw__db.users.email, 3, no, ",
    "allAuthenticatedUsers, raw__db.users.email, 3, no, ",
    "projectOwners, raw__db.users.email, 0, value, identity"
  })
  void explain_answersByStatusAndDocument(
      String principal, String subject, int status, String readable, String transformation) {
    Run run = run("explain", PLATFORM, principal, subject, "--json");
    assertThat(run.status()).as(run.err()).isEqualTo(status);
    JsonNode answer = json(run);
    assertThat(answer.path("readable").asText()).isEqualTo(readable);
    assertThat(answer.path("assumption").isNull()).isTrue();
    assertThat(answer.path("level").asText()).isEqualTo("column");
    assertThat(answer.path("transformation").asText(null)).isEqualTo(transformation);
    assertThat(answer.path("path").isEmpty()).isEqualTo(status == 3);
  }

  @Test
  void yes_namesEachHopWithItsLine() {
    Run run = run("explain", PLATFORM, "group:data-scientists@acme.com", EMAIL);
    assertThat(run.out())
        .startsWith(
            "Yes: data-scientists@acme.com can read acme-data.raw__db.users.email (keyed hash).\n")
        .contains("datasets/anon__db/access.json:2:3", "datasets/raw__db/authorized_views.json:");
  }

  @Test
  void assumedYes_namesTheGrantsItHas_andWhatIsNotKnown() {
    Run run = run("explain", PLATFORM, "group:hr@acme.com", "raw__db.user_skills.level");
    assertThat(run.status()).isZero();
    assertThat(run.out())
        .startsWith(
            "Yes: hr@acme.com can read acme-data.raw__db.user_skills.level (statistic) (unless"
                + " BigQuery refuses it: assumption 11.14).\n")
        .containsSubsequence(
            "datasets/mart__hr/access.json:3:3",
            "dwh__skill.assessment: whether view dwh__skill.growth_monthly may read it is not certain",
            "datasets/raw__db/authorized_views.json:6:3",
            "assumption 11.14: Google does not say whether");
  }

  @Test
  void whoOnlyARowPolicyNames_isAskedAboutToo() {
    assertThat(run("who-can-read", PLATFORM, "dwh__org.organization_region.region").out())
        .contains("\nsales-apac@acme.com\n", "\nsales-emea@acme.com\n");
  }

  @Test
  void no_tellsWhatWasTried() {
    Run run = run("explain", PLATFORM, ANALYSTS, EMAIL);
    assertThat(run.status()).isEqualTo(3);
    assertThat(run.out())
        .startsWith("No: analysts@acme.com cannot see any of acme-data.raw__db.users.email.\n")
        .contains("Paths tried\n", "raw__db.users: ");
  }

  @Test
  void whoAndWhat_areTwoSidesOfTheSame() {
    JsonNode who = json(run("who-can-read", PLATFORM, EMAIL, "--json"));
    assertThat(who.path("readers").findValuesAsText("principal"))
        .contains("group:data-scientists@acme.com", "group:data-admin@acme.com")
        .doesNotContain(ANALYSTS, "group:sales@acme.com");
    JsonNode what =
        json(run("what-can-read", PLATFORM, "group:data-scientists@acme.com", "--json"));
    assertThat(what.path("columns").findValuesAsText("column"))
        .contains("acme-data.raw__db.users.email")
        .doesNotContain("acme-data.raw__db.users.full_name");
    assertThat(run("who-can-read", PLATFORM, "raw__db.users").out())
        .startsWith("acme-data.raw__db.users: ")
        .contains("\ndata-scientists@acme.com\n");
    assertThat(run("what-can-read", PLATFORM, ANALYSTS).out())
        .startsWith("analysts@acme.com can see ");
  }

  @Test
  void matrix_isInTheReadme() throws IOException {
    Run matrix = run("matrix", PLATFORM, "--format=markdown");
    assertThat(matrix.status()).isZero();
    String readme = Files.readString(Path.of("../../README.md"));
    assertThat(readme).contains(matrix.out());
    assertThat(readme).contains(run("delta", PLATFORM, PULL_REQUEST).out());
  }

  @Test
  void liveCloud_isAskedWithAState() {
    String state = "--state=" + root.resolve("cloud.json");
    Run before = run("what-can-read", PLATFORM, ANALYSTS, state);
    assertThat(before.out()).isEqualTo("analysts@acme.com cannot see any table.\n");
    assertThat(run("apply", PLATFORM, state).status()).isZero();
    assertThat(run("what-can-read", PLATFORM, ANALYSTS, state))
        .isEqualTo(run("what-can-read", PLATFORM, ANALYSTS));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "raw__db.user|there is no table raw__db.user: did you mean raw__db.users?",
        "acme-data.raw__db.user.email|there is no table acme-data.raw__db.user.email: did you mean"
            + " raw__db.users?",
        "raw__db.users.mail|acme-data.raw__db.users has no column \"mail\": did you mean \"email\"?",
        "anon__db.users.email|has no column \"email\": it has user_key, email_key, organization_id",
        "users|\"users\" is not a valid table: expected dataset.table"
      })
  void unknownName_isAnErrorWithTheNearestOne(String subject, String message) {
    for (List<String> question :
        List.of(
            List.of("explain", PLATFORM, ANALYSTS, subject),
            List.of("who-can-read", PLATFORM, subject))) {
      Run run = run(question.toArray(String[]::new));
      assertThat(run.status()).isEqualTo(1);
      assertThat(run.out()).isEmpty();
      assertThat(run.err()).startsWith("gitops: error: ").contains(message);
    }
  }

  @Test
  void unknownPrincipal_readsNothing_andIsToldSo() {
    Run run = run("what-can-read", PLATFORM, "group:analist@acme.com");
    assertThat(run.status()).isZero();
    assertThat(run.out()).isEqualTo("analist@acme.com cannot see any table.\n");
    assertThat(run.err())
        .contains("no grant names group:analist@acme.com")
        .contains("Did you mean group:analysts@acme.com?");
    assertThat(run("what-can-read", PLATFORM, "nobody:x@acme.com").status()).isEqualTo(1);
  }

  /** A group of a person's name reads nothing: that must not be told of the person. */
  @Test
  void anAddressAlone_isNotTakenForAGroups() throws IOException {
    Run run = run("explain", PLATFORM, "emi@acme.com", "mart__kpi.signups");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("write user:emi@acme.com or group:emi@acme.com");
    Path questions = file("questions", "emi@acme.com raw__db.users.email\n");
    assertThat(run("explain", PLATFORM, "--batch=" + questions).out())
        .contains("write user:emi@acme.com or group:emi@acme.com");
  }

  @Test
  void batch_answersLineByLine() throws IOException {
    Path questions =
        file(
            "questions",
            """
            # who sees addresses?
            group:data-scientists@acme.com raw__db.users.email

            group:analysts@acme.com acme-data.raw__db.users.email
            """);
    Run run = run("explain", PLATFORM, "--batch", questions.toString());
    assertThat(run.status()).as(run.err()).isZero();
    List<JsonNode> answers = run.out().lines().<JsonNode>map(Sandbox::json).toList();
    assertThat(answers).extracting(a -> a.path("line").asInt()).containsExactly(2, 4);
    assertThat(answers).extracting(a -> a.path("readable").asText()).containsExactly("value", "no");
    assertThat(answers)
        .extracting(a -> a.path("subject").asText())
        .containsOnly("acme-data.raw__db.users.email");
  }

  @Test
  void batch_goesOnAfterABadLine() throws IOException {
    Path questions =
        file(
            "questions",
            """
            group:analysts@acme.com
            group:analysts@acme.com raw__db.user.email
            nobody raw__db.users.email
            group:analysts@acme.com mart__kpi.signups.n
            """);
    Run run = run("explain", PLATFORM, "--batch=" + questions);
    assertThat(run.status()).isEqualTo(1);
    List<JsonNode> answers = run.out().lines().<JsonNode>map(Sandbox::json).toList();
    assertThat(answers)
        .extracting(a -> a.path("error").asText("").replaceAll(":.*", ""))
        .containsExactly("line 1", "line 2", "line 3", "");
    assertThat(answers.get(1).path("error").asText()).contains("did you mean raw__db.users?");
    assertThat(answers.get(3).path("readable").asText()).isEqualTo("value");
  }

  @Test
  void wrongUse_isToldWithAnExample() {
    for (List<String> words :
        List.of(
            List.of("explain", PLATFORM),
            List.of("who-can-read", PLATFORM),
            List.of("delta", PLATFORM),
            List.of("explain", PLATFORM, ANALYSTS, EMAIL, "--batch=x"),
            List.of("matrix", PLATFORM, "--prune"),
            List.of("matrix", PLATFORM, "--json", "--format=text"),
            List.of("who-can-read", PLATFORM, EMAIL, "--batch=x"))) {
      Run run = run(words.toArray(String[]::new));
      assertThat(run.status()).as("%s", words).isEqualTo(1);
      assertThat(run.err()).as("%s", words).startsWith("gitops: error: ").hasLineCount(1);
    }
    assertThat(run("delta", PLATFORM).err()).contains("such as examples/platform");
    assertThat(Stream.of(run("explain", PLATFORM, "--batch=" + root.resolve("none"))))
        .allMatch(run -> run.status() == 1 && run.err().contains("the file does not exist"));
  }
}
