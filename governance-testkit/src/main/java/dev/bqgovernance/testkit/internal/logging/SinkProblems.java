package dev.bqgovernance.testkit.internal.logging;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bqgovernance.testkit.internal.bigquery.BigQueryStore;
import dev.bqgovernance.testkit.internal.bigquery.DatasetKey;
import dev.bqgovernance.testkit.internal.iam.Iam;
import dev.bqgovernance.testkit.internal.iam.ProjectGuard;
import dev.bqgovernance.testkit.internal.rest.Json;
import dev.bqgovernance.testkit.internal.rest.Resources;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * Finds the sinks that cannot write, which no API shows: their dataset does not exist, or their
 * writer lacks a permission. Covers only destinations in BigQuery. Source for the permissions:
 * https://docs.cloud.google.com/bigquery/docs/write-api-rest.
 */
public final class SinkProblems {
  private static final List<String> NEEDED =
      List.of(
          "bigquery.datasets.get",
          "bigquery.tables.get",
          "bigquery.tables.create",
          "bigquery.tables.update",
          "bigquery.tables.updateData");

  private final Iam iam;
  private final BigQueryStore store;
  private final Resources resources;
  private final ProjectGuard guard;

  /** Creates the check of a world. */
  public SinkProblems(Iam iam, BigQueryStore store, Resources resources, Clock clock) {
    this.iam = iam;
    this.store = store;
    this.resources = resources;
    this.guard = new ProjectGuard(iam, clock);
  }

  /** One text per sink of a project that cannot write, starting with the sink's name. */
  public List<String> in(String project) {
    return resources
        .in(SinksApi.collection(project), "")
        .flatMap(sink -> problem(sink.content()).map(text -> sink.id() + ": " + text).stream())
        .toList();
  }

  private Optional<String> problem(ObjectNode sink) {
    return Destination.parse(Json.field(sink, "destination"))
        .dataset()
        .flatMap(dataset -> problem(dataset, Json.field(sink, "writerIdentity")));
  }

  private Optional<String> problem(DatasetKey dataset, String writer) {
    if (store.location(dataset).isEmpty()) {
      return Optional.of("dataset " + dataset + " does not exist");
    }
    return NEEDED.stream()
        .map(each -> guard.question(dataset.project(), each, store.level(dataset)))
        .filter(question -> !iam.allows(writer, question))
        .findFirst()
        .map(question -> iam.explain(writer, question));
  }
}
