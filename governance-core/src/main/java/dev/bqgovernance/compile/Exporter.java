package dev.bqgovernance.compile;

import dev.bqgovernance.model.AuthorizedResource;
import dev.bqgovernance.model.Column;
import dev.bqgovernance.model.ColumnType;
import dev.bqgovernance.model.ConnectionId;
import dev.bqgovernance.model.DataPlatform;
import dev.bqgovernance.model.DataPlatformBuilder;
import dev.bqgovernance.model.Dataset;
import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.Finding;
import dev.bqgovernance.model.Grant;
import dev.bqgovernance.model.Location;
import dev.bqgovernance.model.Partitioning;
import dev.bqgovernance.model.Place;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.ProjectId;
import dev.bqgovernance.model.ProjectScopedId;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.model.Routine;
import dev.bqgovernance.model.RoutineId;
import dev.bqgovernance.model.RowPolicy;
import dev.bqgovernance.model.RowPolicyId;
import dev.bqgovernance.model.Table;
import dev.bqgovernance.model.TableId;
import dev.bqgovernance.model.View;
import dev.bqgovernance.state.AccessEntry;
import dev.bqgovernance.state.AccessEntry.AuthorizationEntry;
import dev.bqgovernance.state.AccessEntry.OpaqueEntry;
import dev.bqgovernance.state.AccessEntry.RoleEntry;
import dev.bqgovernance.state.ExpiryCondition;
import dev.bqgovernance.state.Json;
import dev.bqgovernance.state.Marker;
import dev.bqgovernance.state.Resource;
import dev.bqgovernance.state.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Turns an observed project into the platform that declares it: the compiler's way back. */
final class Exporter {
  /**
   * What BigQuery answers where nobody set it:
   * https://docs.cloud.google.com/bigquery/docs/time-travel.
   */
  private static final String DEFAULT_TIME_TRAVEL_HOURS = "168";

  private static final Place LIVE = new Place("live", 0, 0);

  private final ProjectId project;
  private final State observed;
  private final Instant instant;
  private final Location home;
  private final DataPlatformBuilder platform;
  private final IngestionExporter pipelines;
  private final List<Finding> findings = new ArrayList<>();

  Exporter(ProjectId project, State observed, Instant instant) {
    this.project = project;
    this.observed = observed;
    this.instant = instant;
    this.home = mostCommonLocation(observed);
    this.platform = DataPlatform.in(project.value(), home.value());
    this.pipelines = new IngestionExporter(observed, platform, home, LIVE);
  }

  private static Location mostCommonLocation(State observed) {
    Map<String, Long> counts =
        observed.sorted().stream()
            .filter(resource -> resource.id() instanceof DatasetId)
            .flatMap(resource -> resource.body().text("location").stream())
            .collect(
                Collectors.groupingBy(location -> location, TreeMap::new, Collectors.counting()));
    return counts.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(most -> Location.of(most.getKey()))
        .orElse(Location.of("US"));
  }

  Export export() {
    boolean isEmpty = true;
    for (Resource resource : observed.sorted()) {
      isEmpty &= !(resource.id() instanceof DatasetId);
      try {
        add(resource);
      } catch (IllegalArgumentException e) {
        leaveOut(resource.id(), String.valueOf(e.getMessage()));
      }
    }
    return isEmpty
        ? new Export(Optional.empty(), findings)
        : new Export(Optional.of(platform.build()), findings);
  }

  private void leaveOut(ResourceId id, String why) {
    findings.add(
        Finding.warning(
            "not-exported", String.format("%s %s is left out: %s.", id.kind().label(), id, why)));
  }

  private void add(Resource resource) {
    ResourceId id = resource.id();
    if (id instanceof DatasetId dataset) {
      platform.add(dataset(dataset, resource), LIVE);
    } else if (id instanceof RoutineId routine) {
      platform.add(Routine.of(routine, RoutineText.of(routine, resource.body())), LIVE);
    } else if (id instanceof RowPolicyId policy) {
      platform.add(rowPolicy(policy, resource.body()), LIVE);
    } else if (id instanceof ProjectScopedId ingestion) {
      pipelines.add(ingestion, resource);
      if (id instanceof ConnectionId) {
        findings.add(
            Finding.warning(
                    "not-exported",
                    String.format("user and password of connection %s are never told.", id))
                .withFix("Fill in its credential before anything of it changes."));
      }
    } else if (resource.isView()) {
      platform.add(view((TableId) id, resource), LIVE);
    } else {
      platform.add(table((TableId) id, resource.body()), LIVE);
    }
  }

