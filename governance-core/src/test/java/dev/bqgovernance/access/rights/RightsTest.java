package dev.bqgovernance.access.rights;

import static dev.bqgovernance.access.rights.RightsWorld.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import dev.bqgovernance.access.AccessAnalysis;
import dev.bqgovernance.access.rights.RowVisibility.Kind;
import dev.bqgovernance.model.AccessContext;
import dev.bqgovernance.model.Certainty;
import dev.bqgovernance.model.DataPlatform;
import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.Doubt;
import dev.bqgovernance.model.Hop;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.TableId;
import dev.bqgovernance.model.TagReaders.Right;
import dev.bqgovernance.state.Json;
import dev.bqgovernance.state.Resource;
import dev.bqgovernance.state.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

public class RightsTest {
  private static final String USER = "user:alice@acme.com";
  private static final String GROUP = "group:analysts@acme.com";

  private static RightsWorld world() {
    return new RightsWorld();
  }

  /** One's own right on a table or routine. */
  @Nested
  class Data {
    @ParameterizedTest
    @CsvSource({
      "READER, YES, YES",
      "WRITER, YES, YES",
      "OWNER, YES, YES",
      "roles/bigquery.dataViewer, YES, YES",
      "roles/bigquery.admin, YES, YES",
      "roles/bigquery.metadataViewer, NO, YES",
      "roles/bigquery.user, NO, NO",
      "roles/bigquery.jobUser, NO, NO",
      "roles/bigquery.filteredDataViewer, NO, NO",
      "roles/bigquery.connectionUser, NO, NO",
      "roles/bigquery.securityAdmin, NO, NO",
      "roles/viewer, NO, YES",
      "roles/editor, NO, YES",
      "roles/owner, NO, YES",
      "roles/logging.viewer, NO, NO",
      "projects/acme-data/roles/reader, ASSUMED_NO, ASSUMED_NO",
      "roles/bigquery.ofTomorrow, ASSUMED_NO, ASSUMED_NO",
      "roles/aiplatform.serviceAgent, ASSUMED_NO, ASSUMED_NO",
    })
    void rolesOnDatasetAndProject(String role, Certainty table, Certainty routine) {
      for (RightsWorld world :
          List.of(
              world().access("mart", role + " " + USER),
              world().access("mart").project(role, USER))) {
        Rights rights = world.rights();
        Principal alice = Principal.ofMember(USER);
        assertThat(rights.data(alice, id("mart.t")).truth()).isEqualTo(table);
        assertThat(rights.data(alice, id("mart.f()")).truth()).isEqualTo(routine);
        assertThat(rights.data(Principal.user("bob@acme.com"), id("mart.t")))
            .isEqualTo(Decision.NO);
      }
    }

    @ParameterizedTest
    @CsvSource({
      "user:alice@acme.com, YES",
      "group:analysts@acme.com, YES", // through Memberships
      "group:all@acme.com, YES", // nested
      "group:others@acme.com, NO",
      "domain:acme.com, YES",
      "domain:mail.acme.com, NO",
      "allAuthenticatedUsers, YES",
      "allUsers, YES",
      "projectReaders, YES", // roles/viewer by a group
      "projectWriters, NO",
      "projectViewer:acme-data, YES",
      "projectViewer:other-project, NO",
      "principalSet://goog/group/x, NO",
    })
    void identitiesOfAPerson(String member, String expected) {
      RightsWorld world =
          world()
              .member(USER, GROUP)
              .member(GROUP, "group:all@acme.com")
              .project("roles/viewer", "group:all@acme.com")
              .access("mart", "READER " + member);
      assertThat(world.data(USER, "mart.t")).isEqualTo(expected);
      assertThat(world.data(member, "mart.t")).as("asked as itself").isEqualTo("YES");
    }

