package dev.bqgovernance.files;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.bqgovernance.json.LocatedJson;
import dev.bqgovernance.model.Column;
import dev.bqgovernance.model.Location;
import dev.bqgovernance.model.Place;
import dev.bqgovernance.model.Table;
import dev.bqgovernance.model.Table.Partitioning;
import dev.bqgovernance.model.TableId;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** datasets/&lt;dataset&gt;/tables/&lt;table&gt;.json: a native table. */
final class TableFile {
  private final JsonMembers file;
  private final ReadContext reading;
  private final Problems problems;
  private final Draft<Table> draft;

  private TableFile(JsonMembers file, TableId id, ReadContext reading) {
    this.file = file;
    this.reading = reading;
    this.problems = reading.problems();
    this.draft = new Draft<>(Table.builder(id).build(), problems);
  }

  /** The table; what is wrong is noted and left out. */
  static Table read(JsonMembers file, TableId id, Location home, ReadContext reading) {
    checkAnswer(file, id, home, List.of("TABLE"), reading);
    TableFile reader = new TableFile(file, id, reading);
    reader.read();
    return reader.draft.noun();
  }

  /** Checks the service's answer for a table or view against the path of the file. */
  static void checkAnswer(
      JsonMembers file, TableId id, Location home, List<String> types, ReadContext reading) {
    reading.checkReference(
        file, "tableReference", FileKeys.TABLE_REFERENCE, List.of(id.dataset().name(), id.name()));
    file.text("location")
        .filter(text -> !text.value().equalsIgnoreCase(home.value()))
        .ifPresent(
            text ->
                reading
                    .problems()
                    .error(
                        "wrong-reference",
                        text.place(),
                        String.format("the dataset is in %s, not in %s.", home, text.value()),
                        "Remove \"location\": a table has the location of its dataset."));
    file.text("type")
        .filter(text -> !types.contains(text.value()))
        .ifPresent(
            text ->
                reading
                    .problems()
                    .error(
                        "wrong-type-of-table",
                        text.place(),
                        String.format(
                            "a %s cannot be declared here: expected %s.",
                            text.value(), String.join(" or ", types)),
                        "Tables are declared in tables/, views by their SQL in views/."));
  }

  private void read() {
    readColumns();
    file.text("description").ifPresent(t -> set(t.place(), b -> b.description(t.value())));
    file.text("friendlyName").ifPresent(t -> set(t.place(), b -> b.friendlyName(t.value())));
    for (JsonMembers.Entry label : file.entries("labels")) {
      if (set(label.keyPlace(), table -> table.putLabels(label.key(), ""))) {
        set(label.value().place(), table -> table.putLabels(label.key(), label.value().value()));
      }
    }
    readPartitioning();
    file.object("clustering", FileKeys.CLUSTERING)
        .ifPresent(
            clustering ->
                set(
                    clustering.keyPlace("fields"),
                    table ->
                        table.clustering(
                            clustering.texts("fields").stream()
                                .map(LocatedJson.Str::value)
                                .toList())));
    boolean hasBrokenPartitioning =
        draft.noun().partitioning().isEmpty()
            && (file.has("timePartitioning") || file.has("rangePartitioning"));
    file.flag("requirePartitionFilter")
        .filter(flag -> !hasBrokenPartitioning)
        .ifPresent(flag -> set(flag.place(), table -> table.requirePartitionFilter(flag.value())));
    file.flag("deletable")
        .ifPresent(flag -> set(flag.place(), table -> table.deletable(flag.value())));
  }

  private void readColumns() {
    file.object("schema", FileKeys.SCHEMA)
        .ifPresent(
            schema -> {
              List<Column> columns = new SchemaJson(reading).columns(schema.list("fields"));
              set(schema.place(), table -> table.columns(columns));
            });
  }

  private void readPartitioning() {
    if (file.has("timePartitioning") && file.has("rangePartitioning")) {
      problems.error(
          "two-partitionings",
          file.keyPlace("rangePartitioning"),
          "the table is partitioned twice: by time and by a range.",
          "Keep one of the two.");
      return;
    }
    file.object("timePartitioning", FileKeys.TIME_PARTITIONING).ifPresent(this::readTime);
    file.object("rangePartitioning", FileKeys.RANGE_PARTITIONING).ifPresent(this::readRange);
  }

