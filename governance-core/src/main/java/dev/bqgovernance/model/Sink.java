package dev.bqgovernance.model;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.immutables.value.Value;
import org.jspecify.annotations.Nullable;

/**
 * A log sink: Cloud Logging writes the entries that fit its filter into a dataset. The limits are
 * those of <a href="https://docs.cloud.google.com/logging/quotas">Cloud Logging</a>.
 *
 * <p>This class is immutable and thread-safe.
 */
@Value.Immutable
@ModelStyle
public abstract sealed class Sink permits ImmutableSink {
  /** The table into which Cloud Logging diverts entries that do not fit their table's schema. */
  /** The table of a partitioned sink's dataset into which entries are diverted that do not fit. */
  public static final String ERROR_TABLE = "export_errors";

  Sink() {}

  /** The full name. */
  public abstract SinkId id();

  /** The dataset that gets a table for each log. */
  public abstract DatasetId dataset();

  /** Which entries are written, in the Logging query language; all where it is empty. */
  @Value.Default
  public String filter() {
    return "";
  }

  /** Which of these are left out. */
  public abstract List<Exclusion> exclusions();

  /** The description. */
  public abstract Optional<String> description();

  /** Whether it rests. */
  @Value.Default
  public boolean disabled() {
    return false;
  }

  /** Whether each log has one table partitioned by day; otherwise a table for each day. */
  @Value.Default
  public boolean usePartitionedTables() {
    return true;
  }

  /**
   * Whether the table of diverted entries is made ahead, so that it can be read and governed before
   * the first error; true unless each day has a table of its own.
   */
  @Value.Default
  public boolean errorTable() {
    return usePartitionedTables();
  }

  /** The location of the dataset, declared on purpose where it is not the platform's. */
  public abstract Optional<Location> location();

  /** The alert on lost entries. */
  public abstract Optional<SinkAlert> alert();

  /** The view that shows each entry of a log once. */
  public abstract Optional<DeduplicatedView> deduplicated();

  /** The table of diverted entries; whether it is made ahead says {@link #errorTable()}. */
  public TableId errorTableId() {
    return dataset().table(ERROR_TABLE);
  }

  /** The log table that the de-duplicating view reads. */
  public Optional<TableId> deduplicatedTableId() {
    return deduplicated().map(view -> dataset().table(view.table()));
  }

  /** Starts a sink. */
  public static Builder builder(SinkId id) {
    Builder builder = new Builder();
    builder.home = id.project();
    return builder.id(id);
  }

  @Value.Check
  void check() {
    Rules.markedDescription(
        description(), "sink " + id(), ServiceLimits.MAX_SINK_DESCRIPTION_LENGTH);
    requireFilter("sink " + id(), filter());
    Rules.require(
        exclusions().size() <= ServiceLimits.MAX_SINK_EXCLUSIONS,
        "sink %s has %d exclusions; Cloud Logging allows %d",
        id(),
        exclusions().size(),
        ServiceLimits.MAX_SINK_EXCLUSIONS);
    Set<String> names = new HashSet<>();
    for (Exclusion exclusion : exclusions()) {
      Rules.require(
          names.add(exclusion.name()),
          "sink %s has two exclusions named \"%s\"",
          id(),
          exclusion.name());
    }
    Rules.require(
        usePartitionedTables() || !errorTable(),
        "sink %s writes a table for each day, so its table of errors cannot be made ahead: use"
            + " partitioned tables, or leave the error table out",
        id());
    Rules.require(
        usePartitionedTables() || deduplicated().isEmpty(),
        "sink %s writes a table for each day, over which no de-duplicating view is made: use"
            + " partitioned tables, or leave the view out",
        id());
    Rules.require(
        deduplicated().isEmpty()
            || !deduplicated().map(DeduplicatedView::view).equals(deduplicatedTableId()),
        "sink %s: the de-duplicating view cannot have the name of the table that it reads",
        id());
  }

  private static void requireFilter(String what, String filter) {
    Rules.require(
        filter.length() <= ServiceLimits.MAX_LOG_FILTER_LENGTH,
        "the filter of %s has more than %d characters",
        what,
        ServiceLimits.MAX_LOG_FILTER_LENGTH);
  }

  /**
   * Entries that a sink leaves out.
   *
   * @param name at most 100 letters, digits, {@code _}, {@code -} and {@code .}, starting with a
   *     letter or digit
   * @param filter which entries, in the Logging query language
   * @param description why
   * @param disabled whether it rests
   */
  public record Exclusion(
      String name, String filter, Optional<String> description, boolean disabled) {
    private static final Pattern NAME = Pattern.compile("[0-9A-Za-z][0-9A-Za-z_.-]{0,99}");

    /**
     * Checks name, filter and description.
     *
     * @throws IllegalArgumentException if one of them breaks its rule
     */
    public Exclusion {
      Rules.matching(
          NAME,
          name,
          "exclusion name",
          "at most 100 letters, digits, \"_\", \"-\" and \".\", starting with a letter or digit");
      Rules.require(!filter.isBlank(), "exclusion %s has no filter", name);
      requireFilter("exclusion " + name, filter);
      Rules.require(
          description.map(String::length).orElse(0) <= ServiceLimits.MAX_SINK_DESCRIPTION_LENGTH,
          "the description of exclusion %s has more than %d characters",
          name,
          ServiceLimits.MAX_SINK_DESCRIPTION_LENGTH);
    }
  }

