package dev.bqgovernance.state;

import dev.bqgovernance.model.Condition;
import dev.bqgovernance.model.TemporaryGrant;
import dev.bqgovernance.state.AccessEntry.RoleEntry;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.Function;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * The ends of grants, as conditions that carry our mark in their title: of declared grants the last
 * day, of temporary ones the instant. A condition that was edited, so that title and expression no
 * longer agree, is nobody's.
 *
 * <p>This class has no state and is thread-safe.
 */
@API(status = Status.INTERNAL)
public final class ExpiryCondition {
  private static final String DAY_TITLE = Marker.LABEL + ": until ";
  private static final String TEMPORARY_TITLE = Marker.LABEL + ": temporary until ";

  /** So much may the clock of who grants be ahead of the clock of who plans. */
  private static final Duration CLOCK_DIFFERENCE = Duration.ofHours(1);

  private ExpiryCondition() {}

  /**
   * A temporary grant as it is found in an access list.
   *
   * @param entry the entry
   * @param end when it ends, or has ended
   * @param reason why it was given
   */
  public record Temporary(RoleEntry entry, Instant end, String reason) {
    /** The grant with its end and reason: {@code group:a@x.com READER on p.d until …: reason}. */
    public String inWords(Object dataset) {
      return String.format(
          "%s %s on %s until %s: %s",
          entry.principal().member(), entry.role(), dataset, end, reason);
    }
  }

  // --- declared grants

  /** The condition of a grant that counts until the end of this day, UTC. */
  public static Condition on(LocalDate lastDay) {
    return Condition.of(before(endOf(lastDay)), DAY_TITLE + lastDay);
  }

  /** When a grant ends whose last day this is, in UTC. */
  public static Instant endOf(LocalDate lastDay) {
    return lastDay.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  /** The last day of a condition that {@link #on} has made; empty for any other. */
  public static Optional<LocalDate> lastDay(Condition condition) {
    return titled(condition, DAY_TITLE, LocalDate::parse).filter(day -> on(day).equals(condition));
  }

  // --- temporary grants

  /**
   * The access entry of a temporary grant that is given at an instant; its end is cut to seconds.
   */
  public static RoleEntry entry(TemporaryGrant grant, Instant now) {
    Instant end = Instant.ofEpochSecond(now.plus(grant.length()).getEpochSecond());
    return new RoleEntry(
        grant.role(), grant.principal(), Optional.of(temporary(end, grant.reason())));
  }

  private static Condition temporary(Instant end, String reason) {
    return new Condition(before(end), Optional.of(TEMPORARY_TITLE + end), Optional.of(reason));
  }

  /**
   * The temporary grant that an entry is, standing or ended; empty for any other entry. An end that
   * is further away than a temporary grant may last is not ours.
   */
  public static Optional<Temporary> temporary(AccessEntry entry, Instant now) {
    Instant latest = now.plus(TemporaryGrant.LONGEST).plus(CLOCK_DIFFERENCE);
    return entry instanceof RoleEntry role
        ? role.condition()
            .flatMap(ExpiryCondition::temporaryEnd)
            .filter(end -> !end.isAfter(latest))
            .map(end -> new Temporary(role, end, reason(role)))
        : Optional.empty();
  }

  private static Optional<Instant> temporaryEnd(Condition condition) {
    String reason = condition.description().orElse("");
    return titled(condition, TEMPORARY_TITLE, Instant::parse)
        .filter(end -> !reason.isBlank() && temporary(end, reason).equals(condition));
  }

  private static String reason(RoleEntry entry) {
    return entry.condition().flatMap(Condition::description).orElse("");
  }

  // --- both

  /** Whether an entry has an end of ours that has come: it is listed and grants nothing. */
  public static boolean hasEnded(AccessEntry entry, Instant now) {
    return entry instanceof RoleEntry role
        && role.condition()
            .flatMap(c -> temporaryEnd(c).or(() -> lastDay(c).map(ExpiryCondition::endOf)))
            .filter(end -> !end.isAfter(now))
            .isPresent();
  }

  private static String before(Instant end) {
    return "request.time < timestamp(\"" + end + "\")";
  }

  /** The text after our mark in a title; empty if the title is not ours. */
  private static <T> Optional<T> titled(
      Condition condition, String mark, Function<String, T> parser) {
    try {
      return condition
          .title()
          .filter(title -> title.startsWith(mark))
          .map(title -> parser.apply(title.substring(mark.length())));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
