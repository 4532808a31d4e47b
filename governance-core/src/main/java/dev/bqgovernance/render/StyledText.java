package dev.bqgovernance.render;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Text of our own with foreign text in it. The two are kept apart until a writer escapes the
 * foreign text for its format.
 *
 * @param spans the parts in order
 */
record StyledText(List<Span> spans) {

  /** The kind of a part, which decides how it is escaped. */
  enum Kind {
    /** Text of our own, which is not escaped. */
    WORDS,
    /** A name, such as that of a view. */
    NAME,
    /** A value, such as a description. */
    VALUE,
    /** Sentences from elsewhere, such as an error message. */
    PROSE
  }

  /** A part. */
  record Span(Kind kind, String text) {}

  /** The most characters of a value that are shown. */
  private static final int VALUE_LENGTH = 100;

  /**
   * Text of our own in which each {@code {}} is replaced by an argument: styled text as it is,
   * anything else as a foreign name.
   */
  static StyledText of(String template, Object... arguments) {
    List<Span> spans = new ArrayList<>();
    int start = 0;
    for (Object argument : arguments) {
      int end = template.indexOf("{}", start);
      spans.add(new Span(Kind.WORDS, template.substring(start, end)));
      spans.addAll(argument instanceof StyledText text ? text.spans : name(argument).spans);
      start = end + 2;
    }
    spans.add(new Span(Kind.WORDS, template.substring(start)));
    return new StyledText(spans);
  }

  /** Text of our own alone. */
  static StyledText words(String words) {
    return new StyledText(List.of(new Span(Kind.WORDS, words)));
  }

  /** A foreign name. */
  static StyledText name(Object name) {
    return new StyledText(List.of(new Span(Kind.NAME, name.toString())));
  }

  /** A foreign value; a long one is cut and ends with the number of characters left out. */
  static StyledText value(String value) {
    if (value.codePointCount(0, value.length()) <= VALUE_LENGTH) {
      return new StyledText(List.of(new Span(Kind.VALUE, value)));
    }
    int end = value.offsetByCodePoints(0, VALUE_LENGTH);
    return new StyledText(
        List.of(
            new Span(Kind.VALUE, value.substring(0, end)),
            new Span(Kind.WORDS, " and " + (value.length() - end) + " more characters")));
  }

  /** Foreign sentences. */
  static StyledText prose(String sentences) {
    return new StyledText(List.of(new Span(Kind.PROSE, sentences)));
  }

  /** The parts with commas between them. */
  static StyledText list(List<StyledText> parts) {
    List<Span> spans = new ArrayList<>();
    for (StyledText part : parts) {
      if (!spans.isEmpty()) {
        spans.add(new Span(Kind.WORDS, ", "));
      }
      spans.addAll(part.spans);
    }
    return new StyledText(spans);
  }

  /** The first {@code most} parts with commas between them, and the number of the others. */
  static StyledText list(List<StyledText> parts, int most) {
    if (parts.size() <= most) {
      return list(parts);
    }
    List<StyledText> first = new ArrayList<>(parts.subList(0, most));
    first.add(words("and " + (parts.size() - most) + " more"));
    return list(first);
  }

  /** This text followed by another. */
  StyledText and(StyledText more) {
    List<Span> all = new ArrayList<>(spans);
    all.addAll(more.spans);
    return new StyledText(all);
  }

  /** This text followed by another, if there is one. */
  StyledText and(Optional<StyledText> more) {
    return more.map(this::and).orElse(this);
  }

  /** The text with each part converted by a writer. */
  String write(Function<Span, String> writer) {
    return spans.stream().map(writer).collect(Collectors.joining());
  }
}