    @Test
    void withoutMembershipsGroupsAreOpaqueAndEverybodyIsNotAnybody() {
      RightsWorld world =
          world().access("mart", "READER " + GROUP).access("pub", "READER allAuthenticatedUsers");
      assertThat(world.data(USER, "mart.t")).isEqualTo("NO");
      assertThat(world.data(GROUP, "mart.t")).isEqualTo("YES");
      assertThat(world.data("allUsers", "pub.t")).isEqualTo("NO");
      assertThat(world.data("serviceAccount:x@acme-data.iam.gserviceaccount.com", "pub.t"))
          .isEqualTo("YES");
    }

    @Test
    void aProjectsViewerLosesTheDataWithTheEntry() {
      RightsWorld world =
          world().project("roles/viewer", USER).access("a", "READER projectReaders").access("b");
      assertThat(world.data(USER, "a.t")).isEqualTo("YES");
      assertThat(world.data(USER, "b.t")).isEqualTo("NO");
      assertThat(world.data(USER, "b.f()")).isEqualTo("YES");
      assertThat(world.data("projectReaders", "b.f()")).isEqualTo("YES");
    }

    @Test
    void theGroupsOfAnotherProjectAreThoseOfThatProject() {
      RightsWorld world =
          world()
              .projectOf("other-project", "roles/viewer", USER)
              .access("other-project:x")
              .access("a", "READER projectReaders")
              .access("b", "READER projectViewer:other-project");
      assertThat(world.data(USER, "a.t")).isEqualTo("NO");
      assertThat(world.data(USER, "b.t")).isEqualTo("YES");
    }

    @Test
    void aTableItselfMayBeGranted() {
      RightsWorld world =
          world()
              .access("mart")
              .access("mart.t", "READER " + USER)
              .access("mart.f()", "READER " + USER);
      assertThat(world.data(USER, "mart.t")).isEqualTo("YES");
      assertThat(world.data(USER, "mart.f()")).isEqualTo("YES");
      assertThat(world.data(USER, "mart.u")).isEqualTo("NO");
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        textBlock =
            """
            request.time < timestamp("2026-06-02T00:00:00Z")       | YES        | YES
            request.time < timestamp("2026-06-01T00:00:00Z")       | NO         | NO
            resource.name.endsWith("/tables/t")                    | YES        | NO
            resource.name.extract("x") == "y"                      | ASSUMED_NO | ASSUMED_NO
            """)
    void conditions(String expression, Certainty t, Certainty u) {
      Rights rights = world().access("mart", "READER " + USER + " if " + expression).rights();
      assertThat(rights.data(Principal.ofMember(USER), id("mart.t")).truth()).isEqualTo(t);
      assertThat(rights.data(Principal.ofMember(USER), id("mart.u")).truth()).isEqualTo(u);
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        textBlock =
            """
            request.time < timestamp("2026-06-02T00:00:00Z")       | YES        | YES | true
            request.time < timestamp("2026-06-01T00:00:00Z")       | NO         | NO  | false
            resource.name.endsWith("/tables/t")                    | YES        | NO  | true
            """)
    void conditionsOnAProjectsRoles(String expression, Certainty t, Certainty u, boolean mayGrant) {
      Rights rights =
          world()
              .access("mart", "READER projectReaders")
              .projectIf(expression, "roles/bigquery.dataViewer", USER)
              .projectIf(expression, "roles/resourcemanager.projectIamAdmin", USER)
              .projectIf("true", "roles/viewer", "user:bob@acme.com")
              .rights();
      Principal alice = Principal.ofMember(USER);
      assertThat(rights.data(alice, id("mart.t")).truth()).isEqualTo(t);
      assertThat(rights.data(alice, id("mart.u")).truth()).isEqualTo(u);
      assertThat(rights.canGiveItself(alice)).hasSize(mayGrant ? 1 : 0);
      assertThat(rights.data(Principal.user("bob@acme.com"), id("mart.t")))
          .as("no member of a project's group by a condition")
          .isEqualTo(Decision.NO);
    }

