package dev.bqgovernance.files;

import dev.bqgovernance.json.LocatedJson;
import dev.bqgovernance.model.Place;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The members of one JSON object, read strictly: an unknown key, a {@code null}, a value of the
 * wrong type and a missing key are problems, each reported once.
 *
 * <p>This class is <em>not</em> thread-safe.
 */
final class JsonMembers {
  /** Strict: February ends when it ends. */
  static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("uuuu-MM-dd").withResolverStyle(ResolverStyle.STRICT);

  private final Place place;
  private final Map<String, LocatedJson.Member> members;
  private final boolean isSpelledRight;
  private final Problems problems;

  private JsonMembers(
      Place place,
      Map<String, LocatedJson.Member> members,
      boolean isSpelledRight,
      Problems problems) {
    this.place = place;
    this.members = members;
    this.isSpelledRight = isSpelledRight;
    this.problems = problems;
  }

  /** The members of a value that should be an object of this shape. */
  static Optional<JsonMembers> of(LocatedJson value, FileKeys shape, Problems problems) {
    return object(value, problems).map(object -> of(object, shape, problems));
  }

  private static JsonMembers of(LocatedJson.Obj object, FileKeys shape, Problems problems) {
    Map<String, LocatedJson.Member> known = new LinkedHashMap<>();
    boolean isSpelledRight = true;
    for (LocatedJson.Member member : object.members()) {
      if (!shape.accepts(member.key())) {
        isSpelledRight = false;
        problems.error(
            "unknown-key",
            member.keyPlace(),
            String.format("unknown key \"%s\".", member.key()),
            SpellingSuggestion.suggest(member.key(), shape.keysForPeople()));
      } else if (member.value() instanceof LocatedJson.Null) {
        isSpelledRight = false;
        problems.error(
            "null-value",
            member.value().place(),
            String.format("\"%s\" is null: expected a value.", member.key()),
            String.format("Give it a value, or remove \"%s\".", member.key()));
      } else {
        known.put(member.key(), member);
      }
    }
    return new JsonMembers(object.place(), known, isSpelledRight, problems);
  }

  Place place() {
    return place;
  }

  boolean has(String key) {
    return members.containsKey(key);
  }

  /** Whether no key is unknown or null: only then does it make sense to call one missing. */
  boolean isSpelledRight() {
    return isSpelledRight;
  }

  /** The place of a key; that of the object if the key is missing. */
  Place keyPlace(String key) {
    LocatedJson.Member member = members.get(key);
    return member == null ? place : member.keyPlace();
  }

  Optional<LocatedJson> value(String key) {
    return Optional.ofNullable(members.get(key)).map(LocatedJson.Member::value);
  }

  /** Notes a problem if the key is missing; {@code example} shows how to write it. */
  void require(String key, String example) {
    if (!has(key) && isSpelledRight) {
      problems.error(
          "missing-key",
          place,
          String.format("\"%s\" is missing.", key),
          String.format("Add it: \"%s\": %s.", key, example));
    }
  }

  Optional<LocatedJson.Str> text(String key) {
    return value(key).flatMap(value -> text(value, "\"" + key + "\"", problems));
  }

  Optional<LocatedJson.Str> requiredText(String key, String example) {
    require(key, "\"" + example + "\"");
    return text(key);
  }

  Optional<LocatedJson.Bool> flag(String key) {
    return value(key)
        .flatMap(
            value ->
                value instanceof LocatedJson.Bool flag
                    ? Optional.of(flag)
                    : wrongType(value, "\"" + key + "\"", "true or false", problems));
  }

  /** A day of the calendar, such as 2027-02-28. */
  Optional<LocalDate> day(String key) {
    return text(key).flatMap(text -> day(text, problems));
  }

  private static Optional<LocalDate> day(LocatedJson.Str text, Problems problems) {
    try {
      return Optional.of(LocalDate.parse(text.value(), DAY));
    } catch (DateTimeParseException e) {
      problems.error(
          "invalid-value",
          text.place(),
          String.format("\"%s\" is not a valid date.", text.value()),
          "Write year-month-day, such as 2027-02-28.");
      return Optional.empty();
    }
  }

  /** A whole number that is not negative, as a number or, as REST writes it, as a text. */
  Optional<Whole> whole(String key) {
    return value(key).flatMap(value -> whole(key, value));
  }

