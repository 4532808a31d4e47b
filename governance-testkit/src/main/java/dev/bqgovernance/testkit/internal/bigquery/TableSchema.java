package dev.bqgovernance.testkit.internal.bigquery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bqgovernance.testkit.internal.rest.ApiError;
import dev.bqgovernance.testkit.internal.rest.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The rules of a table's schema: names and types on the wire, and the changes that a patch may
 * make. Sources: https://docs.cloud.google.com/bigquery/docs/schemas and
 * /docs/managing-table-schemas.
 */
final class TableSchema {
  private static final Map<String, String> CANONICAL_TYPES =
      Map.of(
          "INT64", "INTEGER",
          "FLOAT64", "FLOAT",
          "BOOL", "BOOLEAN",
          "STRUCT", "RECORD",
          "DECIMAL", "NUMERIC",
          "BIGDECIMAL", "BIGNUMERIC");
  private static final Set<String> TYPES =
      Set.of(
          "STRING",
          "BYTES",
          "INTEGER",
          "FLOAT",
          "BOOLEAN",
          "TIMESTAMP",
          "DATE",
          "TIME",
          "DATETIME",
          "GEOGRAPHY",
          "NUMERIC",
          "BIGNUMERIC",
          "JSON",
          "RECORD",
          "RANGE",
          "INTERVAL");
  private static final Set<String> FIELD_KEYS =
      Set.of(
          "name",
          "type",
          "mode",
          "fields",
          "description",
          "policyTags",
          "maxLength",
          "precision",
          "scale",
          "collation",
          "defaultValueExpression",
          "roundingMode",
          "rangeElementType");
  private static final List<String> FORBIDDEN_PREFIXES =
      List.of(
          "_table_",
          "_file_",
          "_partition",
          "_row_timestamp",
          "__root__",
          "_colidentifier",
          "_change_sequence_number",
          "_change_type",
          "_change_timestamp");
  private static final int MAX_COLUMNS = 10_000;
  private static final int MAX_NESTING = 15;

  private TableSchema() {}

  /** The schema with canonical type names and without empty policy tags. */
  static ObjectNode canonical(JsonNode schema) {
    if (schema.size() > (schema.has("fields") ? 1 : 0)) {
      throw ApiError.notImplemented("a schema with more than fields");
    }
    ObjectNode result = Json.object();
    int[] columns = {0};
    result.set("fields", canonicalFields(schema.path("fields"), 1, columns));
    if (columns[0] > MAX_COLUMNS) {
      throw ApiError.invalid("Too many columns: a table can have at most 10000.");
    }
    return result;
  }

  private static ArrayNode canonicalFields(JsonNode fields, int depth, int[] columns) {
    if (depth > MAX_NESTING + 1) {
      throw ApiError.invalid("Columns can be nested at most 15 levels deep.");
    }
    ArrayNode result = Json.array(List.of());
    Set<String> names = new HashSet<>();
    for (JsonNode json : fields) {
      columns[0]++;
      ObjectNode field = canonicalField(json, depth, columns);
      if (!names.add(lower(field))) {
        throw ApiError.invalid(
            "Field " + field.path("name").asText() + " already exists in schema");
      }
      result.add(field);
    }
    return result;
  }

  private static ObjectNode canonicalField(JsonNode json, int depth, int[] columns) {
    for (Map.Entry<String, JsonNode> each : json.properties()) {
      if (!FIELD_KEYS.contains(each.getKey())) {
        throw ApiError.notImplemented("field " + each.getKey() + " of a column");
      }
    }
    ObjectNode field = Json.mergePatch(Json.object(), (ObjectNode) json);
    requireName(field.path("name").asText());
    String type = field.path("type").asText().toUpperCase(Locale.ROOT);
    type = CANONICAL_TYPES.getOrDefault(type, type);
    if (!TYPES.contains(type)) {
      throw ApiError.invalid(
          "Invalid value for type: " + field.path("type").asText() + " is not a valid value");
    }
    field.put("type", type);
    if (field.has("mode")) {
      String mode = field.path("mode").asText().toUpperCase(Locale.ROOT);
      if (!Set.of("NULLABLE", "REQUIRED", "REPEATED").contains(mode)) {
        throw ApiError.invalid("Invalid value for mode: " + mode + " is not a valid value");
      }
      field.put("mode", mode);
    }
    if (field.path("description").asText().length() > 1_024) {
      throw ApiError.invalid("The description of a column is longer than 1024 characters.");
    }
    if (type.equals("RECORD") == field.path("fields").isEmpty()) {
      throw ApiError.invalid(
          "Field "
              + field.path("name").asText()
              + " is type "
              + type
              + (type.equals("RECORD") ? " but has no schema" : " but has nested fields"));
    }
    if (type.equals("RECORD")) {
      field.set("fields", canonicalFields(field.path("fields"), depth + 1, columns));
    } else {
      field.remove("fields");
    }
    canonicalTags(field, type);
    return field;
  }