    @Test
    void whatWasNotReadIsNotKnown() {
      RightsWorld world = world().body("mart", "{}").access("raw", "opaque deleted:" + USER);
      assertThat(world.data(USER, "mart.t")).contains("acme-data.mart is not known");
      assertThat(world.data(USER, "elsewhere.t")).contains("not known");
      assertThat(world.data(USER, "raw.t")).isEqualTo("NO");
      assertThat(world.project("roles/bigquery.dataViewer", USER).data(USER, "mart.t"))
          .isEqualTo("YES");
    }
  }

  /** Queries of views, edge by edge; U reads mart and nothing else. */
  @Nested
  class QueryableResources {
    private RightsWorld chain(String... onRaw) {
      return world()
          .access("mart", "READER " + USER)
          .access("dwh", "authorize mart.v")
          .access("raw", onRaw)
          .reads("mart.v", "dwh.v")
          .reads("dwh.v", "raw.t");
    }

    @ParameterizedTest
    @CsvSource({
      "authorize dwh.v, YES", // the direct edge
      "authorize dwh, YES", // its dataset
      "authorize mart.v, 11.1", // an ancestor
      "authorize mart, 11.1",
      "authorize dwh.f(), NO",
      "authorize other-project:dwh.v, NO",
      "READER user:alice@acme.com, YES", // the caller's own right
      "READER user:bob@acme.com, NO",
    })
    void theInnermostDatasetDecidesItsEdge(String entry, String expected) {
      assertThat(chain(entry).query(USER, "mart.v")).isEqualTo(expected);
    }

    @Test
    void aRoutineFurtherUpIsNotKnownToRescue() {
      RightsWorld world =
          world()
              .access("mart", "READER " + USER)
              .access("dwh", "authorize mart.f()")
              .access("raw", "authorize mart")
              .reads("mart.f()", "dwh.v")
              .reads("dwh.v", "raw.t");
      assertThat(world.query(USER, "mart.f()")).isEqualTo("11.16; 11.1");
      assertThat(world.rights().explainQuery(Principal.ofMember(USER), id("mart.f()")))
          .extracting(Hop::reason)
          .anyMatch(reason -> reason.contains("(11.16)") && reason.contains("(11.1)"));
    }

    @Test
    void theViewItselfMustBeReadableToo() {
      RightsWorld world = chain("authorize dwh.v");
      assertThat(world.query(USER, "dwh.v")).isEqualTo("NO");
      assertThat(world.query("user:bob@acme.com", "mart.v")).isEqualTo("NO");
      assertThat(world.query(USER, "raw.t")).isEqualTo("NO");
    }

    @Test
    void everyReferenceCounts() {
      RightsWorld world =
          world()
              .access("mart", "READER " + USER)
              .access("a", "authorize mart.v")
              .access("b")
              .reads("mart.v", "a.t", "b.t");
      assertThat(world.query(USER, "mart.v")).isEqualTo("NO");
      assertThat(world.access("b.t", "READER " + USER).query(USER, "mart.v")).isEqualTo("YES");
    }

    @Test
    void anInnerEdgeIsNotRescuedByAnotherWayToTheSameTable() {
      // mart.v reads raw.t by itself, which raw allows, and through dwh.v, which it does not.
      RightsWorld world =
          world()
              .access("mart", "READER " + USER)
              .access("dwh", "READER " + USER)
              .access("raw", "authorize mart.v")
              .reads("mart.v", "raw.t", "dwh.v")
              .reads("dwh.v", "raw.t");
      assertThat(world.query(USER, "mart.v")).isEqualTo("11.1");
      assertThat(world.query(USER, "dwh.v")).isEqualTo("NO");
    }

