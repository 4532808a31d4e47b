package dev.bqgovernance.files;

import dev.bqgovernance.json.LocatedJson;
import dev.bqgovernance.model.Column;
import dev.bqgovernance.model.Column.ColumnType;
import dev.bqgovernance.model.Place;
import dev.bqgovernance.model.Sensitivity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The columns of tables and views, in BigQuery's shape of a schema. */
final class SchemaJson {
  private final Problems problems;
  private final EnvironmentOverlay overlay;

  SchemaJson(ReadContext reading) {
    this.problems = reading.problems();
    this.overlay = reading.overlay();
  }

  /** The columns of a list; empty if one of them is wrong, which is noted. */
  List<Column> columns(List<LocatedJson> fields) {
    int before = problems.count();
    List<Column> columns = new ArrayList<>();
    Map<String, Place> seen = new HashMap<>();
    for (LocatedJson field : fields) {
      JsonMembers.of(field, FileKeys.COLUMN, problems)
          .ifPresent(
              column -> {
                checkUnique(column, seen);
                column(column).ifPresent(columns::add);
              });
    }
    return problems.count() == before ? columns : List.of();
  }

  private void checkUnique(JsonMembers column, Map<String, Place> seen) {
    column
        .value("name")
        .ifPresent(
            value -> {
              String name =
                  value instanceof LocatedJson.Str text
                      ? text.value().toLowerCase(Locale.ROOT)
                      : value.toString();
              Place first = seen.putIfAbsent(name, value.place());
              if (first != null) {
                problems.error(
                    "duplicate-column",
                    value.place(),
                    String.format(
                        "a second column of this name; the first is in line %d, column %d.",
                        first.line(), first.column()),
                    "Names differ by more than upper and lower case: rename or remove one.");
              }
            });
  }

  private Optional<Column> column(JsonMembers file) {
    Optional<LocatedJson.Str> name = file.requiredText("name", "email");
    Optional<ColumnType> type = file.requiredText("type", "STRING").flatMap(this::type);
    List<Column> fields = columns(file.list("fields"));
    Optional<ColumnType> range =
        file.object("rangeElementType", FileKeys.RANGE_ELEMENT_TYPE)
            .flatMap(element -> element.requiredText("type", "DATE"))
            .flatMap(this::type);
    boolean hasBrokenFields =
        file.has("fields") && fields.isEmpty() && file.list("fields").size() > 0;
    boolean hasBrokenRange = file.has("rangeElementType") && range.isEmpty();
    if (name.isEmpty() || type.isEmpty() || hasBrokenFields || hasBrokenRange) {
      return Optional.empty();
    }
    return problems
        .checked(
            name.get().place(),
            () ->
                Column.builder(name.get().value(), type.get())
                    .fields(fields)
                    .rangeElementType(range)
                    .build())
        .map(column -> details(file, column));
  }

  private Column details(JsonMembers file, Column column) {
    Draft<Column> draft = new Draft<>(column, problems);
    file.word("mode", names(Column.Mode.values()))
        .ifPresent(
            word -> set(draft, word.place(), c -> c.mode(Column.Mode.valueOf(word.value()))));
    file.word("sensitivity", names(Sensitivity.values()))
        .ifPresent(
            word ->
                set(draft, word.place(), c -> c.sensitivity(Sensitivity.valueOf(word.value()))));
    file.text("description")
        .ifPresent(text -> set(draft, text.place(), c -> c.description(text.value())));
    file.text("defaultValueExpression")
        .ifPresent(text -> set(draft, text.place(), c -> c.defaultValueExpression(text.value())));
    file.object("policyTags", FileKeys.POLICY_TAGS)
        .flatMap(this::policyTag)
        .ifPresent(text -> set(draft, text.place(), c -> c.policyTag(text.value())));
    file.whole("maxLength").ifPresent(w -> set(draft, w.place(), c -> c.maxLength(w.value())));
    file.whole("precision").ifPresent(w -> set(draft, w.place(), c -> c.precision(w.value())));
    file.whole("scale").ifPresent(w -> set(draft, w.place(), c -> c.scale(w.value())));
    return draft.noun();
  }

  private static void set(Draft<Column> draft, Place place, UnaryOperator<Column.Builder> change) {
    draft.set(
        place,
        column -> change.apply(Column.builder(column.name(), column.type()).from(column)).build());
  }

  private Optional<LocatedJson.Str> policyTag(JsonMembers tags) {
    List<LocatedJson.Str> names = tags.texts("names");
    if (names.size() > 1) {
      problems.error(
          "invalid-value",
          names.get(1).place(),
          "a column has at most one policy tag.",
          "Keep the one that protects it.");
      return Optional.empty();
    }
    names.forEach(name -> overlay.checkText(name.value(), name.place(), problems));
    return names.stream().findFirst();
  }

  private Optional<ColumnType> type(LocatedJson.Str text) {
    Optional<ColumnType> type = ColumnType.find(text.value());
    if (type.isEmpty()) {
      List<String> known = new ArrayList<>(names(ColumnType.values()));
      Arrays.stream(ColumnType.values())
          .map(ColumnType::sqlName)
          .filter(sqlName -> !known.contains(sqlName))
          .toList()
          .forEach(known::add);
      problems.error(
          "invalid-value",
          text.place(),
          String.format("\"%s\" is not a valid column type.", text.value()),
          SpellingSuggestion.suggest(text.value(), known));
    }
    return type;
  }

  private static List<String> names(Enum<?>[] words) {
    return Arrays.stream(words).map(Enum::name).toList();
  }

  /** Columns as a list of fields. */
  static List<Map<String, Object>> fields(List<Column> columns) {
    return columns.stream().map(SchemaJson::json).toList();
  }

  private static Map<String, Object> json(Column column) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", column.name());
    json.put("type", column.type().name());
    if (column.mode() != Column.Mode.NULLABLE) {
      json.put("mode", column.mode().name());
    }
    column.description().ifPresent(text -> json.put("description", text));
    column.sensitivity().ifPresent(sensitivity -> json.put("sensitivity", sensitivity.name()));
    column.policyTag().ifPresent(tag -> json.put("policyTags", Map.of("names", List.of(tag))));
    column.defaultValueExpression().ifPresent(text -> json.put("defaultValueExpression", text));
    column.maxLength().ifPresent(number -> json.put("maxLength", number.toString()));
    column.precision().ifPresent(number -> json.put("precision", number.toString()));
    column.scale().ifPresent(number -> json.put("scale", number.toString()));
    column
        .rangeElementType()
        .ifPresent(type -> json.put("rangeElementType", Map.of("type", type.name())));
    if (!column.fields().isEmpty()) {
      json.put("fields", fields(column.fields()));
    }
    return json;
  }
}
