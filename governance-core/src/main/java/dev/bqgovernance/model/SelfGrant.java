package dev.bqgovernance.model;

/**
 * What a principal can give itself: data in one more step.
 *
 * <p>This class is immutable and thread-safe.
 *
 * @param over what it would then reach: a dataset, a table, a sync job, a connection
 * @param right the permission that allows it, such as {@code bigquery.datasets.update}
 * @param how what it has to do, for a person
 */
public record SelfGrant(ResourceId over, String right, String how) {}
