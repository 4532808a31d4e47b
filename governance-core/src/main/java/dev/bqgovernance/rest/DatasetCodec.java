package dev.bqgovernance.rest;

import dev.bqgovernance.model.Dataset;
import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.Location;
import dev.bqgovernance.model.ProjectId;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.state.AccessEntry;
import dev.bqgovernance.state.Json;
import dev.bqgovernance.state.Marker;
import dev.bqgovernance.state.Resource;
import java.time.Duration;
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

  /** The location of the data. */
  public static final String LOCATION = "location";

  /**
   * The window that BigQuery reports where nobody set it (<a
   * href="https://docs.cloud.google.com/bigquery/docs/time-travel">source</a>).
   */
  private static final String DEFAULT_TIME_TRAVEL_HOURS = "168";

  private DatasetCodec() {
    super(
        "datasetReference",
        Request.Method.PATCH,
        FieldTable.of(
            Field.of(LOCATION, "location").compared(Field.Comparison.CASE_INSENSITIVE).fixed(),
            Field.of("friendlyName", "display name"),
            Field.of("description", "description"),
            Field.of("labels", "labels").compared(Field.Comparison.ENTRIES),
            Field.of("labels.*", "label {}"),
            Field.of("defaultTableExpirationMs", "default table expiration (ms)"),
            Field.of("defaultPartitionExpirationMs", "default partition expiration (ms)"),
            Field.of("maxTimeTravelHours", "time travel window (hours)"),
            Field.of("storageBillingModel", "storage billing model"),
            Field.of("isCaseInsensitive", "case-insensitive table names"),
            Field.of("defaultCollation", "default collation"),
            Field.of("defaultRoundingMode", "default rounding mode"),
            Field.of("defaultEncryptionConfiguration", "default encryption key"),
            Field.of("defaultEncryptionConfiguration.kmsKeyName", "default encryption key"),
            Field.of("resourceTags", "resource tags").compared(Field.Comparison.ENTRIES),
            Field.of("resourceTags.**", "resource tag {}"),
            CREATED,
            CHANGED));
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

  // --- bodies

  /**
   * The resource that a dataset declares, without its access list.
   *
   * @param location where it is declared to lie
   */
  public static Resource encode(Dataset dataset, Location location) {
    Json.Builder body =
        Json.build()
            .put(LOCATION, location.value())
            .put("friendlyName", dataset.friendlyName())
            .put("description", dataset.description())
            .putTexts("labels", marked(dataset.labels(), dataset.deletable()))
            .put("defaultTableExpirationMs", millis(dataset.defaultTableExpiration()))
            .put("defaultPartitionExpirationMs", millis(dataset.defaultPartitionExpiration()))
            .put(
                "maxTimeTravelHours",
                dataset.maxTimeTravel().map(travel -> Long.toString(travel.toHours())))
            .put("storageBillingModel", dataset.storageBillingModel())
            .put("defaultCollation", dataset.defaultCollation())
            .put("defaultRoundingMode", dataset.defaultRoundingMode())
            .putTexts("resourceTags", dataset.resourceTags());
    dataset.caseInsensitive().ifPresent(value -> body.put("isCaseInsensitive", value));
    dataset
        .defaultKmsKeyName()
        .ifPresent(
            key ->
                body.put(
                    "defaultEncryptionConfiguration",
                    Json.build().put("kmsKeyName", key).toObject()));
    return Resource.of(dataset.id(), body.toObject());
  }

  /**
   * The dataset that a body could be declared as, without its access.
   *
   * @throws IllegalArgumentException if it cannot be declared; the message says why
   */
  public static Dataset.Builder dataset(DatasetId id, Json.Obj body) {
    Dataset.Builder dataset = Dataset.builder(id);
    location(body).ifPresent(dataset::location);
    body.text("friendlyName").ifPresent(dataset::friendlyName);
    body.text("description").ifPresent(dataset::description);
    dataset.labels(labels(body)).deletable(Marker.allowsDeletion(Resource.of(id, body)));
    duration(body, "defaultTableExpirationMs").ifPresent(dataset::defaultTableExpiration);
    duration(body, "defaultPartitionExpirationMs").ifPresent(dataset::defaultPartitionExpiration);
    body.text("maxTimeTravelHours")
        .filter(hours -> !hours.equals(DEFAULT_TIME_TRAVEL_HOURS))
        .map(hours -> Duration.ofHours(Long.parseLong(hours)))
        .ifPresent(dataset::maxTimeTravel);
    body.text("storageBillingModel").ifPresent(dataset::storageBillingModel);
    if (body.isTrue("isCaseInsensitive")) {
      dataset.caseInsensitive(true);
    }
    body.text("defaultCollation").ifPresent(dataset::defaultCollation);
    body.text("defaultRoundingMode").ifPresent(dataset::defaultRoundingMode);
    body.text("defaultEncryptionConfiguration", "kmsKeyName").ifPresent(dataset::defaultKmsKeyName);
    return dataset.resourceTags(texts(body.object("resourceTags")));
  }

  /**
   * The location of a dataset; empty if the body does not hold it.
   *
   * @throws IllegalArgumentException if it is not a valid location
   */
  public static Optional<Location> location(Json.Obj body) {
    return body.text(LOCATION).map(Location::of);
  }
}
