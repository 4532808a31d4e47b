package dev.bqgovernance.plan;

import dev.bqgovernance.model.Column.ColumnType;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.plan.Change.FieldChange;
import dev.bqgovernance.rest.Codec;
import dev.bqgovernance.rest.Field;
import dev.bqgovernance.rest.FieldTable;
import dev.bqgovernance.state.Json;
import dev.bqgovernance.state.Resource;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The differences between a desired and a live resource. Only desired fields are compared;
 * spellings that BigQuery treats as the same are the same. The kind's table of fields says how each
 * field is compared.
 */
final class Comparison {
  /** The mode of a column where neither a declaration nor an answer names one. */
  private static final Json NULLABLE = Json.of("NULLABLE");

  private final FieldTable table;
  private final List<FieldChange> fields = new ArrayList<>();
  private final Map<String, Json> patch = new LinkedHashMap<>();

  private Comparison(FieldTable table) {
    this.table = table;
  }

  /** The fields that differ, in the order of the desired ones. */
  static List<FieldChange> fields(Resource desired, Resource live) {
    return of(desired.id().kind(), desired.body(), live.body()).fields;
  }

  static Comparison of(ResourceId.Kind kind, Json.Obj desired, Json.Obj live) {
    Comparison comparison = new Comparison(Codec.of(kind).fields());
    desired.members().forEach((name, value) -> comparison.member(name, value, live));
    return comparison;
  }

  List<FieldChange> fields() {
    return fields;
  }

  /** The merge patch that sets the fields that differ and keeps everything else. */
  Json.Obj patch() {
    return new Json.Obj(patch);
  }

  private void member(String name, Json desired, Json.Obj live) {
    Optional<Json> found = live.get(name);
    if (found.isPresent() && found.get().equals(desired)) {
      return;
    }
    Field.Comparison comparison = table.comparison(name);
    int before = fields.size();
    if (comparison == Field.Comparison.COLUMNS) {
      Json.Arr merged =
          columns(name + ".fields", array(desired, "fields"), live.object(name).array("fields"));
      if (fields.size() > before) {
        patch.put(name, live.object(name).with("fields", merged));
      }
      return;
    }
    compare(name, desired, found);
    if (fields.size() == before) {
      return;
    }
    if (desired instanceof Json.Obj object) {
      patch.put(
          name,
          comparison == Field.Comparison.ENTRIES
              ? changed(object, live.object(name))
              : merged(object, found));
    } else {
      patch.put(name, desired);
    }
  }

  private static Json.Obj changed(Json.Obj desired, Json.Obj live) {
    Map<String, Json> members = new LinkedHashMap<>(desired.members());
    members.entrySet().removeIf(e -> live.get(e.getKey()).filter(e.getValue()::equals).isPresent());
    return new Json.Obj(members);
  }

  private static Json merged(Json.Obj desired, Optional<Json> live) {
    return live.filter(Json.Obj.class::isInstance)
        .map(Json.Obj.class::cast)
        .orElse(Json.object())
        .merge(desired);
  }

  private void compare(String path, Json desired, Optional<Json> live) {
    if (!table.isComparable(path, desired, live)) {
      return;
    }
    if (desired instanceof Json.Obj object && live.isPresent()) {
      object
          .members()
          .forEach(
              (name, value) ->
                  compare(
                      path + "." + name,
                      value,
                      live.get() instanceof Json.Obj found ? found.get(name) : Optional.empty()));
    } else if (!isSame(path, desired, live)) {
      fields.add(new FieldChange(path, live, Optional.of(desired)));
    }
  }

  private boolean isSame(String path, Json desired, Optional<Json> live) {
    if (live.isEmpty()) {
      return desired.isDefault();
    }
    Json found = live.get();
    return desired.equals(found)
        || switch (table.comparison(path)) {
          case CASE_INSENSITIVE -> text(desired).equalsIgnoreCase(text(found));
          case UNORDERED -> new HashSet<>(elements(desired)).equals(new HashSet<>(elements(found)));
          case EXACT, ENTRIES, COLUMNS, IF_REPORTED, UNLESS_SECRET, WRITE_ONLY, OUTPUT_ONLY ->
              isEquivalent(path, desired, found);
        };
  }

