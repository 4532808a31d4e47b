package dev.bqgovernance.access.rights;

import static dev.bqgovernance.access.rights.RightsWorld.id;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bqgovernance.model.Column.ColumnType;
import dev.bqgovernance.model.ConnectionId;
import dev.bqgovernance.model.DataPlatform;
import dev.bqgovernance.model.Hop;
import dev.bqgovernance.model.Location;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.ProjectId;
import dev.bqgovernance.model.Role;
import dev.bqgovernance.model.Sensitivity;
import dev.bqgovernance.model.SyncJobId;
import dev.bqgovernance.state.Json;
import dev.bqgovernance.state.Resource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people are told: why, why not, and what is one step away. */
public class ReasonsTest {
  private static final String USER = "user:alice@acme.com";
  private static final String GROUP = "group:analysts@acme.com";

  private static List<String> why(RightsWorld world, String node) {
    return world.rights().explainQuery(Principal.ofMember(USER), id(node)).stream()
        .map(hop -> hop.resource() + ": " + hop.reason())
        .toList();
  }

  private static RightsWorld chain(String... onRaw) {
    return new RightsWorld()
        .member(USER, GROUP)
        .access("mart", "READER " + GROUP)
        .access("dwh", "authorize mart.v")
        .access("raw", onRaw)
        .reads("mart.v", "dwh.v")
        .reads("dwh.v", "raw.t");
  }

  @Test
  void aYesNamesEachGrantAndAuthorization() {
    assertThat(why(chain("authorize dwh"), "mart.v"))
        .containsExactly(
            "acme-data.mart.v: user:alice@acme.com is in group:analysts@acme.com, and"
                + " group:analysts@acme.com has READER on mart",
            "acme-data.dwh.v: dwh authorizes view mart.v",
            "acme-data.raw.t: raw authorizes all views of dwh, so dwh.v too");
  }

  @Test
  void aYesNamesTheWayIntoAProjectsGroup() {
    RightsWorld world =
        new RightsWorld().project("roles/viewer", USER).access("a", "READER projectReaders");
    assertThat(why(world, "a.t"))
        .containsExactly(
            "acme-data.a.t: user:alice@acme.com has roles/viewer on project acme-data, and"
                + " projectReaders has READER on a");
    assertThat(why(new RightsWorld().project("roles/bigquery.admin", USER).access("a"), "a.t"))
        .containsExactly(
            "acme-data.a.t: user:alice@acme.com has roles/bigquery.admin on project acme-data");
  }

  @Test
  void aNoNamesTheEdgeAndWhatIsNeeded() {
    assertThat(why(chain("authorize mart.v", "READER user:bob@acme.com"), "mart.v"))
        .singleElement()
        .asString()
        .startsWith("acme-data.raw.t: view dwh.v names raw.t; user:alice@acme.com has no right")
        .contains(
            "raw does not authorize view dwh.v",
            "(11.1)",
            "Those who may are user:bob@acme.com",
            "To allow it: authorize view dwh.v on raw, or grant READER on raw to"
                + " user:alice@acme.com or a group of theirs.");
  }

