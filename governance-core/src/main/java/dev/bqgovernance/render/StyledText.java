package dev.bqgovernance.render;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A line of our own words with foreign text in it. The two are kept apart until a writer escapes
 * the foreign text as its format needs it.
 *
 * @param spans the parts in order
 */
record StyledText(List<Span> spans) {

  /** What a part is, and with it how it is escaped. */
  enum Kind {
    /** Our own words. */
    WORDS,
    /** A name, such as a view's. */
    NAME,
    /** A value, such as a description. */
    VALUE,
    /** Sentences from elsewhere, such as an error message. */
    PROSE
  }

  /** A part. */
  record Span(Kind kind, String text) {}

  /** The longest value that is shown whole. */
  private static final int VALUE_LENGTH = 100;

  /** Our words; each {@code {}} stands for a phrase, or for anything else by its name. */
  static StyledText of(String template, Object... arguments) {
    List<Span> spans = new ArrayList<>();
    int start = 0;
    for (Object argument : arguments) {
      int end = template.indexOf("{}", start);
      spans.add(new Span(Kind.WORDS, template.substring(start, end)));
      spans.addAll(argument instanceof StyledText phrase ? phrase.spans : name(argument).spans);
      start = end + 2;
    }
    spans.add(new Span(Kind.WORDS, template.substring(start)));
    return new StyledText(spans);
  }

  /** Our words alone. */
  static StyledText words(String words) {
    return new StyledText(List.of(new Span(Kind.WORDS, words)));
  }

  /** A foreign name. */
  static StyledText name(Object name) {
    return new StyledText(List.of(new Span(Kind.NAME, name.toString())));
  }

  /** A foreign value; a long one is cut, and says so. */
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

  /** Phrases with commas between them. */
  static StyledText list(List<StyledText> phrases) {
    List<Span> spans = new ArrayList<>();
    for (StyledText phrase : phrases) {
      if (!spans.isEmpty()) {
        spans.add(new Span(Kind.WORDS, ", "));
      }
      spans.addAll(phrase.spans);
    }
    return new StyledText(spans);
  }

  /** Phrases with commas between them; of more than {@code most} only the first, and how many. */
  static StyledText list(List<StyledText> phrases, int most) {
    if (phrases.size() <= most) {
      return list(phrases);
    }
    List<StyledText> first = new ArrayList<>(phrases.subList(0, most));
    first.add(words("and " + (phrases.size() - most) + " more"));
    return list(first);
  }

  /** This phrase with another behind it. */
  StyledText and(StyledText more) {
    List<Span> all = new ArrayList<>(spans);
    all.addAll(more.spans);
    return new StyledText(all);
  }

  /** This phrase, with another behind it if there is one. */
  StyledText and(Optional<StyledText> more) {
    return more.map(this::and).orElse(this);
  }

  /** The phrase with each part written by a writer. */
  String write(Function<Span, String> writer) {
    return spans.stream().map(writer).collect(Collectors.joining());
  }
}
