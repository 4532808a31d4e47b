package dev.bqgovernance.testkit.internal.bigquery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bqgovernance.testkit.internal.rest.ApiError;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The rules for identifiers, labels and descriptions.
 *
 * <p>Sources: https://docs.cloud.google.com/bigquery/docs/datasets, /tables, /labels-intro and
 * /quotas.
 */
final class Names {
  private static final Pattern DATASET = Pattern.compile("[0-9A-Za-z_]{1,1024}");
  private static final Pattern TABLE =
      Pattern.compile("[\\p{L}\\p{M}\\p{N}\\p{Pc}\\p{Pd}\\p{Zs}]+");
  private static final Pattern ROUTINE = Pattern.compile("[0-9A-Za-z_]{1,256}");
  private static final Pattern ROW_POLICY = Pattern.compile("[A-Za-z][0-9A-Za-z_]{0,255}");
  private static final Pattern LABEL_KEY =
      Pattern.compile("[\\p{Ll}\\p{Lo}][\\p{Ll}\\p{Lo}\\p{N}_-]{0,62}");
  private static final Pattern LABEL_VALUE = Pattern.compile("[\\p{Ll}\\p{Lo}\\p{N}_-]{0,63}");
  private static final int MAX_LABELS = 64;
  private static final int MAX_DESCRIPTION = 16_384;

  private Names() {}

  static void requireDatasetId(String id) {
    if (!DATASET.matcher(id).matches()) {
      throw ApiError.invalid(
          "Invalid dataset ID \""
              + id
              + "\". Dataset IDs must be alphanumeric (plus underscores and dashes) and must be at most 1024"
              + " characters long.");
    }
  }

  static void requireTableId(String id) {
    if (!TABLE.matcher(id).matches() || id.getBytes(StandardCharsets.UTF_8).length > 1024) {
      throw ApiError.invalid("Invalid table ID \"" + id + "\".");
    }
  }

  static void requireRoutineId(String id) {
    if (!ROUTINE.matcher(id).matches()) {
      throw ApiError.invalid("Invalid routine ID \"" + id + "\".");
    }
  }

  static void requireRowPolicyId(String id) {
    if (!ROW_POLICY.matcher(id).matches()) {
      throw ApiError.invalid("Invalid row access policy ID \"" + id + "\".");
    }
  }

  /** Checks the fields that datasets and tables share. */
  static void requireMetadata(ObjectNode metadata) {
    if (metadata.path("description").asText().length() > MAX_DESCRIPTION) {
      throw ApiError.invalid("The description is longer than 16384 characters.");
    }
    JsonNode labels = metadata.path("labels");
    if (labels.size() > MAX_LABELS) {
      throw ApiError.invalid("A resource can have at most 64 labels.");
    }
    for (Map.Entry<String, JsonNode> label : labels.properties()) {
      if (!LABEL_KEY.matcher(label.getKey()).matches()) {
        throw ApiError.invalid("Label key \"" + label.getKey() + "\" is invalid.");
      }
      if (!label.getValue().isTextual()
          || !LABEL_VALUE.matcher(label.getValue().asText()).matches()) {
        throw ApiError.invalid("Label value of \"" + label.getKey() + "\" is invalid.");
      }
    }
  }
}
