package dev.bqgovernance.testkit.internal.bigquery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bqgovernance.testkit.internal.rest.ApiError;
import dev.bqgovernance.testkit.internal.rest.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * The rates of metadata writes, counted per name over ten seconds of the world's clock. Only writes
 * that are carried out count. Source: https://docs.cloud.google.com/bigquery/quotas.
 */
final class Quotas {
  private static final long WINDOW_MILLIS = 10_000;
  private static final int WRITES_PER_WINDOW = 5;
  private static final int WRITES_PER_WINDOW_PARTITIONED = 50;
  private static final String MORE =
      " For more information, see https://cloud.google.com/bigquery/docs/troubleshoot-quotas";

  private final TreeMap<String, List<Long>> writes = new TreeMap<>();

  Quotas copy() {
    Quotas copy = new Quotas();
    copy.writes.putAll(writes);
    return copy;
  }

  void writeDataset(DatasetKey dataset, long now) {
    spend(
        "dataset " + dataset,
        WRITES_PER_WINDOW,
        now,
        "Exceeded rate limits: too many dataset metadata update operations for this dataset."
            + MORE);
  }

  void writeTable(ItemKey table, boolean partitioned, long now) {
    spend(
        "table " + table,
        partitioned ? WRITES_PER_WINDOW_PARTITIONED : WRITES_PER_WINDOW,
        now,
        "Exceeded rate limits: too many table update operations for this table." + MORE);
  }

  void writeRoutine(ItemKey routine, long now) {
    spend(
        "routine " + routine,
        WRITES_PER_WINDOW,
        now,
        "Exceeded rate limits: too many update operations for this routine." + MORE);
  }

  void writeRowPolicy(ItemKey table, String policy, long now) {
    spend(
        "row policy " + table + " " + policy,
        WRITES_PER_WINDOW,
        now,
        "Exceeded rate limits: too many update operations for this row access policy." + MORE);
  }

  private void spend(String name, int limit, long now, String message) {
    List<Long> recent = new ArrayList<>(writes.getOrDefault(name, List.of()));
    recent.removeIf(each -> each <= now - WINDOW_MILLIS);
    if (recent.size() >= limit) {
      throw new ApiError(
          403,
          "rateLimitExceeded",
          message,
          name
              + " was written "
              + recent.size()
              + " times within the last 10 s of the world's clock; the next write is possible "
              + (recent.get(recent.size() - limit) + WINDOW_MILLIS - now)
              + " ms from now");
    }
    recent.add(now);
    writes.put(name, List.copyOf(recent));
  }

  ObjectNode save(long now) {
    ObjectNode json = Json.object();
    writes.forEach(
        (name, times) -> {
          List<Long> recent = times.stream().filter(each -> each > now - WINDOW_MILLIS).toList();
          if (!recent.isEmpty()) {
            recent.forEach(json.putArray(name)::add);
          }
        });
    return json;
  }

  static Quotas load(JsonNode json) {
    Quotas quotas = new Quotas();
    json.properties()
        .forEach(
            each -> {
              List<Long> times = new ArrayList<>();
              each.getValue().forEach(time -> times.add(time.asLong()));
              quotas.writes.put(each.getKey(), List.copyOf(times));
            });
    return quotas;
  }
}
