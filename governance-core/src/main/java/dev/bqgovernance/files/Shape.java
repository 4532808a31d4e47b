package dev.bqgovernance.files;

import java.util.List;
import java.util.Set;

/**
 * The keys of every kind of object in the files. The JSON Schemas repeat them for editors; a test
 * holds the two together.
 */
enum Shape {
  SETTINGS("project", "location", "layers", "owners", "applier", "authorizedViews", "$schema"),
  OVERLAY("project", "location", "owners", "applier", "principals", "$schema"),
  ACCESS_ENTRY(
      "role",
      "groupByEmail",
      "userByEmail",
      "domain",
      "specialGroup",
      "iamMember",
      "view",
      "dataset",
      "routine",
      "condition",
      "reason",
      "expires"),
  CONDITION("expression", "title", "description"),
  AUTHORIZED_DATASET("dataset", "targetTypes", "target_types"),
  DATASET_REFERENCE("projectId", "datasetId"),
  TABLE_REFERENCE("projectId", "datasetId", "tableId"),
  ROUTINE_REFERENCE("projectId", "datasetId", "routineId"),
  ROW_POLICY_REFERENCE("projectId", "datasetId", "tableId", "policyId"),
  DATASET(
      "description",
      "friendlyName",
      "labels",
      "location",
      "defaultTableExpirationMs",
      "defaultPartitionExpirationMs",
      "maxTimeTravelHours",
      "storageBillingModel",
      "isCaseInsensitive",
      "defaultCollation",
      "defaultRoundingMode",
      "defaultEncryptionConfiguration",
      "resourceTags",
      "access",
      "layer",
      "accessMode",
      "deletable",
      "datasetReference",
      "kind",
      "etag",
      "id",
      "selfLink",
      "creationTime",
      "lastModifiedTime",
      "type",
      "$schema"),
  ENCRYPTION("kmsKeyName"),
  TABLE(
      "description",
      "friendlyName",
      "labels",
      "schema",
      "timePartitioning",
      "rangePartitioning",
      "clustering",
      "requirePartitionFilter",
      "deletable",
      "location",
      "tableReference",
      "kind",
      "etag",
      "id",
      "selfLink",
      "creationTime",
      "lastModifiedTime",
      "type",
      "$schema"),
  VIEW(
      "description",
      "labels",
      "materialized",
      "schema",
      "columns",
      "anonymizes",
      "location",
      "tableReference",
      "kind",
      "etag",
      "id",
      "selfLink",
      "creationTime",
      "lastModifiedTime",
      "type",
      "$schema"),
  SCHEMA("fields"),
  COLUMN(
      "name",
      "type",
      "mode",
      "description",
      "sensitivity",
      "policyTags",
      "defaultValueExpression",
      "maxLength",
      "precision",
      "scale",
      "rangeElementType",
      "fields"),
  POLICY_TAGS("names"),
  RANGE_ELEMENT_TYPE("type"),
  TIME_PARTITIONING("type", "field", "expirationMs"),
  RANGE_PARTITIONING("field", "range"),
  RANGE("start", "end", "interval"),
  CLUSTERING("fields"),
  ROW_POLICY(
      "policyId",
      "filterPredicate",
      "grantees",
      "rowAccessPolicyReference",
      "etag",
      "creationTime",
      "lastModifiedTime"),
  WORLD("projects", "users", "groups", "$schema"),
  WORLD_PROJECT("id", "number", "iam"),
  IAM_BINDING("role", "members");

  /** What the service answers and nobody declares: accepted, so that answers can be pasted. */
  private static final Set<String> ANSWERED =
      Set.of(
          "kind",
          "etag",
          "id",
          "selfLink",
          "creationTime",
          "lastModifiedTime",
          "type",
          "datasetReference",
          "tableReference",
          "rowAccessPolicyReference");

  @SuppressWarnings("ImmutableEnumChecker") // made by List.of
  private final List<String> keys;

  Shape(String... keys) {
    this.keys = List.of(keys);
  }

  List<String> keys() {
    return keys;
  }

  /** The keys that a person would write, for messages. */
  List<String> keysForPeople() {
    Set<String> others = keys.contains("etag") ? ANSWERED : Set.of();
    return keys.stream()
        .filter(key -> !others.contains(key))
        .filter(key -> !key.equals("$schema") && !key.equals("target_types"))
        .toList();
  }

  boolean accepts(String key) {
    return keys.contains(key) || (hasCounters() && key.startsWith("num"));
  }

  /** Whether the service adds counters to it: {@code numBytes}, {@code numRows} and others. */
  boolean hasCounters() {
    return this == TABLE || this == VIEW || this == DATASET;
  }
}