  @Test
  void aNoWarnsOfGrantsOnPersonalData() {
    DataPlatform platform =
        DataPlatform.in("acme-data", "US")
            .dataset("a", d -> d)
            .table("a.t", t -> t.column("email", ColumnType.STRING, Sensitivity.PII))
            .build();
    assertThat(why(new RightsWorld().access("a").declared(platform), "a.t"))
        .singleElement()
        .asString()
        .endsWith("or a group of theirs, who would then see the personal data in it.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          roles/bigquery.jobUser user:alice@acme.com | which does not include bigquery.tables.getData
          READER user:alice@acme.com if false        | but only if false, which is not so at 2026
          READER user:alice@acme.com if x            | but only if x, which is not understood at 2026
          projects/acme-data/roles/xyz user:alice@acme.com | what the role projects/acme-data/roles/xyz allows is not
          """)
  void aNoNamesGrantsThatDoNotSuffice(String entry, String expected) {
    assertThat(why(new RightsWorld().access("a", entry), "a.t"))
        .singleElement()
        .asString()
        .contains(expected);
  }

  @Test
  void whatNobodyCanQuery() {
    RightsWorld world = new RightsWorld().access("a", "READER " + USER).reads("a.v", "a.v");
    assertThat(why(world, "a.v")).singleElement().asString().contains("reads itself");
    for (int i = 1; i <= 16; i++) {
      world.reads("a.w" + i, i == 1 ? "a.t" : "a.w" + (i - 1));
    }
    assertThat(why(world, "a.w16")).singleElement().asString().contains("16 views");
  }

  @Test
  void placesAreThoseOfGrantsAndAuthorizations() {
    DataPlatform platform =
        DataPlatform.in("acme-data", "US")
            .dataset("mart", d -> d.grant(Role.READER, Principal.ofMember(GROUP)))
            .dataset("dwh", d -> d.authorizeView("mart.v"))
            .view("mart.v", "SELECT * FROM dwh.v")
            .build();
    List<Hop> hops =
        chain("authorize dwh")
            .declared(platform)
            .rights()
            .explainQuery(Principal.ofMember(USER), id("mart.v"));
    assertThat(hops.get(0).place())
        .hasValueSatisfying(p -> assertThat(p.source()).contains("ReasonsTest"));
    assertThat(hops.get(1).place()).isPresent();
    assertThat(hops.get(2).place()).isEmpty();
  }

  private static List<String> selfGrants(RightsWorld world) {
    return world.rights().canGiveItself(Principal.ofMember(USER)).stream()
        .map(grant -> grant.over() + " " + grant.right())
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "OWNER, acme-data.a bigquery.datasets.setIamPolicy",
        "roles/bigquery.securityAdmin, acme-data.a bigquery.datasets.setIamPolicy",
        "roles/bigquery.admin, acme-data.a bigquery.datasets.setIamPolicy",
        "WRITER, -",
        "READER, -",
      })
  void grantsOnADataset(String role, String expected) {
    List<String> found = selfGrants(new RightsWorld().access("a", role + " " + USER));
    assertThat(found).isEqualTo(expected == null ? List.of() : List.of(expected));
  }

  @Test
  void grantsOnProjectTableAndRowPolicy() {
    RightsWorld world =
        new RightsWorld()
            .access("a")
            .access("a.t", "OWNER " + USER)
            .policy("a.t", "p", "x = 1", "user:bob@acme.com");
    assertThat(selfGrants(world))
        .containsExactlyInAnyOrder(
            "acme-data.a.t bigquery.tables.setIamPolicy",
            "acme-data.a.t bigquery.rowAccessPolicies.setIamPolicy");
    assertThat(
            selfGrants(
                new RightsWorld()
                    .access("a")
                    .project("roles/resourcemanager.projectIamAdmin", USER)))
        .containsExactly("acme-data.a resourcemanager.projects.setIamPolicy");
  }

  @Test
  void viewsInAuthorizedPlaces() {
    RightsWorld writer =
        new RightsWorld().access("mart", "WRITER " + USER).access("raw", "authorize mart");
    assertThat(selfGrants(writer)).containsExactly("acme-data.raw bigquery.tables.create");
    RightsWorld owner =
        new RightsWorld().access("mart", "OWNER " + USER).access("raw", "authorize mart.v");
    assertThat(selfGrants(owner)).contains("acme-data.raw bigquery.tables.update");
    RightsWorld editor =
        new RightsWorld().access("mart", "WRITER " + USER).access("raw", "authorize mart.v");
    assertThat(selfGrants(editor)).containsExactly("acme-data.raw bigquery.tables.update");
    assertThat(selfGrants(writer.access("raw", "READER " + USER))).isEmpty();
  }

  @Test
  void accountsOfJobsAndConnections() {
    ProjectId project = new ProjectId("acme-data");
    String account = "sync@acme-data.iam.gserviceaccount.com";
    ConnectionId connection = new ConnectionId(project, Location.of("US"), "app");
    RightsWorld world =
        new RightsWorld()
            .access("raw", "WRITER serviceAccount:" + account)
            .put(
                Resource.of(
                    new SyncJobId(project, Location.of("US"), "users"),
                    Json.build().put("serviceAccountName", account).toObject()))
            .put(Resource.of(connection, Json.object()))
            .put(
                Resource.of(
                    connection.policy(),
                    Json.build().putTexts("connectionUsers", List.of(GROUP)).toObject()));
    assertThat(selfGrants(world)).isEmpty();
    world.project("roles/iam.serviceAccountUser", USER).member(USER, GROUP);
    assertThat(selfGrants(world))
        .containsExactlyInAnyOrder(
            "acme-data.users iam.serviceAccounts.actAs", connection + " bigquery.connections.use");
    world.access("raw", "READER " + USER);
    assertThat(selfGrants(world)).containsExactly(connection + " bigquery.connections.use");
  }
}
