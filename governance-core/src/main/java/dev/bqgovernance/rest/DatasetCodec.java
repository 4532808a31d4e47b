package dev.bqgovernance.rest;

import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.ProjectId;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.state.AccessEntry;
import dev.bqgovernance.state.Json;
import dev.bqgovernance.state.Resource;
import java.util.Optional;
import java.util.Set;

/**
 * Datasets on the wire (<a
 * href="https://docs.cloud.google.com/bigquery/docs/reference/rest/v2/datasets">source</a>).
 *
 * <p>This class is immutable and thread-safe.
 */
public final class DatasetCodec extends DatasetScopedCodec {
  static final DatasetCodec INSTANCE = new DatasetCodec();

  /** The version of access lists in which conditions are not lost. */
  private static final String VERSION = "accessPolicyVersion";

  private DatasetCodec() {
    super(
        "datasetReference",
        Request.Method.PATCH,
        FieldTable.of(
            Field.of("location", "location").compared(Field.Comparison.CASE_INSENSITIVE).fixed(),
            Field.of("labels", "labels").compared(Field.Comparison.ENTRIES),
            Field.of("labels.*", "label {}")));
  }

  /** The list of a project's datasets, hidden ones included. */
  public static Listing list(ProjectId project) {
    return Listing.counted(Paths.datasets(project), "datasets").withQuery("all", "true");
  }

  /**
   * The name of a listed dataset.
   *
   * @throws IllegalArgumentException if it is not a valid name
   */
  public static DatasetId id(ProjectId project, Json.Obj item) {
    return new DatasetId(project, INSTANCE.name(item, "datasetId"));
  }

  @Override
  Json.Obj reference(ResourceId id) {
    return Json.build()
        .put("projectId", id.project().value())
        .put("datasetId", id.name())
        .toObject();
  }

  @Override
  public Request read(ResourceId id) {
    return super.read(id).withQuery(VERSION, "3");
  }

  @Override
  public Request create(Resource resource) {
    return withAccess(super.create(resource), resource.access());
  }

  @Override
  Request send(Resource change, Optional<Resource> current) {
    return withAccess(super.send(change, current), change.access());
  }

  private static Request withAccess(Request request, Optional<Set<AccessEntry>> access) {
    return access
        .map(AccessListCodec::write)
        .map(
            list ->
                request
                    .withBody(request.body().orElse(Json.object()).with("access", list))
                    .withQuery(VERSION, "3"))
        .orElse(request);
  }

  @Override
  Request delete(String path) {
    return super.delete(path).withQuery("deleteContents", "true");
  }

  @Override
  public Resource decode(ResourceId id, Json.Obj answer) {
    Resource dataset = super.decode(id, answer);
    return answer.get("access").isPresent()
        ? dataset.withAccess(AccessListCodec.read(answer.array("access"), id.project()))
        : dataset;
  }
}
