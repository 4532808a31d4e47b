package dev.bqgovernance.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.ProjectId;
import dev.bqgovernance.model.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The world of the fake's own tests: project acme-data, its administrator, some people, and short
 * forms of requests.
 */
final class Acme {
  static final ProjectId PROJECT = ProjectId.of("acme-data");
  static final DatasetId RAW = new DatasetId(PROJECT, "raw");
  static final DatasetId DWH = new DatasetId(PROJECT, "dwh");
  static final Principal ADMIN = Principal.serviceAccount("ci@acme-data.iam.gserviceaccount.com");
  static final Principal ALICE = Principal.user("alice@acme.com");
  static final Principal BOB = Principal.user("bob@acme.com");
  static final Principal.Group ANALYSTS = Principal.group("analysts@acme.com");
  static final Principal.Group JUNIORS = Principal.group("juniors@acme.com");
  static final String DATASETS = "/bigquery/v2/projects/acme-data/datasets";
  static final String OWNERS = "{'role':'OWNER','specialGroup':'projectOwners'}";
  private static final ObjectMapper MAPPER = new ObjectMapper();

  final FakeCloud cloud;

  private Acme(FakeCloud cloud) {
    this.cloud = cloud;
  }

  static Acme create() {
    FakeCloud cloud = FakeCloud.create();
    cloud.projects().add(PROJECT);
    cloud
        .principals()
        .add(ADMIN)
        .add(BOB)
        .setMembers(JUNIORS, ALICE)
        .setMembers(ANALYSTS, JUNIORS)
        .add(Principal.group("admins@acme.com"));
    Acme acme = new Acme(cloud);
    acme.grant("roles/bigquery.admin", ADMIN);
    return acme;
  }

  /** Grants a role on the project. */
  void grant(String role, Principal principal) {
    cloud.projects().grant(PROJECT, Role.of(role), principal);
  }

  static Acme around(FakeCloud cloud) {
    return new Acme(cloud);
  }

  /** An answer whose body has been read. */
  record Reply(int status, Map<String, String> headers, JsonNode json) {
    @CanIgnoreReturnValue
    Reply ok() {
      assertThat(status).as("%s", json).isLessThan(300);
      return this;
    }

    @CanIgnoreReturnValue
    Reply refused(int expected, String reason, String message) {
      assertThat(status).as("%s", json).isEqualTo(expected);
      assertThat(json.at("/error/code").asInt()).isEqualTo(expected);
      assertThat(json.at("/error/errors/0/reason").asText()).isEqualTo(reason);
      assertThat(json.at("/error/message").asText()).contains(message);
      return this;
    }

    /** The refusal of a service other than BigQuery: it tells a status, and no reason. */
    @CanIgnoreReturnValue
    Reply rejected(int expected, String expectedStatus, String message) {
      assertThat(status).as("%s", json).isEqualTo(expected);
      assertThat(json.at("/error/code").asInt()).isEqualTo(expected);
      assertThat(json.at("/error/status").asText()).isEqualTo(expectedStatus);
      assertThat(json.path("error").has("errors")).isFalse();
      assertThat(json.at("/error/message").asText()).contains(message);
      return this;
    }

    @CanIgnoreReturnValue
    Reply notImplemented(String what) {
      return refused(501, "notImplemented", "not implemented in the fake: " + what);
    }

    String explanation() {
      return headers.getOrDefault(ApiResponse.EXPLANATION, "");
    }

    String etag() {
      return json.path("etag").asText();
    }

    /** The access list as short texts: {@code OWNER projectOwners}, {@code view acme.dwh.v}. */
    List<String> access() {
      List<String> texts = new ArrayList<>();
      for (JsonNode entry : json.path("access")) {
        List<String> words = new ArrayList<>();
        if (entry.has("role")) {
          words.add(entry.path("role").asText());
        }
        for (String key :
            List.of("userByEmail", "groupByEmail", "domain", "specialGroup", "iamMember")) {
          if (entry.has(key)) {
            words.add(key + "=" + entry.path(key).asText());
          }
        }
        for (String key : List.of("view", "routine", "dataset")) {
          if (entry.has(key)) {
            JsonNode ids = key.equals("dataset") ? entry.at("/dataset/dataset") : entry.path(key);
            String id = ids.path("tableId").asText() + ids.path("routineId").asText();
            words.add(key + "=" + ids.path("datasetId").asText() + (id.isEmpty() ? "" : "." + id));
          }
        }
        if (entry.has("condition")) {
          words.add("if " + entry.at("/condition/expression").asText());
        }
        texts.add(String.join(" ", words));
      }
      return texts;
    }
  }