    @Test
    void oneDatasetIsNotTrustedAsSuch() {
      RightsWorld world =
          world().access("mart").access("mart.v", "READER " + USER).reads("mart.v", "mart.t");
      assertThat(world.query(USER, "mart.v")).isEqualTo("11.14");
      assertThat(world.access("mart", "authorize mart.v").query(USER, "mart.v")).isEqualTo("YES");
      RightsWorld itself =
          world()
              .access("mart", "authorize mart")
              .access("mart.v", "READER " + USER)
              .reads("mart.v", "mart.t");
      assertThat(itself.query(USER, "mart.v")).as("11.15").isEqualTo("YES");
      assertThat(
              world()
                  .access("mart", "READER " + USER)
                  .reads("mart.v", "mart.t")
                  .query(USER, "mart.v"))
          .isEqualTo("YES");
    }

    @Test
    void materializedViewsAreViewsAndRoutinesAreNot() {
      RightsWorld world =
          world()
              .access("mart", "READER " + USER)
              .access("raw", "authorize mart")
              .reads("mart.mv", "raw.t")
              .body("mart.mv", "{'view': null, 'materializedView': {'query': '…'}}")
              .reads("mart.f()", "raw.t");
      assertThat(world.query(USER, "mart.mv")).as("11.16").isEqualTo("YES");
      assertThat(world.query(USER, "mart.f()")).isEqualTo("11.16");
      assertThat(world.access("raw", "authorize mart.f()").query(USER, "mart.f()"))
          .isEqualTo("YES");
    }

    @Test
    void aViewThatCallsAFunctionNeedsItsDatasetsWord() {
      RightsWorld world =
          world()
              .access("mart", "READER " + USER)
              .access("udf")
              .access("raw", "authorize udf.f()")
              .reads("mart.v", "udf.f()")
              .reads("udf.f()", "raw.t");
      assertThat(world.query(USER, "mart.v")).isEqualTo("NO");
      assertThat(world.access("udf", "roles/bigquery.metadataViewer " + USER).query(USER, "mart.v"))
          .isEqualTo("YES");
      RightsWorld authorized =
          world()
              .access("mart", "READER " + USER)
              .access("udf", "authorize mart.v")
              .reads("mart.v", "udf.f()");
      assertThat(authorized.query(USER, "mart.v")).isEqualTo("YES");
    }

    @Test
    void anotherProjectIsNoDifferent() {
      RightsWorld world =
          world()
              .access("mart", "READER " + USER)
              .access("other-project:raw", "authorize mart.v")
              .reads("mart.v", "other-project:raw.t");
      assertThat(world.query(USER, "mart.v")).isEqualTo("YES");
    }

    @Test
    void anotherLocationIsRefusedUnlessAPreviewIsOn() {
      RightsWorld world =
          world()
              .access("mart", "READER " + USER)
              .access("raw", "READER " + USER)
              .body("mart", "{'location': 'US'}")
              .body("raw", "{'location': 'us'}")
              .reads("mart.v", "raw.t");
      assertThat(world.query(USER, "mart.v")).isEqualTo("YES");
      assertThat(world.body("raw", "{'location': 'EU'}").query(USER, "mart.v"))
          .contains("in US", "in EU");
    }

    @Test
    void aHiddenDatasetAuthorizesNobody() {
      RightsWorld world =
          world()
              .access("mart", "READER " + USER)
              .access("_raw", "authorize mart.v")
              .reads("mart.v", "_raw.t");
      assertThat(world.query(USER, "mart.v")).isEqualTo("NO");
    }

    @Test
    void whatIsOlderThanItsAuthorizationKeepsIt() {
      RightsWorld world =
          world()
              .access("mart", "READER " + USER)
              .access("raw", "authorize mart.v", "authorize mart.f()")
              .body("raw", "{'lastModifiedTime': '1000'}")
              .reads("mart.v", "raw.t")
              .reads("mart.f()", "raw.t")
              .body("mart.v", "{'creationTime': '1000', 'lastModifiedTime': '2000'}")
              .body("mart.f()", "{'creationTime': '500', 'lastModifiedTime': '1000'}");
      assertThat(world.query(USER, "mart.v")).isEqualTo("YES");
      assertThat(world.query(USER, "mart.f()")).isEqualTo("YES");
      world.body("mart.v", "{'creationTime': '1001'}");
      world.body("mart.f()", "{'lastModifiedTime': '1001'}");
      assertThat(world.query(USER, "mart.v")).startsWith("11.3");
      assertThat(world.query(USER, "mart.f()")).startsWith("11.2");
    }

