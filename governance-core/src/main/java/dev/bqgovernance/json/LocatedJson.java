package dev.bqgovernance.json;

import dev.bqgovernance.model.Finding;
import dev.bqgovernance.model.Place;
import dev.bqgovernance.state.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A JSON value that a person wrote, with its place.
 *
 * <p>Strict: a key that occurs twice, broken syntax, nesting deeper than 100 levels and anything
 * behind the end are findings. Lenient where people are: trailing commas, {@code //} and {@code /*}
 * comments and a byte-order mark are accepted.
 *
 * <p>All implementations are immutable and thread-safe.
 */
public sealed interface LocatedJson {

  /** The place where the value starts. */
  Place place();

  /** The value in a few words, for messages: {@code the number 5}, {@code a list}. */
  String describe();

  /** The value without its places. */
  Json plain();

  /**
   * Reads a file's bytes. The caller bounds their number.
   *
   * @param utf8 the file's content
   * @param source the file's path, for places
   */
  static Parsed parse(byte[] utf8, String source) {
    Utf8Text decoded = Utf8Text.decode(utf8, source);
    return decoded
        .text()
        .map(text -> LocatedJsonParser.parse(text, source))
        .orElseGet(() -> new Parsed(Optional.empty(), decoded.finding().stream().toList()));
  }

  /**
   * The result of reading.
   *
   * @param root the value; empty if the syntax is broken
   * @param findings what is wrong; of a key that occurs twice, the first value is kept
   */
  record Parsed(Optional<LocatedJson> root, List<Finding> findings) {
    public Parsed {
      findings = List.copyOf(findings);
    }
  }

  /**
   * An object.
   *
   * @param place where it starts
   * @param members its members in order, each key once
   */
  record Obj(Place place, List<Member> members) implements LocatedJson {
    public Obj {
      members = List.copyOf(members);
    }

    @Override
    public Json plain() {
      Map<String, Json> plain = new LinkedHashMap<>();
      members.forEach(member -> plain.put(member.key(), member.value().plain()));
      return new Json.Obj(plain);
    }

    @Override
    public String describe() {
      return "an object";
    }
  }

  /**
   * A member of an object.
   *
   * @param key its name
   * @param keyPlace where its name starts
   * @param value its value
   */
  record Member(String key, Place keyPlace, LocatedJson value) {}

  /**
   * A list.
   *
   * @param place where it starts
   * @param elements its elements in order
   */
  record Arr(Place place, List<LocatedJson> elements) implements LocatedJson {
    public Arr {
      elements = List.copyOf(elements);
    }

    @Override
    public Json plain() {
      return Json.array(elements.stream().map(LocatedJson::plain).toList());
    }

    @Override
    public String describe() {
      return "a list";
    }
  }

  /**
   * A text.
   *
   * @param place the place of its opening quote
   * @param value the text without quotes and escapes
   */
  record Str(Place place, String value) implements LocatedJson {
    @Override
    public Json plain() {
      return Json.of(value);
    }

    @Override
    public String describe() {
      return "the text \"" + (value.length() > 60 ? value.substring(0, 60) + "…" : value) + "\"";
    }
  }

  /**
   * A number.
   *
   * @param place where it starts
   * @param text the number as it was written
   */
  record Num(Place place, String text) implements LocatedJson {
    @Override
    public Json plain() {
      return new Json.Num(text);
    }

    @Override
    public String describe() {
      return "the number " + text;
    }
  }

  /**
   * {@code true} or {@code false}.
   *
   * @param place where it starts
   * @param value which of the two
   */
  record Bool(Place place, boolean value) implements LocatedJson {
    @Override
    public Json plain() {
      return Json.of(value);
    }

    @Override
    public String describe() {
      return Boolean.toString(value);
    }
  }

  /**
   * {@code null}.
   *
   * @param place where it starts
   */
  record Null(Place place) implements LocatedJson {
    @Override
    public Json plain() {
      return Json.Null.NULL;
    }

    @Override
    public String describe() {
      return "null";
    }
  }
}
