package dev.bqgovernance.model;

/**
 * The name of something that brings data into datasets, or watches over that: it belongs to a
 * project and is not part of a dataset.
 *
 * <p>All implementations are immutable and thread-safe.
 */
public sealed interface ProjectScopedId extends ResourceId
    permits ConnectionId,
        ConnectionPolicyId,
        SyncJobId,
        SinkId,
        SinkAlertId,
        NotificationChannelId,
        UnmanagedId {}
