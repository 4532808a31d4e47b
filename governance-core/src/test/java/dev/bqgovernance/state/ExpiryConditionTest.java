package dev.bqgovernance.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bqgovernance.model.Condition;
import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.Role;
import dev.bqgovernance.model.TemporaryGrant;
import dev.bqgovernance.state.AccessEntry.RoleEntry;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpiryConditionTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00.999Z");
  private static final DatasetId RAW = DatasetId.of("acme-data", "raw");

  private static RoleEntry entry(Condition condition) {
    return new RoleEntry(Role.READER, Principal.group("a@acme.com"), Optional.of(condition));
  }

  @Test
  void temporaryGrant_isAConditionThatSaysWhatItIs() {
    TemporaryGrant grant =
        new TemporaryGrant(
            Role.READER, Principal.group("a@acme.com"), RAW, Duration.ofHours(2), " incident 7 ");
    RoleEntry entry = ExpiryCondition.entry(grant, NOW);
    assertThat(entry)
        .isEqualTo(
            entry(
                new Condition(
                    "request.time < timestamp(\"2026-01-01T02:00:00Z\")",
                    Optional.of("bq-governance: temporary until 2026-01-01T02:00:00Z"),
                    Optional.of("incident 7"))));
    Instant end = Instant.parse("2026-01-01T02:00:00Z");
    assertThat(ExpiryCondition.temporary(entry, NOW))
        .contains(new ExpiryCondition.Temporary(entry, end, "incident 7"));
    assertThat(ExpiryCondition.temporary(entry, end).orElseThrow().inWords(RAW))
        .isEqualTo(
            "group:a@acme.com READER on acme-data.raw until 2026-01-01T02:00:00Z: incident 7");
    assertThat(ExpiryCondition.hasEnded(entry, end.minusMillis(1))).isFalse();
    assertThat(ExpiryCondition.hasEnded(entry, end)).isTrue();
  }

  /** Where title, expression and reason do not fit together, somebody has edited them. */
  @ParameterizedTest
  @CsvSource({
    "2026-01-01T02:00:00Z, bq-governance: temporary until 2026-01-01T02:00:00Z, why, true",
    "2026-04-01T00:00:00Z, bq-governance: temporary until 2026-04-01T00:00:00Z, why, true",
    "2026-04-01T02:00:00Z, bq-governance: temporary until 2026-04-01T02:00:00Z, why, false",
    "2027-01-01T02:00:00Z, bq-governance: temporary until 2026-01-01T02:00:00Z, why, false",
    "2026-01-01T02:00:00Z, bq-governance: temporary until 2026-01-01T02:00Z,    why, false",
    "2026-01-01T02:00:00Z, bq-governance: temporary until tomorrow,             why, false",
    "2026-01-01T02:00:00Z, bq-governance: temporary until 2026-01-01T02:00:00Z, ,    false",
    "2026-01-01T02:00:00Z, incident,                                            why, false",
  })
  void onlyWhatFitsTogether_isTemporary(String end, String title, String reason, boolean isOurs) {
    Condition condition =
        new Condition(
            "request.time < timestamp(\"" + end + "\")",
            Optional.of(title),
            Optional.ofNullable(reason));
    assertThat(ExpiryCondition.temporary(entry(condition), NOW).isPresent()).isEqualTo(isOurs);
    if (!end.contains("-04-")) {
      Instant later = Instant.parse("2026-02-01T00:00:00Z");
      assertThat(ExpiryCondition.hasEnded(entry(condition), later)).isEqualTo(isOurs);
    }
  }

  @Test
  void declaredLastDay_endsAtMidnight() {
    Condition condition = ExpiryCondition.on(LocalDate.of(2026, 1, 31));
    assertThat(ExpiryCondition.lastDay(condition)).contains(LocalDate.of(2026, 1, 31));
    assertThat(ExpiryCondition.hasEnded(entry(condition), Instant.parse("2026-01-31T23:59:59Z")))
        .isFalse();
    assertThat(ExpiryCondition.hasEnded(entry(condition), Instant.parse("2026-02-01T00:00:00Z")))
        .isTrue();
    assertThat(ExpiryCondition.temporary(entry(condition), NOW)).isEmpty();
    assertThat(ExpiryCondition.lastDay(Condition.of("true", "bq-governance: until 2026-13-45")))
        .isEmpty();
    assertThat(
            ExpiryCondition.hasEnded(RoleEntry.of(Role.READER, Principal.group("a@acme.com")), NOW))
        .isFalse();
  }
}