  private Dataset dataset(DatasetId id, Resource live) {
    Json.Obj body = live.body();
    Dataset.Builder dataset = Dataset.builder(id);
    body.text("location")
        .map(Location::of)
        .filter(l -> !l.equals(home))
        .ifPresent(dataset::location);
    body.text("friendlyName").ifPresent(dataset::friendlyName);
    body.text("description").ifPresent(dataset::description);
    dataset.labels(labels(body)).deletable(Marker.allowsDeletion(live));
    millis(body, "defaultTableExpirationMs").ifPresent(dataset::defaultTableExpiration);
    millis(body, "defaultPartitionExpirationMs").ifPresent(dataset::defaultPartitionExpiration);
    body.text("maxTimeTravelHours")
        .filter(hours -> !hours.equals(DEFAULT_TIME_TRAVEL_HOURS))
        .map(hours -> Duration.ofHours(Long.parseLong(hours)))
        .ifPresent(dataset::maxTimeTravel);
    body.text("storageBillingModel").ifPresent(dataset::storageBillingModel);
    flag(body, "isCaseInsensitive").ifPresent(dataset::caseInsensitive);
    body.text("defaultCollation").ifPresent(dataset::defaultCollation);
    body.text("defaultRoundingMode").ifPresent(dataset::defaultRoundingMode);
    body.text("defaultEncryptionConfiguration", "kmsKeyName").ifPresent(dataset::defaultKmsKeyName);
    dataset.resourceTags(texts(body.object("resourceTags")));
    for (AccessEntry entry : live.access().orElse(Set.of())) {
      addEntry(id, entry, dataset);
    }
    return dataset.build();
  }

  private void addEntry(DatasetId id, AccessEntry entry, Dataset.Builder dataset) {
    Optional<ExpiryCondition.Temporary> temporary = ExpiryCondition.temporary(entry, instant);
    if (temporary.isPresent()) {
      findings.add(
          Finding.info(
              "temporary-grant", "not exported: temporary grant: " + temporary.get().inWords(id)));
    } else if (entry instanceof RoleEntry role) {
      dataset.grant(grant(role));
    } else if (entry instanceof AuthorizationEntry authorization) {
      AuthorizedResource reader = authorization.reader();
      boolean isForeign = !reader.resource().dataset().project().equals(project);
      if (isForeign || observed.find(reader.resource()).isPresent()) {
        dataset.authorize(reader);
      } else {
        leaveOutEntry(id, reader.resource() + " is gone, so its authorization is dead");
      }
    } else {
      OpaqueEntry opaque = (OpaqueEntry) entry;
      leaveOutEntry(id, opaque.why());
    }
  }

  private void leaveOutEntry(DatasetId id, String why) {
    findings.add(
        Finding.warning(
            "not-exported",
            String.format("one access entry of dataset %s is left out: %s.", id, why)));
  }

  private static Grant grant(RoleEntry entry) {
    Grant grant = Grant.of(entry.role(), entry.principal());
    return entry
        .condition()
        .map(
            condition ->
                ExpiryCondition.lastDay(condition)
                    .map(grant::until)
                    .orElseGet(() -> grant.onlyIf(condition)))
        .orElse(grant);
  }

  private static View view(TableId id, Resource live) {
    Json.Obj body = live.body();
    if (body.object("view").get("useLegacySql").filter(Json.of(true)::equals).isPresent()) {
      throw new IllegalArgumentException("it is written in legacy SQL");
    }
    String query =
        live.viewQuery()
            .orElseThrow(() -> new IllegalArgumentException("its SQL could not be read"));
    View.Builder view =
        View.builder(id, query).materialized(live.isMaterializedView()).labels(labels(body));
    body.text("description").ifPresent(view::description);
    return view.build();
  }