  private Optional<Whole> whole(String key, LocatedJson value) {
    String text = "";
    if (value instanceof LocatedJson.Num number) {
      text = number.text();
    } else if (value instanceof LocatedJson.Str string) {
      text = string.value();
    }
    try {
      if (text.matches("-?[0-9]+")) {
        return Optional.of(new Whole(value.place(), Long.parseLong(text)));
      }
    } catch (NumberFormatException tooBig) {
      // Reported below, like any other value that is not such a number.
    }
    return wrongType(value, "\"" + key + "\"", "a whole number of at most 64 bits", problems);
  }

  /** An object of this shape. */
  Optional<JsonMembers> object(String key, FileKeys shape) {
    return value(key).flatMap(value -> of(value, shape, problems));
  }

  /** An object whose keys are free and whose values are texts. */
  List<Entry> entries(String key) {
    return value(key).flatMap(value -> object(value, problems)).stream()
        .flatMap(object -> object.members().stream())
        .flatMap(
            member ->
                text(member.value(), "\"" + member.key() + "\"", problems)
                    .map(value -> new Entry(member.key(), member.keyPlace(), value))
                    .stream())
        .toList();
  }

  /** An object whose keys are free. */
  List<LocatedJson.Member> free(String key) {
    return value(key).flatMap(value -> object(value, problems)).stream()
        .flatMap(object -> object.members().stream())
        .toList();
  }

  List<LocatedJson> list(String key) {
    return value(key).map(value -> list(value, "\"" + key + "\"", problems)).orElse(List.of());
  }

  List<LocatedJson.Str> texts(String key) {
    return value(key).map(value -> texts(value, key, problems)).orElse(List.of());
  }

  /** A list of texts; {@code key} names it. */
  static List<LocatedJson.Str> texts(LocatedJson value, String key, Problems problems) {
    return list(value, "\"" + key + "\"", problems).stream()
        .flatMap(element -> text(element, "an element of \"" + key + "\"", problems).stream())
        .toList();
  }

  /** One of a few words. */
  Optional<LocatedJson.Str> word(String key, Collection<String> words) {
    return text(key).filter(text -> isWord(text, words, problems));
  }

  /** Whether a text is one of a few words; if not, that is noted. */
  static boolean isWord(LocatedJson.Str text, Collection<String> words, Problems problems) {
    if (!words.contains(text.value())) {
      problems.error(
          "invalid-value",
          text.place(),
          String.format(
              "\"%s\" is unknown: expected one of %s.", text.value(), String.join(", ", words)),
          SpellingSuggestion.nearest(text.value(), words)
              .map(near -> "Did you mean \"" + near + "\"?")
              .orElse("Write one of them."));
      return false;
    }
    return true;
  }

  /** The elements of a value that should be a list; {@code what} names it. */
  static List<LocatedJson> list(LocatedJson value, String what, Problems problems) {
    if (value instanceof LocatedJson.Arr list) {
      return list.elements();
    }
    problems.error(
        "wrong-type",
        value.place(),
        String.format("%s should be a list, found %s.", what, value.describe()),
        "Put it into square brackets: […].");
    return List.of();
  }

  /** A value that should be a text; {@code what} names it. */
  static Optional<LocatedJson.Str> text(LocatedJson value, String what, Problems problems) {
    return value instanceof LocatedJson.Str text
        ? Optional.of(text)
        : wrongType(value, what, "a text in double quotes", problems);
  }

  private static Optional<LocatedJson.Obj> object(LocatedJson value, Problems problems) {
    return value instanceof LocatedJson.Obj object
        ? Optional.of(object)
        : wrongType(value, "this", "an object such as {\"key\": \"value\"}", problems);
  }

  private static <T> Optional<T> wrongType(
      LocatedJson value, String what, String expected, Problems problems) {
    problems.error(
        "wrong-type",
        value.place(),
        String.format("%s should be %s, found %s.", what, expected, value.describe()),
        value instanceof LocatedJson.Null ? "Give it a value, or remove it." : "Correct it.");
    return Optional.empty();
  }

  /**
   * A whole number and its place.
   *
   * @param place where it starts
   * @param value the number
   */
  record Whole(Place place, long value) {}

  /**
   * A member of an object with free keys.
   *
   * @param key its name
   * @param keyPlace where its name starts
   * @param value its text
   */
  record Entry(String key, Place keyPlace, LocatedJson.Str value) {}
}
