package dev.bqgovernance.files;

import java.util.List;
import java.util.stream.Stream;

/**
 * The keys of every kind of object in the files. The JSON Schemas repeat them for editors; a test
 * holds the two together.
 */
enum FileKeys {
  SETTINGS(
      "project",
      "location",
      "layers",
      "owners",
      "applier",
      "authorizedViews",
      "collapseAuthorizationsAtPercent",
      "$schema"),
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
      List.of(
          "datasetReference",
          "kind",
          "etag",
          "id",
          "selfLink",
          "creationTime",
          "lastModifiedTime",
          "type"),
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
      "$schema"),
  ENCRYPTION("kmsKeyName"),
  TABLE(
      List.of(
          "tableReference",
          "kind",
          "etag",
          "id",
          "selfLink",
          "creationTime",
          "lastModifiedTime",
          "type"),
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
      "$schema"),
  VIEW(
      List.of(
          "tableReference",
          "kind",
          "etag",
          "id",
          "selfLink",
          "creationTime",
          "lastModifiedTime",
          "type"),
      "description",
      "labels",
      "materialized",
      "schema",
      "columns",
      "anonymizes",
      "location",
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
      List.of("rowAccessPolicyReference", "etag", "creationTime", "lastModifiedTime"),
      "policyId",
      "filterPredicate",
      "grantees"),
  CONNECTION(
      List.of("name", "creationTime", "lastModifiedTime", "hasCredential"),
      "location",
      "friendlyName",
      "description",
      "cloudSql",
      "users",
      "$schema"),
  CLOUD_SQL(List.of("serviceAccountId"), "instanceId", "database", "type", "credential"),
  CREDENTIAL("username", "password"),
  SYNC_JOB(
      List.of(
          "name",
          "dataSourceId",
          "displayName",
          "datasetRegion",
          "nextRunTime",
          "ownerInfo",
          "state",
          "updateTime",
          "userId"),
      "connection",
      "query",
      "destination",
      "schedule",
      "writeDisposition",
      "serviceAccount",
      "sourceSchema",
      "notificationPubsubTopic",
      "emailOnFailure",
      "disabled",
      "$schema"),
  SOURCE_COLUMN("name", "type", "required", "sensitivity", "description"),
  SINK(
      List.of(
          "name",
          "resourceName",
          "destination",
          "bigqueryOptions",
          "writerIdentity",
          "outputVersionFormat",
          "createTime",
          "updateTime"),
      "dataset",
      "filter",
      "exclusions",
      "description",
      "disabled",
      "usePartitionedTables",
      "errorTable",
      "location",
      "alert",
      "deduplicated",
      "$schema"),
  BIGQUERY_OPTIONS(List.of("usesTimestampColumnPartitioning"), "usePartitionedTables"),
  EXCLUSION(List.of("createTime", "updateTime"), "name", "filter", "description", "disabled"),
  SINK_ALERT("threshold", "notificationChannels"),
  DEDUPLICATED_VIEW("view", "table"),
  NOTIFICATION_CHANNEL(
      List.of("name", "verificationStatus", "creationRecord", "mutationRecords"),
      "type",
      "labels",
      "sensitiveLabels",
      "displayName",
      "description",
      "enabled",
      "$schema"),
  POLICIES("rules", "suppressions", "$schema"),
  SUPPRESSION("rule", "on", "reason", "until"),
  WORLD("projects", "users", "groups", "$schema"),
  WORLD_PROJECT("id", "number", "iam"),
  IAM_BINDING("role", "members");

  @SuppressWarnings("ImmutableEnumChecker") // made by List.of
  private final List<String> answered;

  @SuppressWarnings("ImmutableEnumChecker") // made by List.of
  private final List<String> own;

  FileKeys(String... keys) {
    this(List.of(), keys);
  }

  /**
   * A shape that the service answers.
   *
   * @param answered what the service answers and nobody declares: accepted, so that answers can be
   *     pasted
   * @param keys what is declared
   */
  FileKeys(List<String> answered, String... keys) {
    this.answered = answered;
    this.own = List.of(keys);
  }

  /** All keys, in the order of their declaration. */
  List<String> keys() {
    return Stream.of(own, answered).flatMap(List::stream).toList();
  }

  /** The keys that a person would write, for messages. */
  List<String> keysForPeople() {
    return own.stream()
        .filter(key -> !key.equals("$schema") && !key.equals("target_types"))
        .toList();
  }

  boolean accepts(String key) {
    return own.contains(key) || answered.contains(key) || (hasCounters() && key.startsWith("num"));
  }

  /** Whether the service adds counters to it: {@code numBytes}, {@code numRows} and others. */
  boolean hasCounters() {
    return this == TABLE || this == VIEW || this == DATASET;
  }
}
