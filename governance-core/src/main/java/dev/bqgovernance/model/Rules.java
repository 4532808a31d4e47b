package dev.bqgovernance.model;

import com.google.errorprone.annotations.FormatMethod;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The shared checks of declarations; every message states the broken rule. */
final class Rules {
  /** The line that marks a description as ours; with the empty line before it, 26 characters. */
  private static final Pattern MARKER_LINE =
      Pattern.compile("\\[bq-governance: [^\\]\\n]*]\\s*\\z");

  private static final int MARKER_LENGTH = 26;

  /** https://docs.cloud.google.com/bigquery/docs/labels-intro. */
  private static final Pattern LABEL_KEY =
      Pattern.compile("[\\p{Ll}\\p{Lo}][\\p{Ll}\\p{Lo}\\p{N}_-]{0,62}");

  private static final Pattern LABEL_VALUE = Pattern.compile("[\\p{Ll}\\p{Lo}\\p{N}_-]{0,63}");

  private Rules() {}

  @FormatMethod
  static void require(boolean kept, String message, Object... args) {
    if (!kept) {
      throw new IllegalArgumentException(String.format(message, args));
    }
  }

  static void matching(Pattern rule, String value, String what, String description) {
    require(
        rule.matcher(value).matches(),
        "\"%s\" is not a valid %s: expected %s",
        value,
        what,
        description);
  }

  /** The two parts of {@code dataset.name}; the second may hold dots. */
  static String[] dotted(String name) {
    String[] parts = name.split("\\.", 2);
    require(parts.length == 2, "\"%s\": expected dataset.name", name);
    return parts;
  }

  static void description(Optional<String> text) {
    require(
        text.map(String::length).orElse(0) <= ServiceLimits.MAX_DESCRIPTION_LENGTH,
        "a description has at most %d characters",
        ServiceLimits.MAX_DESCRIPTION_LENGTH);
  }

  /** A description that we end with our mark, which leaves less room for it. */
  static void markedDescription(Optional<String> text, String what, int most) {
    require(
        text.map(String::length).orElse(0) <= most - MARKER_LENGTH,
        "the description of %s has more than %d characters",
        what,
        most - MARKER_LENGTH);
    require(
        text.filter(t -> MARKER_LINE.matcher(t).find()).isEmpty(),
        "the description of %s ends with the mark [bq-governance: …], which only this library"
            + " writes: leave it out",
        what);
  }

  static void labels(Map<String, String> labels) {
    require(
        labels.size() <= ServiceLimits.MAX_LABELS,
        "a resource has at most %d labels, found %d",
        ServiceLimits.MAX_LABELS,
        labels.size());
    labels.forEach(
        (key, value) -> {
          matching(
              LABEL_KEY,
              key,
              "label key",
              "1 to 63 lower-case letters, digits, \"_\" or \"-\", starting with a letter");
          matching(
              LABEL_VALUE,
              value,
              "label value",
              "at most 63 lower-case letters, digits, \"_\" or \"-\"");
        });
  }
}
