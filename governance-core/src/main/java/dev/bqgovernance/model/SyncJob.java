package dev.bqgovernance.model;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.bqgovernance.model.Connection.DatabaseType;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
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

  /**
   * When a scheduled query runs: the schedule text of BigQuery Data Transfer in its canonical
   * spelling, such as {@code every 1 hours} or {@code every mon,wed of jan,jun 09:17}. Times are
   * UTC. Two schedules are equal if their canonical texts are.
   *
   * <p>The forms are those of App Engine's cron (<a
   * href="https://cloud.google.com/appengine/docs/flexible/python/scheduling-jobs-with-cron-yaml">source</a>)
   * and {@code every hour on mon,tue}, with at least 5 minutes between two runs (<a
   * href="https://docs.cloud.google.com/bigquery/docs/scheduling-queries">source</a>, which also
   * warns that a run exactly on the hour may happen more than once).
   *
   * <p>This class is immutable and thread-safe.
   */
  public static final class SyncSchedule {
    private static final int DAY = ScheduleText.DAY;
    private static final int LAST_MINUTE = DAY - 1;

    private final String text;
    private final ScheduleText parts;

    private SyncSchedule(ScheduleText parts) {
      this.text = parts.canonical();
      this.parts = parts;
    }

    /**
     * Reads a schedule text; case and blanks do not matter.
     *
     * @throws IllegalArgumentException if it has none of these forms, or its runs would be less
     *     than 5 minutes apart
     */
    public static SyncSchedule parse(String text) {
      return new SyncSchedule(ScheduleText.parse(text));
    }

    /**
     * A schedule with the same distance between all its runs. When it starts is left open; see
     * {@link #spread}.
     *
     * @param distance whole minutes, from 5 minutes to 24 hours, that divide a day evenly
     * @throws IllegalArgumentException if the distance is another
     */
    public static SyncSchedule every(Duration distance) {
      long minutes = distance.toMinutes();
      Rules.require(
          minutes >= ScheduleText.MINIMUM_DISTANCE
              && DAY % minutes == 0
              && distance.equals(Duration.ofMinutes(minutes)),
          "%s is not a valid interval of a schedule: expected 5 minutes to 24 hours that divide a day evenly,"
              + " such as 15 minutes or 6 hours; for anything else give the schedule as a text, such"
              + " as \"every mon,wed 09:17\"",
          distance);
      return counted((int) minutes);
    }

    /** The canonical text, as the service takes it. */
    public String text() {
      return text;
    }

    /** Whether a run may fall exactly on a full hour: such a run may happen twice. */
    public boolean isOnTheHour() {
      return parts.isOnTheHour();
    }

    /**
     * Gives a schedule that only says a distance a first minute of the day, so that jobs neither
     * start together nor on the hour: {@code every 1 hours} becomes {@code every 1 hours from 00:17
     * to 23:59}, and {@code every 24 hours} becomes {@code every day 00:17}. Runs are then counted
     * afresh from that minute each day, so the last distance of a day is another if the distance
     * does not divide a day.
     *
     * <p>Left as they are: schedules that say times or {@code synchronized}, {@code every hour on
     * mon,tue}, distances over a day, and distances that meet every minute of the hour, such as 7
     * minutes.
     *
     * @param name the job's name; the same name always gives the same minute
     */
    public SyncSchedule spread(String name) {
      List<Integer> starts = parts.isCounted() ? offHourStarts(parts.period()) : List.of();
      if (starts.isEmpty()) {
        return this;
      }
      int start = starts.get(Math.floorMod(name.hashCode(), starts.size()));
      return new SyncSchedule(
          parts.period() == DAY
              ? ScheduleText.daily(start)
              : ScheduleText.window(parts.period(), start, LAST_MINUTE));
    }

    /**
     * The way back from {@link #spread}: the schedule that only says a distance and becomes this
     * one when it is spread for the same name; empty if there is none. The same text may have been
     * written by hand window by hand: it means the same.
     */
    public Optional<SyncSchedule> unspread(String name) {
      return parts.isCounted() || parts.period() == 0
          ? Optional.empty()
          : Optional.of(counted(parts.period())).filter(plain -> plain.spread(name).equals(this));
    }

    private static SyncSchedule counted(int period) {
      return new SyncSchedule(ScheduleText.counted(period));
    }

    /** The first minutes of a day from which no run of that day meets a full hour. */
    private static List<Integer> offHourStarts(int period) {
      return (period < 60 ? IntStream.range(1, period) : IntStream.rangeClosed(3, 57))
          .filter(
              start ->
                  period <= DAY
                      && ScheduleText.gapAtMidnight(period, LAST_MINUTE - start)
                          >= ScheduleText.MINIMUM_DISTANCE)
          .filter(start -> !ScheduleText.window(period, start, LAST_MINUTE).isOnTheHour())
          .boxed()
          .toList();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof SyncSchedule schedule && schedule.text.equals(text);
    }

    @Override
    public int hashCode() {
      return text.hashCode();
    }

    /** The canonical text. */
    @Override
    public String toString() {
      return text;
    }
  }

  /**
   * A column of what a sync job's query yields, with its type in the database.
   *
   * <p>This class is immutable and thread-safe.
   */
  @Value.Immutable
  @ModelStyle
  public abstract static sealed class SourceColumn permits ImmutableSourceColumn {
    SourceColumn() {}

    /** The column's name. */
    public abstract String name();

    /** Its type, as the database's own {@code CREATE TABLE} takes it. */
    public abstract String type();

    /** Whether it always has a value. */
    @Value.Default
    public boolean required() {
      return false;
    }

    /** The harm that its values could do; empty where not declared. */
    public abstract Optional<Sensitivity> sensitivity();

    /** The description. */
    public abstract Optional<String> description();

    /**
     * A column that may be without a value.
     *
     * @throws IllegalArgumentException if the name breaks its rule
     */
    public static SourceColumn of(String name, String type) {
      return builder(name, type).build();
    }

    /** Starts a column. */
    public static Builder builder(String name, String type) {
      return new Builder().name(name).type(type);
    }

    /**
     * The BigQuery column into which it is copied.
     *
     * @throws IllegalArgumentException if BigQuery does not read such a column; the message says
     *     the cast that helps
     */
    public Column copiedFrom(DatabaseType database) {
      return Column.builder(name(), SourceType.map(database, type()))
          .mode(required() ? Column.Mode.REQUIRED : Column.Mode.NULLABLE)
          .sensitivity(sensitivity())
          .description(description())
          .build();
    }

    @Value.Check
    void check() {
      Column.requireSound(name(), description());
      Rules.require(!type().isBlank(), "column %s has no type", name());
    }

    /**
     * Builds a {@link SourceColumn}.
     *
     * <p>This class is <em>not</em> thread-safe. {@code build()} throws {@link
     * IllegalArgumentException} where a rule is broken, and says which.
     */
    public static final class Builder extends ImmutableSourceColumn.Builder {
      Builder() {}
    }
  }
}