    @Test
    void aDatasetMadeAgainIsAuthorizedNoMore() {
      RightsWorld world =
          world()
              .access("mart", "READER " + USER)
              .access("raw", "authorize mart")
              .body("raw", "{'lastModifiedTime': '1000'}")
              .body("mart", "{'creationTime': '2000'}")
              .reads("mart.v", "raw.t");
      assertThat(world.query(USER, "mart.v")).startsWith("11.3");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 14, 15, 16, 5_000})
    void viewsLieOverEachOtherFifteenDeep(int views) {
      RightsWorld world = world().access("mart", "READER " + USER);
      for (int i = 0; i < views; i++) {
        world.reads("mart.v" + i, i == 0 ? "mart.t" : "mart.v" + (i - 1));
      }
      assertThat(world.query(USER, "mart.v" + (views - 1))).isEqualTo(views > 15 ? "NO" : "YES");
    }

    @Test
    void circlesAreRefusedAndWhatLiesBesideThemIsNot() {
      RightsWorld world =
          world()
              .access("mart", "READER " + USER)
              .reads("mart.a", "mart.b")
              .reads("mart.b", "mart.c", "mart.d")
              .reads("mart.c", "mart.a")
              .reads("mart.d", "mart.t")
              .reads("mart.self", "mart.self")
              .reads("mart.over", "mart.c");
      Rights rights = world.rights();
      for (String view : List.of("a", "b", "c", "self", "over", "d")) {
        assertThat(rights.canQuery(Principal.ofMember(USER), id("mart." + view)).truth())
            .as(view)
            .isEqualTo(view.equals("d") ? Certainty.YES : Certainty.NO);
      }
    }

    @Test
    void aForeignDatasetIsNotKnown() {
      RightsWorld world =
          world().access("mart", "READER " + USER).reads("mart.v", "other-project:raw.t");
      assertThat(world.query(USER, "mart.v")).contains("other-project.raw is not known");
    }

