package dev.bqgovernance.testkit.governance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.bqgovernance.Governance;
import dev.bqgovernance.apply.ApplyReport;
import dev.bqgovernance.model.AuthorizedRoutine;
import dev.bqgovernance.model.AuthorizedView;
import dev.bqgovernance.model.Column.ColumnType;
import dev.bqgovernance.model.DataPlatform;
import dev.bqgovernance.model.DataPlatformBuilder;
import dev.bqgovernance.model.Dataset;
import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.ProjectId;
import dev.bqgovernance.model.Role;
import dev.bqgovernance.plan.Plan;
import dev.bqgovernance.plan.PlanOptions;
import dev.bqgovernance.testkit.ApiRequest;
import dev.bqgovernance.testkit.ApiResponse;
import dev.bqgovernance.testkit.FakeCloud;
import dev.bqgovernance.testkit.JournalEntry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

/** A cloud with project acme-data, and somebody who changes it by hand. */
final class Acme {
  static final Principal HAND = Principal.user("hand@acme.com");
  static final ProjectId PROJECT = ProjectId.of("acme-data");
  static final DatasetId RAW = new DatasetId(PROJECT, "raw");
  static final DatasetId DWH = new DatasetId(PROJECT, "dwh");
  private static final String ROOT = "/bigquery/v2/projects/acme-data/datasets";
  private static final ObjectMapper MAPPER = new ObjectMapper();

  final FakeCloud cloud;
  final Governance governance;

  private Acme(FakeCloud cloud) {
    this.cloud = cloud;
    this.governance = Governance.of(cloud.backend());
  }

  /** A cloud in which whom the platforms name exists, and nothing else. */
  static Acme admitting(DataPlatformBuilder... platforms) {
    FakeCloud cloud = FakeCloud.create();
    for (DataPlatformBuilder platform : platforms) {
      cloud.admit(platform.build());
    }
    cloud.principals().add(HAND);
    cloud.projects().grant(PROJECT, Role.of("roles/bigquery.admin"), HAND);
    return new Acme(cloud);
  }

  /** A cloud that was made ready elsewhere, called as the applier who was admitted last. */
  static Acme around(FakeCloud cloud) {
    return new Acme(cloud);
  }

  /** The same, with the first platform applied and its requests forgotten. */
  static Acme with(DataPlatformBuilder platform, DataPlatformBuilder... admitted) {
    Acme acme = admitting(platform);
    for (DataPlatformBuilder other : admitted) {
      acme.cloud.admit(other.build());
    }
    acme.apply(platform);
    acme.cloud.clock().advance(Duration.ofMinutes(1));
    acme.cloud.journal().clear();
    return acme;
  }

  static Principal.Group group(String name) {
    return Principal.group(name + "@acme.com");
  }

  static DataPlatformBuilder empty() {
    return DataPlatform.in("acme-data", "US").owner(Principal.SpecialGroup.PROJECT_OWNERS);
  }

  /** Datasets raw and dwh, table raw.t, view dwh.v over it, routine dwh.f; raw authorizes both. */
  static DataPlatformBuilder platform(UnaryOperator<Dataset.Builder> raw) {
    return platform(raw, dwh -> dwh, "SELECT id FROM raw.t");
  }

  static DataPlatformBuilder platform(
      UnaryOperator<Dataset.Builder> raw, UnaryOperator<Dataset.Builder> dwh, String query) {
    return empty()
        .dataset(
            "raw",
            d ->
                raw.apply(
                    d.authorize(AuthorizedView.of(DWH.table("v")))
                        .authorize(AuthorizedRoutine.of(DWH.routine("f")))))
        .dataset("dwh", dwh)
        .table("raw.t", t -> t.column("id", ColumnType.INTEGER))
        .view("dwh.v", query)
        .routine("dwh.f", "CREATE FUNCTION `dwh.f`(x INT64) RETURNS INT64 AS (x)");
  }

  Plan plan(DataPlatformBuilder platform) {
    return governance.plan(platform.build());
  }

  @CanIgnoreReturnValue
  ApplyReport apply(DataPlatformBuilder platform) {
    return apply(platform, PlanOptions.defaults());
  }

  @CanIgnoreReturnValue
  ApplyReport apply(DataPlatformBuilder platform, PlanOptions options) {
    return governance.apply(governance.plan(platform.build(), options)).orThrow();
  }

  /** A request by hand; single quotes stand for double ones. */
  @CanIgnoreReturnValue
  JsonNode byHand(String method, String path, String... body) {
    String[] parts = path.split("\\?", 2);
    ApiRequest request = ApiRequest.of(method, ROOT + parts[0]);
    if (body.length > 0) {
      request = ApiRequest.of(method, ROOT + parts[0], body[0].replace('\'', '"'));
    }
    if (parts.length > 1) {
      String[] parameter = parts[1].split("=", 2);
      request = request.with(parameter[0], parameter[1]);
    }
    ApiResponse answer = cloud.call(HAND, request);
    assertThat(answer.isSuccess()).as(answer.body()).isTrue();
    try {
      return MAPPER.readTree(answer.body().isEmpty() ? "{}" : answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Adds an access entry by hand. */
  void grantByHand(String dataset, String entry) {
    JsonNode access = byHand("GET", "/" + dataset + "?accessPolicyVersion=3").path("access");
    String list = access.toString();
    byHand(
        "PATCH",
        "/" + dataset + "?accessPolicyVersion=3",
        "{'access':" + list.substring(0, list.length() - 1) + "," + entry + "]}");
  }

  /** The access list of a dataset as the service tells it. */
  String access(String dataset) {
    return byHand("GET", "/" + dataset + "?accessPolicyVersion=3").path("access").toString();
  }

  /** The API methods and statuses of the requests that the applier sent to change something. */
  List<String> writes() {
    return cloud.journal().entries().stream()
        .filter(entry -> !entry.caller().equals(HAND) && entry.isWrite())
        .map(Acme::text)
        .toList();
  }

  private static String text(JournalEntry entry) {
    return entry.methodId().replace("bigquery.", "")
        + " "
        + entry.status()
        + (entry.responseLost() ? " lost" : "");
  }
}
