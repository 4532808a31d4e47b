package dev.bqgovernance.rest;

import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.ProjectId;
import dev.bqgovernance.model.Sink;
import dev.bqgovernance.model.SinkId;
import dev.bqgovernance.state.Json;
import dev.bqgovernance.state.Marker;
import dev.bqgovernance.state.Resource;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Log sinks on the wire (<a
 * href="https://cloud.google.com/logging/docs/reference/v2/rest/v2/projects.sinks">source</a>).
 *
 * <p>This class is immutable and thread-safe.
 */
public final class SinkCodec extends ProjectScopedCodec {
  static final SinkCodec INSTANCE = new SinkCodec();

  /** The entries that a sink leaves out. */
  public static final String EXCLUSIONS = "exclusions";

  private static final String DESTINATION = "destination";
  private static final String OPTIONS = "bigqueryOptions";
  private static final String PARTITIONED = "usePartitionedTables";
  private static final Pattern DATASET =
      Pattern.compile("bigquery\\.googleapis\\.com/projects/([^/]+)/datasets/([^/]+)");

  /** Sinks that every project has, and that nobody can delete, begin with this. */
  private static final String BUILT_IN = "_";

  private SinkCodec() {
    super(
        Service.LOGGING,
        FieldTable.of(
            Field.of(DESTINATION, "destination").worded(SinkCodec::destination),
            Field.of("filter", "filter").or("all entries").worded(String::strip),
            Field.of("description", "description"),
            Field.flag("disabled", "disabled"),
            Field.of(EXCLUSIONS, "exclusions"),
            Field.of("exclusions.*.*", "exclusion {}, {}"),
            Field.of("bigqueryOptions.usePartitionedTables", "tables")
                .or("one for each day")
                .worded(value -> value.equals("true") ? "partitioned" : "one for each day"),
            Field.of("name", "name").compared(Field.Comparison.OUTPUT_ONLY),
            Field.of("writerIdentity", "writer identity").compared(Field.Comparison.OUTPUT_ONLY)));
  }

  /** The list of a project's sinks. */
  public static Listing list(ProjectId project) {
    return Listing.of(Service.LOGGING, Paths.sinks(project), "sinks");
  }

  /** The name of a listed sink; empty for one that is part of every project. */
  public static Optional<SinkId> id(ProjectId project, Json.Obj item) {
    return item.text("name")
        .filter(name -> !name.startsWith(BUILT_IN))
        .map(name -> new SinkId(project, name));
  }

  @Override
  public Request create(Resource resource) {
    Request request = super.create(resource);
    return withIdentity(
        request.withBody(
            request.body().orElse(Json.object()).with("name", Json.of(resource.id().name()))));
  }

  @Override
  Request send(Resource change, Optional<Resource> current) {
    return withIdentity(super.send(change, current));
  }

  /** The sink writes as an account of its own. */
  private static Request withIdentity(Request request) {
    return request.withQuery("uniqueWriterIdentity", "true");
  }

  // --- bodies

  /** The resource that a sink declares. */
  public static Resource encode(Sink sink) {
    return Resource.of(
        sink.id(),
        Json.build()
            .put(
                DESTINATION,
                "bigquery.googleapis.com/projects/"
                    + sink.dataset().project()
                    + "/datasets/"
                    + sink.dataset().name())
            .put("filter", sink.filter())
            .put("description", Marker.marked(sink.description()))
            .put("disabled", sink.disabled())
            .put(EXCLUSIONS, Json.array(sink.exclusions().stream().map(SinkCodec::encode).toList()))
            .put(OPTIONS, Json.build().put(PARTITIONED, sink.usePartitionedTables()).toObject())
            .toObject());
  }

  private static Json.Obj encode(Sink.Exclusion exclusion) {
    return Json.build()
        .put("name", exclusion.name())
        .put("filter", exclusion.filter())
        .put("description", exclusion.description())
        .put("disabled", exclusion.disabled())
        .toObject();
  }

  /**
   * The sink that a body could be declared as; where its dataset lies, and its alert, are not part
   * of the body.
   *
   * @throws IllegalArgumentException if it cannot be declared; the message says why
   */
  public static Sink.Builder sink(SinkId id, Json.Obj body) {
    Sink.Builder sink =
        Sink.builder(id)
            .dataset(
                dataset(body)
                    .filter(dataset -> dataset.project().equals(id.project()))
                    .orElseThrow(
                        () ->
                            new IllegalArgumentException(
                                "it does not write into BigQuery of this project")))
            .filter(body.text("filter").orElse(""))
            .disabled(body.isTrue("disabled"))
            .usePartitionedTables(isPartitioned(body));
    Marker.removedFrom(body).text("description").ifPresent(sink::description);
    for (Json element : body.array(EXCLUSIONS)) {
      Json.Obj exclusion = (Json.Obj) element;
      sink.addExclusions(
          new Sink.Exclusion(
              exclusion.text("name").orElse(""),
              exclusion.text("filter").orElse(""),
              exclusion.text("description"),
              exclusion.isTrue("disabled")));
    }
    return sink;
  }

  /** The dataset that a sink writes into; empty if it writes elsewhere. */
  public static Optional<DatasetId> dataset(Json.Obj body) {
    return body.text(DESTINATION).flatMap(SinkCodec::dataset);
  }

  private static Optional<DatasetId> dataset(String destination) {
    Matcher parts = DATASET.matcher(destination);
    try {
      return parts.matches()
          ? Optional.of(DatasetId.of(parts.group(1), parts.group(2)))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // A project may be named by its number.
    }
  }

  /** The account that a live sink writes as; empty if it has none of its own. */
  public static Optional<Principal> writer(Json.Obj body) {
    return body.text("writerIdentity").map(Principal::ofMember);
  }

  /** Whether a sink writes one table partitioned by day for each log. */
  public static boolean isPartitioned(Json.Obj body) {
    return body.object(OPTIONS).isTrue(PARTITIONED);
  }

  // --- words

  /** A destination in words: the dataset, without the project that is spoken of. */
  public static String destination(ProjectId home, String destination) {
    return Field.within(home, DATASET.matcher(destination).replaceFirst("$1.$2"));
  }
}