  private static RowPolicy rowPolicy(RowPolicyId id, Json.Obj body) {
    RowPolicy.Builder policy =
        RowPolicy.builder(id).filterPredicate(body.text("filterPredicate").orElse(""));
    body.array("grantees")
        .forEach(member -> policy.addGrantees(Principal.ofMember(((Json.Str) member).value())));
    return policy.build();
  }

  private static Table table(TableId id, Json.Obj body) {
    if (body.text("type").filter(type -> !type.equals("TABLE")).isPresent()) {
      throw new IllegalArgumentException(
          "it is a " + body.text("type").get() + ", no native table");
    }
    Table.Builder table =
        Table.builder(id)
            .columns(columns(body.object("schema").array("fields")))
            .labels(labels(body))
            .deletable(
                body.text("labels", Marker.LABEL).filter(Marker.DELETABLE::equals).isPresent());
    body.text("friendlyName").ifPresent(table::friendlyName);
    body.text("description").ifPresent(table::description);
    flag(body, "requirePartitionFilter").ifPresent(table::requirePartitionFilter);
    partitioning(body).ifPresent(table::partitioning);
    body.object("clustering")
        .array("fields")
        .forEach(field -> table.addClustering(((Json.Str) field).value()));
    return table.build();
  }

  private static Optional<Partitioning> partitioning(Json.Obj body) {
    Json.Obj time = body.object("timePartitioning");
    Json.Obj range = body.object("rangePartitioning").object("range");
    if (!time.isEmpty()) {
      return Optional.of(
          new Partitioning.ByTime(
              Partitioning.ByTime.Unit.valueOf(time.text("type").orElse("DAY")),
              time.text("field"),
              millis(time, "expirationMs")));
    }
    return range.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Partitioning.ByRange(
                body.text("rangePartitioning", "field").orElse(""),
                number(range, "start").orElse(0L),
                number(range, "end").orElse(0L),
                number(range, "interval").orElse(0L)));
  }

  private static List<Column> columns(List<Json> fields) {
    return fields.stream().map(field -> column((Json.Obj) field)).toList();
  }

  private static Column column(Json.Obj field) {
    String type = field.text("type").orElse("");
    Column.Builder column =
        Column.builder(
                field.text("name").orElse(""),
                ColumnType.find(type)
                    .orElseThrow(
                        () -> new IllegalArgumentException("it has a column of type " + type)))
            .fields(columns(field.array("fields")));
    field.text("mode").map(Column.Mode::valueOf).ifPresent(column::mode);
    field.text("description").ifPresent(column::description);
    field.text("defaultValueExpression").ifPresent(column::defaultValueExpression);
    number(field, "maxLength").ifPresent(column::maxLength);
    number(field, "precision").ifPresent(column::precision);
    number(field, "scale").ifPresent(column::scale);
    field.object("policyTags").array("names").stream()
        .findFirst()
        .ifPresent(tag -> column.policyTag(((Json.Str) tag).value()));
    field
        .text("rangeElementType", "type")
        .flatMap(ColumnType::find)
        .ifPresent(column::rangeElementType);
    return column.build();
  }

  private static Map<String, String> labels(Json.Obj body) {
    Map<String, String> labels = texts(body.object("labels"));
    labels.remove(Marker.LABEL);
    return labels;
  }

  private static Map<String, String> texts(Json.Obj object) {
    Map<String, String> texts = new LinkedHashMap<>();
    object.members().keySet().forEach(name -> object.text(name).ifPresent(v -> texts.put(name, v)));
    return texts;
  }

  private static Optional<Duration> millis(Json.Obj body, String field) {
    return number(body, field).map(Duration::ofMillis);
  }

  private static Optional<Long> number(Json.Obj body, String field) {
    return body.text(field).map(Long::parseLong);
  }

  private static Optional<Boolean> flag(Json.Obj body, String field) {
    return body.get(field)
        .filter(Json.Bool.class::isInstance)
        .map(value -> ((Json.Bool) value).value())
        .filter(value -> value);
  }
}