  /** Whether BigQuery treats two spellings as the same. */
  private boolean isEquivalent(String path, Json desired, Json found) {
    if (desired instanceof Json.Arr && found instanceof Json.Arr) {
      return haveSameElements(path, elements(desired), elements(found));
    }
    if (desired instanceof Json.Num number && found instanceof Json.Num other) {
      return new BigDecimal(number.text()).compareTo(new BigDecimal(other.text())) == 0;
    }
    boolean areScalars = !text(desired).isEmpty() && !text(found).isEmpty();
    return areScalars && unixLines(text(desired)).equals(unixLines(text(found)));
  }

  /** A file that was saved on another system has the same meaning. */
  private static String unixLines(String text) {
    return text.replace("\r\n", "\n");
  }

  private boolean haveSameElements(String path, List<Json> desired, List<Json> found) {
    if (desired.size() != found.size()) {
      return false;
    }
    for (int i = 0; i < desired.size(); i++) {
      Comparison inner = new Comparison(table);
      inner.compare(path, desired.get(i), Optional.of(found.get(i)));
      if (!inner.fields.isEmpty()) {
        return false;
      }
    }
    return true;
  }

  /** The columns of a table after the change: live ones stay, declared ones are set or added. */
  private Json.Arr columns(String path, List<Json> desired, List<Json> live) {
    Map<String, Json.Obj> declared = new LinkedHashMap<>();
    desired.forEach(column -> declared.put(columnKey(column), (Json.Obj) column));
    List<Json> merged = new ArrayList<>();
    for (Json column : live) {
      Json.Obj found = (Json.Obj) column;
      Json.Obj wanted = declared.remove(columnKey(found));
      merged.add(wanted == null ? found : column(path + "." + columnName(found), wanted, found));
    }
    declared
        .values()
        .forEach(
            added -> {
              merged.add(added);
              fields.add(
                  new FieldChange(
                      path + "." + columnName(added), Optional.empty(), Optional.of(added)));
            });
    return new Json.Arr(merged);
  }

  private Json.Obj column(String path, Json.Obj desired, Json.Obj live) {
    Map<String, Json> merged = new HashMap<>();
    Json.Obj result = live;
    Json.Obj wanted = desired.get("mode").isPresent() ? desired : desired.with("mode", NULLABLE);
    for (Map.Entry<String, Json> member : wanted.members().entrySet()) {
      String name = member.getKey();
      Json value = member.getValue();
      if (name.equals("fields")) {
        result = result.with(name, columns(path, elements(value), live.array(name)));
        continue;
      }
      Optional<Json> found = live.get(name);
      if (found.isPresent() && found.get().equals(value)) {
        continue;
      }
      boolean isSame =
          switch (name) {
            case "name" -> true;
            case "type" -> found.map(f -> type(f).equals(type(value))).orElse(false);
            case "mode" -> value.equals(found.orElse(NULLABLE));
            default -> isSame(path, value, found);
          };
      if (!isSame) {
        fields.add(new FieldChange(path + "." + name, found, Optional.of(value)));
        merged.put(name, value);
      }
    }
    return merged.isEmpty() ? result : result.merge(new Json.Obj(merged));
  }

  private static String type(Json value) {
    return ColumnType.find(text(value)).map(ColumnType::name).orElse(text(value));
  }

  private static String columnKey(Json column) {
    return columnName(column).toLowerCase(Locale.ROOT);
  }

  private static String columnName(Json column) {
    return column instanceof Json.Obj object ? object.text("name").orElse("") : "";
  }

  private static List<Json> array(Json value, String name) {
    return value instanceof Json.Obj object ? object.array(name) : List.of();
  }

  private static List<Json> elements(Json value) {
    return value instanceof Json.Arr array ? array.elements() : List.of();
  }

  private static String text(Json value) {
    if (value instanceof Json.Str string) {
      return string.value();
    } else if (value instanceof Json.Num number) {
      return number.text();
    }
    return value instanceof Json.Bool bool ? Boolean.toString(bool.value()) : "";
  }

  /** The value behind a path of a field change. */
  static Optional<Json> at(Json.Obj body, String path) {
    Optional<Json> value = Optional.of(body);
    for (String name : path.split("\\.", -1)) {
      value = value.flatMap(outer -> inner(outer, name));
    }
    return value;
  }

  private static Optional<Json> inner(Json outer, String name) {
    if (outer instanceof Json.Obj object) {
      Optional<Json> member = object.get(name);
      return member.isPresent() ? member : inner(Json.array(object.array("fields")), name);
    }
    return elements(outer).stream()
        .filter(element -> columnName(element).equalsIgnoreCase(name))
        .findFirst();
  }
}
