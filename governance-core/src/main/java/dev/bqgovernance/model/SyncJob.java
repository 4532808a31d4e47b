package dev.bqgovernance.model;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.immutables.value.Value;
import org.jspecify.annotations.Nullable;

/**
 * A copy out of a database, again and again: a scheduled query that runs {@code EXTERNAL_QUERY}.
 *
 * <p>This class is immutable and thread-safe.
 */
@Value.Immutable
@ModelStyle
public abstract sealed class SyncJob permits ImmutableSyncJob {
  private static final Pattern TOPIC = Pattern.compile("projects/[^/\\s]+/topics/[^/\\s]+");

  SyncJob() {}

  /** The treatment of existing rows of the destination. */
  public enum Write {
    /** They are replaced, and the destination's schema with them. */
    WRITE_TRUNCATE,
    /** They stay, and new rows are added: a run that is repeated adds its rows again. */
    WRITE_APPEND,
    /** They are replaced, but the destination keeps its schema, row policies and column tags. */
    TRUNCATE_AND_INSERT
  }

  /** The full name; its location is that of the destination. */
  public abstract SyncJobId id();

  /** The connection to the database. */
  public abstract ConnectionId connection();

  /** The query: SQL in the database's own dialect. */
  public abstract String query();

  /** The table that gets the rows. */
  public abstract TableId destination();

  /** When it runs. */
  public abstract SyncSchedule schedule();

  /** The treatment of existing rows of the destination. */
  @Value.Default
  public Write write() {
    return Write.WRITE_TRUNCATE;
  }

  /** The service account that it runs as; empty for the principal that applies the plan. */
  public abstract Optional<Principal.ServiceAccount> serviceAccount();

  /** The columns that the query yields; empty where not declared. */
  public abstract List<SourceColumn> sourceSchema();

  /** The Pub/Sub topic that is notified of every run, {@code projects/…/topics/…}. */
  public abstract Optional<String> notificationTopic();

  /** Whether the job's owner gets an e-mail when a run fails. */
  @Value.Default
  public boolean emailOnFailure() {
    return false;
  }

  /** Whether it rests. */
  @Value.Default
  public boolean disabled() {
    return false;
  }

  /** Starts a sync job. */
  public static Builder builder(SyncJobId id) {
    Builder builder = new Builder();
    builder.home = id;
    return builder.id(id);
  }

  @Value.Check
  void check() {
    Rules.require(!query().isBlank(), "sync job %s has no SQL", id());
    Rules.require(
        destination().project().equals(id().project()),
        "sync job %s writes into %s: a scheduled query writes into its own project only",
        id(),
        destination());
    Column.requireUnique(sourceSchema().stream().map(SourceColumn::name).toList());
    notificationTopic()
        .ifPresent(topic -> Rules.matching(TOPIC, topic, "Pub/Sub topic", "projects/…/topics/…"));
  }

  /**
   * Builds a {@link SyncJob}.
   *
   * <p>This class is <em>not</em> thread-safe. {@code build()} throws {@link
   * IllegalArgumentException} where a rule is broken, and says which.
   */
  public static final class Builder extends ImmutableSyncJob.Builder {
    private @Nullable SyncJobId home;
    private @Nullable String connectionName;

    Builder() {}

    /**
     * Names the connection: {@code name} for one of the job's platform; {@code location.name} or
     * {@code projects/…/locations/…/connections/…} for one that need not be declared. Outside a
     * platform, a bare name means the job's own project and location.
     *
     * @throws IllegalArgumentException if it is not a connection's name
     */
    @CanIgnoreReturnValue
    public Builder connection(String name) {
      SyncJobId id = Objects.requireNonNull(home, "home");
      boolean isBare = name.indexOf('.') < 0 && name.indexOf('/') < 0;
      connectionName = isBare ? name : null;
      return connection(
          isBare
              ? new ConnectionId(id.project(), id.location(), name)
              : ConnectionId.parse(id.project(), name));
    }

    /** The connection's name where only that was said. */
    Optional<String> connectionName() {
      return Optional.ofNullable(connectionName);
    }

    /**
     * Names the destination, {@code dataset.table}.
     *
     * @throws IllegalArgumentException if the name breaks its rule
     */
    @CanIgnoreReturnValue
    public Builder into(String table) {
      String[] parts = Rules.dotted(table);
      ProjectId project = Objects.requireNonNull(home, "home").project();
      return destination(new DatasetId(project, parts[0]).table(parts[1]));
    }

    /**
     * Runs it with the same distance between all runs.
     *
     * @throws IllegalArgumentException as {@link SyncSchedule#every}
     */
    @CanIgnoreReturnValue
    public Builder every(Duration distance) {
      return schedule(SyncSchedule.every(distance));
    }

    /**
     * Runs it as a schedule text says.
     *
     * @throws IllegalArgumentException as {@link SyncSchedule#parse}
     */
    @CanIgnoreReturnValue
    public Builder schedule(String text) {
      return schedule(SyncSchedule.parse(text));
    }

    /**
     * Runs it as a service account.
     *
     * @throws IllegalArgumentException if it is not a service account's e-mail address
     */
    @CanIgnoreReturnValue
    public Builder serviceAccount(String email) {
      return serviceAccount(Principal.serviceAccount(email));
    }

    /** Adds a column that the query yields. */
    @CanIgnoreReturnValue
    public Builder column(String name, String type) {
      return addSourceSchema(SourceColumn.of(name, type));
    }
  }
}
