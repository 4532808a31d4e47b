package dev.bqgovernance.model;

import java.util.Collection;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A reason why an answer is not certain: an open question about BigQuery, or something that is not
 * known about this platform. At least one of the two is present.
 *
 * <p>This class is immutable and thread-safe.
 *
 * @param assumption the open question; empty if BigQuery's behavior is documented
 * @param detail what is not known, for a person; empty if the question says it all
 */
public record Doubt(Optional<Assumption> assumption, Optional<String> detail) {
  public Doubt {
    Objects.requireNonNull(assumption, "assumption");
    Objects.requireNonNull(detail, "detail");
    if (assumption.isEmpty() && detail.isEmpty()) {
      throw new IllegalArgumentException("a doubt needs an assumption, a detail, or both");
    }
  }

  /** An open question about BigQuery. */
  public static Doubt of(Assumption assumption) {
    return new Doubt(Optional.of(assumption), Optional.empty());
  }

  /** An open question about BigQuery, and the resource that it concerns. */
  public static Doubt of(Assumption assumption, String detail) {
    return new Doubt(Optional.of(assumption), Optional.of(detail));
  }

  /** Something that is not known. */
  public static Doubt unknown(String detail) {
    return new Doubt(Optional.empty(), Optional.of(detail));
  }

  /** Several doubts on one line, as {@link #toString} writes each; empty if there is none. */
  public static String join(Collection<Doubt> doubts) {
    return doubts.stream().map(Doubt::toString).collect(Collectors.joining("; "));
  }

  /** {@code 11.1}, {@code 11.3: mart.v was recreated …}, or the detail alone. */
  @Override
  public String toString() {
    return assumption
        .map(known -> known.number() + detail.map(text -> ": " + text).orElse(""))
        .or(() -> detail)
        .orElseThrow();
  }
}
