package dev.bqgovernance.model;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * When a scheduled query runs: the schedule text of BigQuery Data Transfer in its canonical
 * spelling, such as {@code every 1 hours} or {@code every mon,wed of jan,jun 09:17}. Times are UTC.
 * Two schedules are equal if their canonical texts are.
 *
 * <p>The forms are those of App Engine's cron (<a
 * href="https://cloud.google.com/appengine/docs/flexible/python/scheduling-jobs-with-cron-yaml">source</a>)
 * and {@code every hour on mon,tue}, with at least 5 minutes between two runs (<a
 * href="https://docs.cloud.google.com/bigquery/docs/scheduling-queries">source</a>, which also
 * warns that a run exactly on the hour may happen more than once).
 *
 * <p>This class is immutable and thread-safe.
 */
public final class SyncSchedule {
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
   * @throws IllegalArgumentException if it has none of these forms, or its runs would be less than
   *     5 minutes apart
   */
  public static SyncSchedule parse(String text) {
    return new SyncSchedule(ScheduleText.parse(text));
  }

  /**
   * A schedule with the same distance between all its runs. When it starts is left open; see {@link
   * #spread}.
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
   * afresh from that minute each day, so the last distance of a day is another if the distance does
   * not divide a day.
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
   * The way back from {@link #spread}: the schedule that only says a distance and becomes this one
   * when it is spread for the same name; empty if there is none. The same text may have been
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
