package dev.bqgovernance.rest;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * The services that requests go to. Their paths alone do not tell them apart: three of them begin
 * with {@code /v1/projects}.
 */
@API(status = Status.EXPERIMENTAL)
public enum Service {
  /** BigQuery: {@code bigquery.googleapis.com}. */
  BIGQUERY,
  /** Connections of BigQuery: {@code bigqueryconnection.googleapis.com}. */
  CONNECTION,
  /** The BigQuery Data Transfer Service: {@code bigquerydatatransfer.googleapis.com}. */
  DATA_TRANSFER,
  /** Cloud Logging: {@code logging.googleapis.com}. */
  LOGGING,
  /** Cloud Monitoring: {@code monitoring.googleapis.com}. */
  MONITORING,
  /** The Resource Manager: {@code cloudresourcemanager.googleapis.com}. */
  RESOURCE_MANAGER
}
