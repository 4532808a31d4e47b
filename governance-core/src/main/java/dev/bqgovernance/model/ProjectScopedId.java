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
        UnmanagedId {
  /**
   * One answer for each kind of resource that is not part of a dataset.
   *
   * @param <R> the type of the answers
   */
  interface Visitor<R> {

    /** Handles a connection. */
    R connection(ConnectionId id);

    /** Handles a connection's IAM policy. */
    R connectionPolicy(ConnectionPolicyId id);

    /** Handles a sync job. */
    R syncJob(SyncJobId id);

    /** Handles a log sink. */
    R sink(SinkId id);

    /** Handles a sink's alert policy. */
    R sinkAlert(SinkAlertId id);

    /** Handles a notification channel. */
    R notificationChannel(NotificationChannelId id);

    /** Handles a resource that is not managed. */
    R unmanaged(UnmanagedId id);
  }

  /** Calls the method of the visitor for this kind. */
  <R> R accept(Visitor<R> visitor);

  @Override
  default <R> R accept(ResourceId.Visitor<R> visitor) {
    return accept((Visitor<R>) visitor);
  }
}