  private static void requireName(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (!name.matches("[\\p{L}\\p{N}\\p{M}\\p{Pc}\\p{Pd} &%=+:'<>#|]{1,300}")
        || FORBIDDEN_PREFIXES.stream().anyMatch(lower::startsWith)) {
      throw ApiError.invalid("Invalid field name \"" + name + "\".");
    }
  }

  private static void canonicalTags(ObjectNode field, String type) {
    List<String> tags = Json.strings(field.path("policyTags").path("names"));
    if (tags.isEmpty()) {
      field.remove("policyTags");
      return;
    }
    if (tags.size() > 1
        || type.equals("RECORD")
        || !tags.get(0)
            .matches("projects/[^/]+/locations/[^/]+/taxonomies/[^/]+/policyTags/[^/]+")) {
      throw ApiError.invalid(
          "A column has at most one policy tag, named projects/P/locations/L/taxonomies/T/policyTags/N, and none on"
              + " a RECORD.");
    }
  }

  private static String lower(JsonNode field) {
    return field.path("name").asText().toLowerCase(Locale.ROOT);
  }

  private static String mode(JsonNode field) {
    return field.path("mode").asText("NULLABLE");
  }

  /**
   * Checks that a schema only grows: columns may be added, modes relaxed, descriptions and tags
   * changed.
   *
   * @throws ApiError 400 otherwise
   */
  static void requireGrowth(ItemKey table, JsonNode before, JsonNode after) {
    requireGrowth("Provided Schema does not match Table " + table + ".", "", before, after);
  }

  private static void requireGrowth(String prefix, String path, JsonNode before, JsonNode after) {
    Map<String, JsonNode> left = new LinkedHashMap<>();
    after.path("fields").forEach(each -> left.put(lower(each), each));
    for (JsonNode old : before.path("fields")) {
      String name = path + old.path("name").asText();
      JsonNode now = left.remove(lower(old));
      if (now == null) {
        throw ApiError.invalid(prefix + " Field " + name + " is missing in new schema");
      }
      if (!now.path("type").equals(old.path("type"))) {
        throw ApiError.invalid(
            prefix
                + " Field "
                + name
                + " has changed type from "
                + old.path("type").asText()
                + " to "
                + now.path("type").asText());
      }
      boolean relaxed = mode(old).equals("REQUIRED") && mode(now).equals("NULLABLE");
      if (!mode(now).equals(mode(old)) && !relaxed) {
        throw ApiError.invalid(
            prefix + " Field " + name + " has changed mode from " + mode(old) + " to " + mode(now));
      }
      requireGrowth(prefix, name + ".", old, now);
    }
    for (JsonNode added : left.values()) {
      if (mode(added).equals("REQUIRED")) {
        throw ApiError.invalid(
            prefix
                + " Cannot add required fields to an existing schema. (field: "
                + path
                + added.path("name").asText()
                + ")");
      }
    }
  }

  /** Every column that carries a policy tag, with the tag. */
  static Set<String> tags(JsonNode schema) {
    Set<String> tags = new TreeSet<>();
    collectTags("", schema, tags);
    return tags;
  }

  private static void collectTags(String path, JsonNode parent, Set<String> tags) {
    for (JsonNode field : parent.path("fields")) {
      String name = path + lower(field);
      Json.strings(field.path("policyTags").path("names"))
          .forEach(tag -> tags.add(name + " " + tag));
      collectTags(name + ".", field, tags);
    }
  }

  /** A top-level column, if there is one of this name. */
  static List<JsonNode> column(JsonNode schema, String name) {
    List<JsonNode> found = new ArrayList<>();
    for (JsonNode field : schema.path("fields")) {
      if (lower(field).equals(name.toLowerCase(Locale.ROOT))) {
        found.add(field);
      }
    }
    return List.copyOf(found);
  }

  /** Whether any column at any depth is of a type. */
  static boolean hasType(JsonNode schema, String type) {
    for (JsonNode field : schema.path("fields")) {
      if (field.path("type").asText().equals(type) || hasType(field, type)) {
        return true;
      }
    }
    return false;
  }
}