  @CanIgnoreReturnValue
  Reply call(Principal caller, ApiRequest request) {
    ApiResponse response = cloud.call(caller, request);
    return new Reply(response.status(), response.headers(), parse(response.body()));
  }

  @CanIgnoreReturnValue
  Reply call(Principal caller, String method, String path, String... queryOrBody) {
    ApiRequest request =
        new ApiRequest(method, absolute(path), Map.of(), Map.of(), Optional.empty());
    for (String each : queryOrBody) {
      if (each.startsWith("{")) {
        request =
            new ApiRequest(
                method,
                absolute(path),
                request.query(),
                request.headers(),
                Optional.of(json(each)));
      } else if (each.startsWith("If-Match=")) {
        request = request.ifMatch(each.substring("If-Match=".length()));
      } else {
        int equals = each.indexOf('=');
        request = request.with(each.substring(0, equals), each.substring(equals + 1));
      }
    }
    return call(caller, request);
  }

  private static String absolute(String path) {
    return path.matches("/v[123]/.*") || path.startsWith("/bigquery") ? path : DATASETS + path;
  }

  /** Single quotes to double ones. */
  static String json(String text) {
    return text.replace('\'', '"');
  }

  static JsonNode parse(String text) {
    try {
      return text.isEmpty() ? MAPPER.createObjectNode() : MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError(text, e);
    }
  }

  @CanIgnoreReturnValue
  Reply get(String path, String... query) {
    return call(ADMIN, "GET", path, query);
  }

  @CanIgnoreReturnValue
  Reply post(String path, String... queryOrBody) {
    return call(ADMIN, "POST", path, queryOrBody);
  }

  @CanIgnoreReturnValue
  Reply patch(String path, String... queryOrBody) {
    return call(ADMIN, "PATCH", path, queryOrBody);
  }

  @CanIgnoreReturnValue
  Reply put(String path, String... queryOrBody) {
    return call(ADMIN, "PUT", path, queryOrBody);
  }

  @CanIgnoreReturnValue
  Reply delete(String path, String... query) {
    return call(ADMIN, "DELETE", path, query);
  }

  /** A new dataset owned by the project's owners, with more entries. */
  @CanIgnoreReturnValue
  Reply dataset(String id, String... entries) {
    return post(
            "", "{'datasetReference':{'datasetId':'" + id + "'},'access':" + list(entries) + "}")
        .ok();
  }

  /** Replaces a dataset's access by the project's owners and more entries. */
  @CanIgnoreReturnValue
  Reply access(String id, String... entries) {
    return patch("/" + id, "{'access':" + list(entries) + "}", "accessPolicyVersion=3");
  }

  private static String list(String... entries) {
    List<String> all = new ArrayList<>(List.of(OWNERS));
    all.addAll(List.of(entries));
    return all.toString();
  }

  @CanIgnoreReturnValue
  Reply table(String dataset, String id) {
    return post(
            "/" + dataset + "/tables",
            "{'tableReference':{'tableId':'"
                + id
                + "'},'schema':{'fields':[{'name':'id','type':'INT64'}]}}")
        .ok();
  }

  @CanIgnoreReturnValue
  Reply view(String dataset, String id) {
    return post(
            "/" + dataset + "/tables",
            "{'tableReference':{'tableId':'"
                + id
                + "'},'view':{'query':'SELECT 1 AS x','useLegacySql':false}}")
        .ok();
  }

  static String routineBody(String id) {
    return "{'routineReference':{'routineId':'"
        + id
        + "'},'routineType':'SCALAR_FUNCTION','definitionBody':'1'}";
  }

  @CanIgnoreReturnValue
  Reply routine(String dataset, String id) {
    return post("/" + dataset + "/routines", routineBody(id)).ok();
  }

  static String viewEntry(String dataset, String view) {
    return "{'view':{'projectId':'acme-data','datasetId':'"
        + dataset
        + "','tableId':'"
        + view
        + "'}}";
  }

  static String routineEntry(String dataset, String routine) {
    return "{'routine':{'projectId':'acme-data','datasetId':'"
        + dataset
        + "','routineId':'"
        + routine
        + "'}}";
  }

  static String datasetEntry(String dataset) {
    return "{'dataset':{'dataset':{'projectId':'acme-data','datasetId':'"
        + dataset
        + "'},'targetTypes':['VIEWS']}}";
  }

  static String reader(String key, String value) {
    return "{'role':'READER','" + key + "':'" + value + "'}";
  }
}
