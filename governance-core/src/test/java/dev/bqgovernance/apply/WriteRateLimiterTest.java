package dev.bqgovernance.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bqgovernance.model.DatasetId;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class WriteRateLimiterTest {
  private static final DatasetId RAW = DatasetId.of("acme-data", "raw");
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void fiveWrites_fitIntoTenSeconds() {
    WriteRateLimiter limiter = new WriteRateLimiter();
    for (int i = 0; i < 5; i++) {
      assertThat(limiter.waitFor(RAW, START.plusSeconds(i))).isZero();
      limiter.wrote(RAW, START.plusSeconds(i));
    }
    assertThat(limiter.waitFor(RAW, START.plusSeconds(4))).isEqualTo(Duration.ofSeconds(6));
    assertThat(limiter.waitFor(RAW, START.plusSeconds(10))).isZero();
  }

  @Test
  void resources_areCountedApart() {
    WriteRateLimiter limiter = new WriteRateLimiter();
    for (int i = 0; i < 5; i++) {
      limiter.wrote(RAW, START);
    }
    assertThat(limiter.waitFor(RAW.table("t"), START)).isZero();
  }
}