  private void readTime(JsonMembers time) {
    int before = problems.count();
    time.require("type", "\"DAY\"");
    Optional<LocatedJson.Str> unit =
        time.word(
            "type", Arrays.stream(Partitioning.ByTime.Unit.values()).map(Enum::name).toList());
    Optional<LocatedJson.Str> field = time.text("field");
    Optional<JsonMembers.Whole> expiration = time.whole("expirationMs");
    if (unit.isPresent() && problems.count() == before) {
      Place place = field.map(LocatedJson.Str::place).orElse(time.place());
      set(
          place,
          table ->
              table.partitioning(
                  new Partitioning.ByTime(
                      Partitioning.ByTime.Unit.valueOf(unit.get().value()),
                      field.map(LocatedJson.Str::value),
                      expiration.map(whole -> Duration.ofMillis(whole.value())))));
    }
  }

  private void readRange(JsonMembers partitioning) {
    Optional<LocatedJson.Str> field = partitioning.requiredText("field", "customer_id");
    partitioning.require("range", "{\"start\": \"0\", \"end\": \"100\", \"interval\": \"10\"}");
    Optional<JsonMembers> range = partitioning.object("range", FileKeys.RANGE);
    range.ifPresent(r -> FileKeys.RANGE.keys().forEach(key -> r.require(key, "\"10\"")));
    Optional<JsonMembers.Whole> start = range.flatMap(r -> r.whole("start"));
    Optional<JsonMembers.Whole> end = range.flatMap(r -> r.whole("end"));
    Optional<JsonMembers.Whole> interval = range.flatMap(r -> r.whole("interval"));
    if (field.isPresent() && start.isPresent() && end.isPresent() && interval.isPresent()) {
      set(
          field.get().place(),
          table ->
              table.partitioning(
                  new Partitioning.ByRange(
                      field.get().value(),
                      start.get().value(),
                      end.get().value(),
                      interval.get().value())));
    }
  }

  @CanIgnoreReturnValue
  private boolean set(Place place, UnaryOperator<Table.Builder> attribute) {
    return draft.set(
        place, table -> attribute.apply(Table.builder(table.id()).from(table)).build());
  }

  /** The content of the file for a table. */
  static Map<String, Object> json(Table table) {
    Map<String, Object> json = new LinkedHashMap<>();
    table.description().ifPresent(text -> json.put("description", text));
    table.friendlyName().ifPresent(text -> json.put("friendlyName", text));
    if (!table.labels().isEmpty()) {
      json.put("labels", new TreeMap<>(table.labels()));
    }
    if (!table.columns().isEmpty()) {
      json.put("schema", Map.of("fields", SchemaJson.fields(table.columns())));
    }
    table.partitioning().ifPresent(partitioning -> json.putAll(json(partitioning)));
    if (!table.clustering().isEmpty()) {
      json.put("clustering", Map.of("fields", table.clustering()));
    }
    table.requirePartitionFilter().ifPresent(flag -> json.put("requirePartitionFilter", flag));
    if (table.deletable()) {
      json.put("deletable", true);
    }
    return json;
  }

  private static Map<String, Object> json(Partitioning partitioning) {
    Map<String, Object> json = new LinkedHashMap<>();
    if (partitioning instanceof Partitioning.ByRange range) {
      Map<String, Object> numbers = new LinkedHashMap<>();
      numbers.put("start", Long.toString(range.start()));
      numbers.put("end", Long.toString(range.end()));
      numbers.put("interval", Long.toString(range.interval()));
      json.put("field", range.field());
      json.put("range", numbers);
      return Map.of("rangePartitioning", json);
    }
    Partitioning.ByTime time = (Partitioning.ByTime) partitioning;
    json.put("type", time.unit().name());
    time.column().ifPresent(column -> json.put("field", column));
    time.expiration().ifPresent(d -> json.put("expirationMs", Long.toString(d.toMillis())));
    return Map.of("timePartitioning", json);
  }
}
