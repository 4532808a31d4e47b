package dev.bqgovernance.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bqgovernance.backend.Backend.Answer;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryPolicyTest {
  @Test
  void delays_doubleUpToAHalfMinute() {
    assertThat(IntStream.rangeClosed(1, 8).mapToObj(RetryPolicy::delayAfter))
        .extracting(Duration::toSeconds)
        .containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 32L, 32L);
  }

  @Test
  void attempts_areLimited() {
    RetryPolicy policy = new RetryPolicy(3);
    assertThat(policy.allowsAnother(2)).isTrue();
    assertThat(policy.allowsAnother(3)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "429, rateLimitExceeded, true",
    "403, rateLimitExceeded, true",
    "500, internalError, true",
    "503, backendError, true",
    "501, notImplemented, false",
    "400, invalid, false",
    "403, accessDenied, false",
    "404, notFound, false"
  })
  void onlyPassingRefusals_areWorthRepeating(int status, String reason, boolean isWorth) {
    Answer answer = Answer.failed(status, reason, "no");
    assertThat(RetryPolicy.isWorthRepeating((Answer.Failed) answer)).isEqualTo(isWorth);
  }
}
