package dev.bqgovernance.logs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bqgovernance.model.ProjectId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SinkLoopCheckTest {
  private static Optional<String> explain(String filter, String... exclusions) {
    return SinkLoopCheck.explain(
        ProjectId.of("acme-data"),
        LogFilter.parse(filter),
        Stream.of(exclusions).map(LogFilter::parse).toList());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "resource.type=\"cloud_run_revision\"",
        "severity>=WARNING",
        "severity=ERROR insertId:*",
        "textPayload:*",
        "jsonPayload.message:\"x\" OR httpRequest.status>=500",
        "log_id(\"run.googleapis.com/stdout\")",
        "log_id(\"cloudaudit.googleapis.com/activity\")",
        "logName=\"projects/other-one/logs/cloudaudit.googleapis.com%2Fdata_access\"",
        "NOT protoPayload.serviceName=\"bigquery.googleapis.com\"",
        "-resource.type:bigquery",
        "protoPayload.methodName:\"storage.objects\"",
        "logName!~\"cloudaudit\"",
        "NOT protoPayload.\"@type\":AuditLog",
        "sample(insertId, 0)"
      })
  void aFilterThatMissesTheEntriesOfItsOwnWrites_isNoLoop(String filter) {
    assertThat(explain(filter)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "==>",
      quoteCharacter = '^',
      textBlock =
          """
          ^^                                                     ==> exports
          severity>=DEFAULT                                      ==> exports
          severity=NOTICE                                        ==> exports
          log_id("cloudaudit.googleapis.com/data_access")        ==> exports
          logName:"cloudaudit"                                   ==> exports
          protoPayload.serviceName="bigquery.googleapis.com"     ==> exports
          resource.type=(bigquery_dataset OR gce_instance)       ==> exports
          resource.type!="bigquery_dataset"                      ==> exports
          protoPayload.methodName=~"(?i)insertall$"              ==> exports
          NOT jsonPayload.debug=true                             ==> exports
          resource.labels.dataset_id="raw__log"                  ==> may export
          "error"                                                ==> may export
          sample(insertId, 0.01)                                 ==> may export
          timestamp>="2020-01-01T00:00:00Z"                      ==> may export
          """)
  void aFilterThatMayMatchThem_isALoop_withItsWayOut(String filter, String word) {
    assertThat(explain(filter).orElseThrow())
        .startsWith("the sink " + word + " the entries that BigQuery logs")
        .contains("each write causes the next");
    assertThat(explain(filter, SinkLoopCheck.EXCLUSION)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "==>",
      quoteCharacter = '^',
      textBlock =
          """
          protoPayload.serviceName="bigquery.googleapis.com"               ==> false
          log_id("cloudaudit.googleapis.com/data_access")                  ==> false
          resource.type=~"^bigquery_"                                      ==> false
          severity<WARNING                                                 ==> false
          ^^                                                               ==> false
          resource.type="bigquery_dataset"                                 ==> true
          resource.type="gce_instance"                                     ==> true
          sample(insertId, 0.99) protoPayload.serviceName:bigquery         ==> true
          resource.labels.dataset_id="raw__log"                            ==> true
          """)
  void anExclusionEndsTheLoop_onlyIfItSurelyMatchesEveryEntry(String exclusion, boolean loops) {
    assertThat(explain("", exclusion).isPresent()).isEqualTo(loops);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bigquery_dataset", "bigquery_project", "bigquery_resource"})
  void exclusionsEndTheLoopTogether(String forgotten) {
    List<String> all = List.of("bigquery_dataset", "bigquery_project", "bigquery_resource");
    String[] exclusions = all.stream().map(type -> "resource.type=" + type).toArray(String[]::new);
    assertThat(explain("", exclusions)).isEmpty();
    assertThat(
            explain(
                "",
                Stream.of(exclusions).filter(e -> !e.contains(forgotten)).toArray(String[]::new)))
        .isPresent();
  }
}