    /** A grant more never takes a query away. */
    @Test
    void grantsOnlyEverAdd() {
      long seed = new Random().nextLong();
      Random random = new Random(seed);
      String[] users = {USER, "user:bob@acme.com"};
      for (int round = 0; round < 300; round++) {
        List<String[]> grants = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
          String dataset = "d" + random.nextInt(4);
          String other = "d" + random.nextInt(4);
          String entry =
              switch (random.nextInt(5)) {
                case 0 -> "READER " + users[random.nextInt(2)];
                case 1 -> "authorize " + other;
                case 2 -> "READER " + USER + " if resource.name.endsWith('1')";
                default -> "authorize " + other + ".v" + random.nextInt(3);
              };
          boolean isOnTable = entry.startsWith("READER") && random.nextBoolean();
          grants.add(new String[] {dataset + (isOnTable ? ".v" + random.nextInt(3) : ""), entry});
        }
        List<String[]> edges = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
          String to =
              random.nextInt(3) == 0
                  ? "d" + random.nextInt(4) + ".t1"
                  : "d" + random.nextInt(4) + ".v" + random.nextInt(3);
          edges.add(new String[] {"d" + random.nextInt(4) + ".v" + random.nextInt(3), to});
        }
        Rights before = randomWorld(edges, grants.subList(0, 6)).rights();
        Rights after = randomWorld(edges, grants).rights();
        for (String user : users) {
          for (int node = 0; node < 12; node++) {
            TableId view = (TableId) id("d" + node / 3 + ".v" + node % 3);
            Principal principal = Principal.ofMember(user);
            assertThat(after.canQuery(principal, view).truth())
                .as("seed %d, round %d, %s, %s", seed, round, user, view)
                .isLessThanOrEqualTo(before.canQuery(principal, view).truth());
          }
        }
      }
    }

    private RightsWorld randomWorld(List<String[]> edges, List<String[]> grants) {
      RightsWorld world = world().access("d0").access("d1").access("d2").access("d3");
      for (int node = 0; node < 12; node++) {
        String view = "d" + node / 3 + ".v" + node % 3;
        world.reads(
            view,
            edges.stream().filter(e -> e[0].equals(view)).map(e -> e[1]).toArray(String[]::new));
      }
      grants.forEach(grant -> world.access(grant[0], grant[1]));
      return world;
    }
  }

  /** Row policies and tags bind the caller, through whatever view. */
  @Nested
  class RowsAndColumns {
    private final TableId table = (TableId) id("raw.t");

    private RowVisibility rows(RightsWorld world) {
      return world.rights().rows(Principal.ofMember(USER), table);
    }

    @Test
    void rowPolicies() {
      RightsWorld world = world().access("raw", "OWNER " + USER);
      assertThat(rows(world).kind()).isEqualTo(Kind.NO_POLICY);
      world.body("raw.t", "{'schema': {'fields': [{'name': 'Country'}, {'name': 'id'}]}}");
      world.policy("raw.t", "jp", "country = 'JP'", "group:jp@acme.com", "deleted:x");
      assertThat(rows(world).kind()).as("owners are not above it").isEqualTo(Kind.NONE);
      world.member(USER, "group:jp@acme.com");
      assertThat(rows(world).kind()).isEqualTo(Kind.SOME);
      assertThat(rows(world).filters()).containsExactly("country = 'JP'");
      assertThat(rows(world).columns().keySet()).containsExactly(table.column("Country"));
      world.policy("raw.t", "de", "id > 5", "domain:acme.com");
      assertThat(rows(world).columns()).hasSize(2);
      world.policy("raw.t", "all", " true ", USER);
      assertThat(rows(world).kind()).isEqualTo(Kind.ALL);
      assertThat(rows(world).columns()).isEmpty();
    }

    @Test
    void granteesThatWereNotReadAndFilteredDataViewers() {
      RightsWorld world =
          world()
              .access("raw", "READER " + USER)
              .put(
                  Resource.of(
                      table.rowPolicy("p"), Json.build().put("filterPredicate", "a").toObject()));
      assertThat(rows(world).kind()).isEqualTo(Kind.SOME);
      assertThat(Doubt.join(rows(world).doubts())).contains("raw.t.p");
      RightsWorld viewer =
          world()
              .access("raw", "roles/bigquery.filteredDataViewer " + USER)
              .policy("raw.t", "p", "a = 1");
      assertThat(rows(viewer).filters()).containsExactly("a = 1");
    }

    @Test
    void whatIsAssumedDoesNotMakeOtherRowsUnsure() {
      RightsWorld world =
          world()
              .access("raw", "projects/acme-data/roles/reader " + USER)
              .policy("raw.t", "p1", "TRUE", "user:carol@acme.com");
      assertThat(rows(world).kind()).isEqualTo(Kind.ALL);
      assertThat(rows(world).doubts()).isNotEmpty();
      world.policy("raw.t", "p2", "a = 1", USER);
      assertThat(rows(world).kind()).isEqualTo(Kind.ALL);
      assertThat(rows(world).columns().keySet()).containsExactly(table.column("a"));
      assertThat(rows(world).doubts()).isEmpty();
      world.policy("raw.t", "p3", "TRUE", USER);
      assertThat(rows(world)).isEqualTo(RowVisibility.ALL);
    }

    @Test
    void whereTheListWasNotReadItMayLetSeeAllRows() {
      RightsWorld world =
          world().body("raw", "{}").policy("raw.t", "p", "a = 1", "user:carol@acme.com");
      assertThat(rows(world).kind()).isEqualTo(Kind.SOME);
      assertThat(Doubt.join(rows(world).doubts())).contains("acme-data.raw is not known");
    }

    @ParameterizedTest
    @CsvSource({
      "NONE, NONE, NONE",
      "MASKED, NONE, MASKED",
      "NONE, MASKED, MASKED",
      "MASKED, RAW, RAW",
      "UNKNOWN, MASKED, UNKNOWN",
      "UNKNOWN, RAW, RAW",
    })
    void tagsOfPersonAndGroup(Right ofPerson, Right ofGroup, Right expected) {
      Rights rights =
          world()
              .member(USER, GROUP)
              .tag(USER, ofPerson)
              .tag(GROUP, ofGroup)
              .body(
                  "raw.t",
                  "{'schema': {'fields': [{'name': 'id'}, {'name': 'p', 'type': 'RECORD', 'fields':"
                      + " [{'name': 'a'}, {'name': 'Email', 'policyTags': {'names': ['t']}}]},"
                      + " {'name': 'm', 'dataPolicies': [{'name': 'x'}]}]}}")
              .rights();
      Principal alice = Principal.ofMember(USER);
      assertThat(rights.column(alice, table.column("p.email"))).isEqualTo(expected);
      assertThat(rights.column(alice, table.column("p.a"))).isEqualTo(Right.RAW);
      assertThat(rights.column(alice, table.column("p"))).isEqualTo(Right.RAW);
      assertThat(rights.column(alice, table.column("id"))).isEqualTo(Right.RAW);
      assertThat(rights.column(alice, table.column("m"))).isEqualTo(Right.UNKNOWN);
    }
  }

  @Test
  void whoIsNamedAndWhoHolds() {
    Rights rights =
        world()
            .access("mart", "READER " + GROUP, "roles/bigquery.jobUser user:bob@acme.com")
            .access("mart.t", "READER " + USER)
            .project("roles/bigquery.admin", "user:root@acme.com", "deleted:user:x@acme.com")
            .rights();
    assertThat(rights.principals())
        .extracting(Principal::member)
        .containsExactlyInAnyOrder(GROUP, "user:bob@acme.com", USER, "user:root@acme.com");
    assertThat(rights.holders(id("mart.t")))
        .extracting(Principal::member)
        .containsExactlyInAnyOrder(GROUP, USER, "user:root@acme.com");
    assertThat(rights.holders(id("mart.u")))
        .extracting(Principal::member)
        .containsExactlyInAnyOrder(GROUP, "user:root@acme.com");
  }

  @Test
  void unknownReadersAreToldByTheAnalysis() {
    DatasetId raw = (DatasetId) id("raw");
    State state =
        State.of(
            List.of(
                Resource.of(raw, Json.object())
                    .withAccess(Set.of(RightsWorld.entry("authorize other-project:x.v")))));
    AccessContext context =
        AccessContext.of(DataPlatform.in("acme-data", "US").build(), RightsWorld.NOW);
    AccessAnalysis analysis = AccessAnalysis.of(state, context, Optional.empty());
    assertThat(analysis.unknownReaders(raw))
        .singleElement(STRING)
        .contains("authorizes view other-project.x.v");
    assertThat(analysis.unknownReaders((DatasetId) id("mart"))).isEmpty();
  }

  @Test
  void unknownReaders() {
    Rights rights =
        world()
            .access(
                "raw",
                "authorize mart.v",
                "authorize other-project:x.v",
                "opaque new",
                "opaque deleted:x")
            .reads("mart.v", "raw.t")
            .rights();
    assertThat(rights.unknownReaders((DatasetId) id("raw")))
        .hasSize(2)
        .anyMatch(why -> why.contains("view other-project.x.v"))
        .anyMatch(why -> why.contains("not understood"));
  }
}