  /**
   * Builds a {@link Sink}.
   *
   * <p>This class is <em>not</em> thread-safe. {@code build()} throws {@link
   * IllegalArgumentException} where a rule is broken, and says which.
   */
  public static final class Builder extends ImmutableSink.Builder {
    private @Nullable ProjectId home;

    Builder() {}

    /**
     * Writes into a dataset of the sink's project.
     *
     * @throws IllegalArgumentException if the name breaks its rule
     */
    @CanIgnoreReturnValue
    public Builder into(String dataset) {
      return dataset(neighbour(dataset));
    }

    /**
     * Leaves out entries.
     *
     * @throws IllegalArgumentException if name or filter breaks its rule
     */
    @CanIgnoreReturnValue
    public Builder exclude(String name, String filter) {
      return addExclusions(new Exclusion(name, filter, Optional.empty(), false));
    }

    /**
     * Tells these channels of every lost entry.
     *
     * @throws IllegalArgumentException if one of them has no sound name, or is named twice
     */
    @CanIgnoreReturnValue
    public Builder alertOnErrors(String... notificationChannels) {
      return alert(SinkAlert.to(notificationChannels));
    }

    /**
     * Makes a view that shows each entry of a log once.
     *
     * @param view {@code dataset.view} in the sink's project
     * @param table the log's table in the sink's dataset
     * @throws IllegalArgumentException if a name breaks its rule
     */
    @CanIgnoreReturnValue
    public Builder deduplicated(String view, String table) {
      String[] parts = Rules.dotted(view);
      return deduplicated(new DeduplicatedView(neighbour(parts[0]).table(parts[1]), table));
    }

    private DatasetId neighbour(String name) {
      return new DatasetId(Objects.requireNonNull(home, "home"), name);
    }
  }

  /**
   * A view over a sink's log table that shows each entry once: a sink writes some entries twice.
   *
   * <p>This class is immutable and thread-safe.
   *
   * @param view the view's name
   * @param table the log table's name in the sink's dataset: the log's name with {@code _} for
   *     every character that is not a letter or a digit (<a
   *     href="https://cloud.google.com/logging/docs/export/bigquery">source</a>)
   */
  public record DeduplicatedView(TableId view, String table) {
    private static final Pattern LOG_TABLE = Pattern.compile("[0-9A-Za-z_]{1,512}");

    /**
     * Checks the table's name.
     *
     * @throws IllegalArgumentException if no sink makes a table of that name
     */
    public DeduplicatedView {
      Rules.matching(
          LOG_TABLE,
          table,
          "log table",
          "the log's name with \"_\" for every character that is not a letter or a digit, such as"
              + " run_googleapis_com_stdout");
    }
  }

  /**
   * Tells people when a sink loses log entries: an alert on the metric {@code exports/error_count}
   * (<a href="https://docs.cloud.google.com/monitoring/api/metrics_gcp_i_o">source</a>).
   *
   * <p>This class is immutable and thread-safe.
   *
   * @param threshold how many lost entries in five minutes are borne
   * @param notificationChannels the notified channels: names of the platform's channels, or {@code
   *     projects/…/notificationChannels/…}; where it is empty, incidents are only listed
   */
  public record SinkAlert(long threshold, List<String> notificationChannels) {
    private static final Pattern PATH =
        Pattern.compile("projects/[^/\\s]+/notificationChannels/[^/\\s]+");

    /**
     * Checks threshold and channels.
     *
     * @throws IllegalArgumentException if the threshold is negative, or a channel has no sound name
     *     or is named twice
     */
    public SinkAlert {
      notificationChannels = List.copyOf(notificationChannels);
      Rules.require(threshold >= 0, "a threshold is 0 or more, not %d", threshold);
      for (String channel : notificationChannels) {
        Rules.require(
            isPath(channel) || NotificationChannelId.isName(channel),
            "\"%s\" is not a valid notification channel: expected the name of a declared one, or"
                + " projects/…/notificationChannels/…",
            channel);
      }
      Rules.require(
          new HashSet<>(notificationChannels).size() == notificationChannels.size(),
          "a notification channel is named twice: %s",
          String.join(", ", notificationChannels));
    }

    /** An alert that bears no lost entry. */
    public static SinkAlert to(String... notificationChannels) {
      return new SinkAlert(0, List.of(notificationChannels));
    }

    /** The channels that a platform of this project has to declare. */
    public List<NotificationChannelId> declaredChannels(ProjectId project) {
      return notificationChannels.stream()
          .filter(channel -> !isPath(channel))
          .map(channel -> new NotificationChannelId(project, channel))
          .toList();
    }

    /** The channels outside the platform, {@code projects/…/notificationChannels/…}. */
    public List<String> otherChannels() {
      return notificationChannels.stream().filter(SinkAlert::isPath).toList();
    }

    private static boolean isPath(String channel) {
      return PATH.matcher(channel).matches();
    }
  }
}
