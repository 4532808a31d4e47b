package dev.bqgovernance.testkit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A clock that stands still until a test advances it. It starts on a whole millisecond, the
 * resolution of BigQuery.
 *
 * <p>This class is thread-safe.
 */
public final class FakeClock extends Clock {
  private final AtomicLong millis;
  private final ZoneId zone;

  FakeClock(Instant start) {
    this(new AtomicLong(start.toEpochMilli()), ZoneOffset.UTC);
  }

  private FakeClock(AtomicLong millis, ZoneId zone) {
    this.millis = millis;
    this.zone = zone;
  }

  /**
   * Moves the clock forward, by whole milliseconds.
   *
   * @throws IllegalArgumentException if the duration is negative
   */
  public void advance(Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException("A clock cannot go back: " + duration);
    }
    long unused = millis.addAndGet(duration.toMillis());
  }

  /** Sets the clock to the instant of a restored world. */
  void set(Instant instant) {
    millis.set(instant.toEpochMilli());
  }

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(millis.get());
  }

  @Override
  public ZoneId getZone() {
    return zone;
  }

  /** The same clock, seen in another zone: advancing one advances both. */
  @Override
  public FakeClock withZone(ZoneId other) {
    return new FakeClock(millis, other);
  }
}
