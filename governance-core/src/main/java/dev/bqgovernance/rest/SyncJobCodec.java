package dev.bqgovernance.rest;

import dev.bqgovernance.model.ConnectionId;
import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.Location;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.ProjectId;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.model.SyncJob;
import dev.bqgovernance.model.SyncJob.SyncSchedule;
import dev.bqgovernance.model.SyncJobId;
import dev.bqgovernance.model.TableId;
import dev.bqgovernance.state.Json;
import dev.bqgovernance.state.Marker;
import dev.bqgovernance.state.Resource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Sync jobs on the wire: transfer configurations of scheduled queries (<a
 * href="https://cloud.google.com/bigquery/docs/reference/datatransfer/rest/v1/projects.locations.transferConfigs">source</a>).
 *
 * <p>This class is immutable and thread-safe.
 */
public final class SyncJobCodec extends ProjectScopedCodec {
  static final SyncJobCodec INSTANCE = new SyncJobCodec();

  /**
   * The account that a job runs as: a parameter of requests, reported by some answers as the
   * owner's address; in a body it stands beside the fields.
   */
  private static final String ACCOUNT = "serviceAccountName";

  /** The parameters of the scheduled query, which are managed as a whole. */
  public static final String PARAMETERS = "params";

  /** The SQL. */
  public static final String QUERY = "params.query";

  /** The connection that the SQL names. */
  public static final String CONNECTION = "params.query.connection";

  /** The way in which rows are written. */
  public static final String WRITE = "params.write_disposition";

  private static final String DATASET = "destinationDatasetId";
  private static final String TABLE = "destination_table_name_template";
  private static final String DISPOSITION = "write_disposition";
  private static final String DATA_SOURCE = "scheduled_query";
  private static final Pattern WHOLE_DAY = Pattern.compile(" from (\\d\\d:\\d\\d) to 23:59$");

  /** A script says itself how it writes. */
  private static final String EXCHANGED = "exchanged in one transaction";

  /** The fields that are sent with every change. */
  private static final Set<String> SENT =
      Set.of(
          "displayName",
          "dataSourceId",
          DATASET,
          PARAMETERS,
          "schedule",
          "scheduleOptions",
          "emailPreferences",
          "notificationPubsubTopic",
          "disabled");

  private SyncJobCodec() {
    super(
        Service.DATA_TRANSFER,
        FieldTable.of(
            Field.of("displayName", "display name"),
            Field.of("dataSourceId", "data source").fixed(),
            Field.of("schedule", "schedule").worded(SyncJobCodec::schedule),
            Field.of(QUERY, "query"),
            Field.of(CONNECTION, "connection").worded(SyncJobCodec::connection),
            Field.of(DATASET, "destination dataset"),
            Field.of(PARAMETERS + "." + TABLE, "destination table"),
            Field.of(WRITE, "rows").or(EXCHANGED).worded(SyncJobCodec::write),
            Field.flag("emailPreferences.enableFailureEmail", "e-mail on failure"),
            Field.of("notificationPubsubTopic", "notification topic"),
            Field.of(ACCOUNT, "service account").compared(Field.Comparison.IF_REPORTED),
            Field.flag("disabled", "disabled"),
            Field.of("name", "name").compared(Field.Comparison.OUTPUT_ONLY),
            Field.of("ownerInfo.email", "owner").compared(Field.Comparison.OUTPUT_ONLY),
            Field.of("state", "state of the last run").compared(Field.Comparison.OUTPUT_ONLY)));
  }

  /** The list of a project's scheduled queries in a location. */
  public static Listing list(ProjectId project, Location location) {
    return Listing.of(
            Service.DATA_TRANSFER, Paths.transferConfigs(project, location), "transferConfigs")
        .withQuery("dataSourceIds", DATA_SOURCE);
  }

  /** The request that reads a listed job whole: only its own answer reports the account. */
  public static Request read(Json.Obj item) {
    return Request.get(
        Service.DATA_TRANSFER, Paths.named(ResourceId.Kind.SYNC_JOB, item.text("name").orElse("")));
  }

  @Override
  public Request create(Resource resource) {
    return withAccount(
        super.create(resource.withBody(resource.body().without(ACCOUNT))), resource.body());
  }

  @Override
  Request send(Resource change, Optional<Resource> current) {
    return withAccount(super.send(change, current), change.body());
  }

  private static Request withAccount(Request request, Json.Obj body) {
    return body.text(ACCOUNT).map(account -> request.withQuery(ACCOUNT, account)).orElse(request);
  }

  /** A transfer is sent whole, whatever the mask says. */
  @Override
  Json.Obj body(Json.Obj patch, Json.Obj live) {
    Json.Obj whole = live;
    for (String name : live.members().keySet()) {
      if (!SENT.contains(name)) {
        whole = whole.without(name);
      }
    }
    for (Map.Entry<String, Json> field : patch.without(ACCOUNT).members().entrySet()) {
      whole = whole.with(field.getKey(), field.getValue());
    }
    return whole;
  }

  @Override
  public Resource decode(ResourceId id, Json.Obj answer) {
    return Resource.of(
        id,
        answer
            .text("ownerInfo", "email")
            .map(email -> answer.with(ACCOUNT, Json.of(email)))
            .orElse(answer));
  }

  // --- bodies

