package dev.bqgovernance.testkit.internal.transfer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bqgovernance.testkit.internal.rest.ApiError;
import dev.bqgovernance.testkit.internal.rest.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The {@code params} of a scheduled query. Source:
 * https://docs.cloud.google.com/bigquery/docs/scheduling-queries.
 *
 * @param template the name of the destination table; empty if there is none
 * @param warnings mistakes that are accepted and make every run fail
 */
record QueryParams(String template, List<String> warnings) {
  private static final Set<String> KEYS =
      Set.of(
          "query",
          "destination_table_name_template",
          "write_disposition",
          "partitioning_field",
          "partitioning_type");
  private static final Set<String> DISPOSITIONS = Set.of("WRITE_TRUNCATE", "WRITE_APPEND");
  private static final Set<String> PARTITIONINGS = Set.of("HOUR", "DAY", "MONTH", "YEAR");
  private static final String OFFSET = "(?:[+-](?:[0-9.]+h)?(?:[0-9.]+m)?(?:[0-9.]+s)?(?<=[hms]))?";
  private static final Pattern TEMPLATE =
      Pattern.compile(
          "(?:[\\w$-]|\\\\[{}\"|]|\\{run_date\\}|\\{run_time" + OFFSET + "\\|\"[^\"{}|]+\"\\})+");

  /**
   * Reads params.
   *
   * @throws ApiError 400 if the service would refuse them
   */
  static QueryParams parse(JsonNode json) {
    if (!(json instanceof ObjectNode params)) {
      throw ApiError.invalid("Missing argument: params.");
    }
    for (Map.Entry<String, JsonNode> param : params.properties()) {
      if (!KEYS.contains(param.getKey())) {
        throw ApiError.invalid("Unknown parameter of scheduled_query: " + param.getKey() + ".");
      }
      if (!param.getValue().isTextual()) {
        throw ApiError.invalid("The parameter " + param.getKey() + " must be a text.");
      }
    }
    String query = Json.field(params, "query");
    if (query.isBlank()) {
      throw ApiError.invalid("Missing argument: query.");
    }
    String template = Json.field(params, "destination_table_name_template");
    String disposition = Json.field(params, "write_disposition");
    String field = Json.field(params, "partitioning_field");
    String type = Json.field(params, "partitioning_type");
    if (!QueryText.givesRows(query) && !(template + disposition + field + type).isEmpty()) {
      throw ApiError.invalid(
          "DDL, DML and scripts cannot have a destination table, a write disposition or a partitioning.");
    }
    if (!template.isEmpty() && !TEMPLATE.matcher(template).matches()) {
      throw ApiError.invalid("Invalid destination_table_name_template: \"" + template + "\".");
    }
    requireOneOf("write_disposition", disposition, DISPOSITIONS);
    requireOneOf("partitioning_type", type, PARTITIONINGS);
    List<String> warnings = new ArrayList<>();
    if (!template.isEmpty() && disposition.isEmpty()) {
      warnings.add("a destination table without write_disposition: every run fails");
    }
    if (template.contains("$") && !field.isEmpty()) {
      warnings.add("partitioning_field with a partition decorator: every run fails");
    }
    return new QueryParams(template, List.copyOf(warnings));
  }

  private static void requireOneOf(String param, String value, Set<String> allowed) {
    if (!value.isEmpty() && !allowed.contains(value)) {
      throw ApiError.invalid("Invalid " + param + ": \"" + value + "\".");
    }
  }
}
