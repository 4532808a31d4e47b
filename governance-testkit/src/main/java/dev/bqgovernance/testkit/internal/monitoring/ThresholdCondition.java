package dev.bqgovernance.testkit.internal.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bqgovernance.testkit.internal.rest.ApiError;
import dev.bqgovernance.testkit.internal.rest.Fields;
import dev.bqgovernance.testkit.internal.rest.FilterText;
import dev.bqgovernance.testkit.internal.rest.Json;
import java.math.BigDecimal;
import java.util.Set;

/**
 * The rules of a condition with a threshold, the only kind that the fake implements. Source: {@code
 * google/monitoring/v3/alert.proto} in https://github.com/googleapis/googleapis.
 */
final class ThresholdCondition {
  private static final Fields CONDITION =
      new Fields("condition", Set.of("name", "displayName", "conditionThreshold"), Set.of());
  private static final Fields THRESHOLD =
      new Fields(
          "conditionThreshold",
          Set.of("filter", "aggregations", "comparison", "thresholdValue", "duration", "trigger"),
          Set.of());
  private static final Fields AGGREGATION =
      new Fields(
          "condition's aggregation",
          Set.of("alignmentPeriod", "perSeriesAligner", "crossSeriesReducer", "groupByFields"),
          Set.of());
  private static final Fields TRIGGER =
      new Fields("condition's trigger", Set.of("count", "percent"), Set.of());
  private static final int MAX_FILTER = 2_048;
  private static final int MAX_DISPLAY_NAME = 512;
  private static final BigDecimal MINUTE = BigDecimal.valueOf(60);

  private ThresholdCondition() {}

  /** The condition that a request asks for, without fields that have their default value. */
  static ObjectNode checked(JsonNode json) {
    if (!(json instanceof ObjectNode object)) {
      throw ApiError.invalid("A condition is an object.");
    }
    ObjectNode condition = CONDITION.take(object);
    Rules.requireLength(condition, "displayName", MAX_DISPLAY_NAME);
    ObjectNode threshold =
        Json.takeNested(condition, "conditionThreshold", THRESHOLD)
            .orElseThrow(() -> ApiError.invalid("A condition needs its conditionThreshold."));
    FilterText filter = FilterText.parse(Json.field(threshold, "filter"), MAX_FILTER);
    if (!filter.compares("metric.type") || !filter.compares("resource.type")) {
      throw ApiError.invalid(
          "The filter of a condition must name metric.type and resource.type: "
              + Json.field(threshold, "filter"));
    }
    if (!Set.of("COMPARISON_GT", "COMPARISON_LT").contains(Json.field(threshold, "comparison"))) {
      throw ApiError.invalid("Only COMPARISON_GT and COMPARISON_LT are supported.");
    }
    if (threshold.has("thresholdValue") && !threshold.path("thresholdValue").isNumber()) {
      throw ApiError.invalid("thresholdValue is no number.");
    }
    if (Rules.seconds(threshold, "duration", "0s").remainder(MINUTE).signum() != 0) {
      throw ApiError.invalid("The duration of a condition must be a multiple of a minute.");
    }
    Json.takeNested(threshold, "trigger", TRIGGER)
        .filter(trigger -> trigger.size() > 1)
        .ifPresent(
            trigger -> {
              throw ApiError.invalid("A trigger has a count or a percent, not both.");
            });
    threshold.path("aggregations").forEach(ThresholdCondition::requireAggregation);
    return condition;
  }

  private static void requireAggregation(JsonNode json) {
    if (!(json instanceof ObjectNode object)) {
      throw ApiError.invalid("An aggregation is an object.");
    }
    ObjectNode aggregation = AGGREGATION.take(object);
    if (Rules.seconds(aggregation, "alignmentPeriod", "60s").compareTo(MINUTE) < 0) {
      throw ApiError.invalid("The alignmentPeriod must be at least 60 seconds.");
    }
    if (!Json.field(aggregation, "perSeriesAligner").matches("|ALIGN_[A-Z0-9_]+")
        || !Json.field(aggregation, "crossSeriesReducer").matches("|REDUCE_[A-Z0-9_]+")) {
      throw ApiError.invalid("Unknown aligner or reducer: " + Json.text(aggregation));
    }
  }
}