  /**
   * The resource that a job declares.
   *
   * @param sql what it runs, without our mark
   */
  public static Resource encode(SyncJob job, String sql) {
    String name = job.id().name();
    Json.Builder params = Json.build().put("query", Marker.marked(name, sql));
    Json.Builder body =
        Json.build()
            .put("displayName", name)
            .put("dataSourceId", DATA_SOURCE)
            .put("schedule", job.schedule().spread(name).text());
    // A script says itself where it writes, and may not be given a destination.
    if (job.write() == SyncJob.Write.TRUNCATE_AND_INSERT) {
      body.put(DATASET, "");
    } else {
      params.put(TABLE, job.destination().name()).put(DISPOSITION, job.write().name());
      body.put(DATASET, job.destination().dataset().name());
    }
    return Resource.of(
        job.id(),
        body.put(PARAMETERS, params.toObject())
            .put(
                "emailPreferences",
                Json.build().put("enableFailureEmail", job.emailOnFailure()).toObject())
            .put("notificationPubsubTopic", job.notificationTopic().orElse(""))
            .put("disabled", job.disabled())
            .put(ACCOUNT, job.serviceAccount().map(account -> account.email()))
            .toObject());
  }

  /**
   * The job that a body could be declared as.
   *
   * @throws IllegalArgumentException if it cannot be declared; the message says why
   */
  public static SyncJob syncJob(SyncJobId id, Json.Obj body) {
    SyncQuery query =
        query(body)
            .filter(SyncQuery::isCopy)
            .orElseThrow(
                () -> new IllegalArgumentException("it does more than copy from a database"));
    SyncSchedule schedule = SyncSchedule.parse(body.text("schedule").orElse("every 24 hours"));
    SyncJob.Builder job =
        SyncJob.builder(id)
            .connection(ConnectionId.parse(id.project(), query.connection()))
            .query(query.query())
            .destination(
                destination(id.project(), body)
                    .orElseThrow(() -> new IllegalArgumentException("it has no destination table")))
            .schedule(schedule.unspread(id.name()).orElse(schedule))
            .write(
                query.exchanged().isPresent()
                    ? SyncJob.Write.TRUNCATE_AND_INSERT
                    : SyncJob.Write.valueOf(disposition(body).orElse("")))
            .emailOnFailure(body.object("emailPreferences").isTrue("enableFailureEmail"))
            .disabled(body.isTrue("disabled"));
    body.text("notificationPubsubTopic")
        .filter(topic -> !topic.isEmpty())
        .ifPresent(job::notificationTopic);
    serviceAccount(body).ifPresent(job::serviceAccount);
    return job.build();
  }

  /** The parts of the SQL of a job; empty if it does not query a database. */
  public static Optional<SyncQuery> query(Json.Obj body) {
    return Marker.removedFrom(body).text(PARAMETERS, "query").flatMap(SyncQuery::of);
  }

  /**
   * The table that a job writes, as its fields or its script name it; empty if that is not a single
   * table, such as one for each day.
   */
  public static Optional<TableId> destination(ProjectId project, Json.Obj body) {
    return body.text(PARAMETERS, TABLE)
        .flatMap(table -> dataset(body).flatMap(dataset -> table(project, dataset, table)))
        .or(() -> query(body).flatMap(SyncQuery::exchanged));
  }

  private static Optional<TableId> table(ProjectId project, String dataset, String table) {
    try {
      return Optional.of(new DatasetId(project, dataset).table(table));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // The name of a table may be a template.
    }
  }

  /** The text of a job as it runs; empty if the body does not hold it. */
  public static Optional<String> text(Json.Obj body) {
    return body.text(PARAMETERS, "query");
  }

  /** The name of the dataset that a job writes into; empty if only its script names it. */
  public static Optional<String> dataset(Json.Obj body) {
    return body.text(DATASET).filter(name -> !name.isEmpty());
  }

  /** The write disposition of a job; empty if its script says how it writes. */
  public static Optional<String> disposition(Json.Obj body) {
    return body.text(PARAMETERS, DISPOSITION);
  }

  /** The address that a job runs as, a person's or a service account's; empty if not known. */
  public static Optional<String> account(Json.Obj body) {
    return body.text(ACCOUNT);
  }

  /** The service account that a job runs as; empty if it is not known, or a person. */
  public static Optional<Principal.ServiceAccount> serviceAccount(Json.Obj body) {
    try {
      return account(body)
          .filter(email -> email.endsWith(".gserviceaccount.com"))
          .map(Principal::serviceAccount);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The patch with the account that a job is declared to run as, if there is one. */
  public static Json.Obj withAccount(Json.Obj patch, Json.Obj declared) {
    return account(declared).map(email -> patch.with(ACCOUNT, Json.of(email))).orElse(patch);
  }

  // --- words

  /** The write disposition of a job, in words. */
  public static String write(Json.Obj body) {
    return disposition(body).map(SyncJobCodec::write).orElse(EXCHANGED);
  }

  private static String write(String disposition) {
    return switch (disposition) {
      case "WRITE_TRUNCATE" -> "replaced";
      case "WRITE_APPEND" -> "appended";
      default -> disposition;
    };
  }

  /** A schedule in words, such as {@code every 1 hours (from 00:17)}. */
  public static String schedule(String text) {
    return WHOLE_DAY.matcher(text).replaceFirst(" (from $1)");
  }

  private static String connection(ProjectId home, String name) {
    try {
      return Field.within(home, ConnectionId.parse(home, name).toString());
    } catch (IllegalArgumentException e) {
      return name;
    }
  }
}
