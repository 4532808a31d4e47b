package dev.bqgovernance.model;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** The permissions that decide who sees data, or who can grant it to themselves. */
@API(status = Status.INTERNAL)
public enum Permission {
  /** Reading a table or view. */
  TABLE_DATA("bigquery.tables.getData"),
  /** Calling a function. */
  ROUTINE("bigquery.routines.get"),
  /** Seeing the rows of all row policies. */
  ALL_POLICIES("bigquery.rowAccessPolicies.getFilteredData"),
  /** Changing a dataset, its access list included. */
  DATASET_UPDATE("bigquery.datasets.update"),
  /** Changing who has access to a dataset. */
  DATASET_POLICY("bigquery.datasets.setIamPolicy"),
  /** Changing who has access to a table or view. */
  TABLE_POLICY("bigquery.tables.setIamPolicy"),
  /** Changing who is in a row policy. */
  ROW_POLICY("bigquery.rowAccessPolicies.setIamPolicy"),
  /** Changing the data of a table. */
  TABLE_WRITE("bigquery.tables.updateData"),
  /** Making a table or view. */
  TABLE_CREATE("bigquery.tables.create"),
  /** Changing a table, or a view's query. */
  TABLE_UPDATE("bigquery.tables.update"),
  /** Changing a function's body. */
  ROUTINE_UPDATE("bigquery.routines.update"),
  /** Asking the database behind a connection. */
  CONNECTION_USE("bigquery.connections.use"),
  /** Changing who may use a connection. */
  CONNECTION_POLICY("bigquery.connections.setIamPolicy"),
  /** Running queries in a project. */
  JOB_CREATE("bigquery.jobs.create"),
  /** Letting something run as a service account. */
  ACT_AS("iam.serviceAccounts.actAs"),
  /** Calling as a service account. */
  ACCESS_TOKEN("iam.serviceAccounts.getAccessToken"),
  /** Changing who has access to a project. */
  PROJECT_POLICY("resourcemanager.projects.setIamPolicy");

  private final String restName;

  Permission(String restName) {
    this.restName = restName;
  }

  /** What it takes to read a table or view, or to call a routine. */
  public static Permission toRead(DatasetScopedId node) {
    return node.kind() == ResourceId.Kind.ROUTINE ? ROUTINE : TABLE_DATA;
  }

  /** Its name in IAM. */
  @Override
  public String toString() {
    return restName;
  }
}
