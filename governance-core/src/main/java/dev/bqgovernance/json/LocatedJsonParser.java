package dev.bqgovernance.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import dev.bqgovernance.model.Finding;
import dev.bqgovernance.model.Place;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Reads one JSON text into a tree with places, and says in plain words where its syntax breaks.
 *
 * <p>This class is <em>not</em> thread-safe.
 */
final class LocatedJsonParser {
  private static final int DEPTH = 100;

  /** Texts are bounded by the caller, so the library's own limits are off. */
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
          .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private final String text;
  private final String source;
  private final JsonParser parser;
  private final Deque<Place> open = new ArrayDeque<>();
  private final List<Finding> findings = new ArrayList<>();

  /** The last key whose value was begun: distinguishes a missing colon from a missing comma. */
  private String lastKey = "";

  private LocatedJsonParser(String text, String source, JsonParser parser) {
    this.text = text;
    this.source = source;
    this.parser = parser;
  }

  static LocatedJson.Parsed parse(String text, String source) {
    try (JsonParser parser = JSON.createParser(text)) {
      return new LocatedJsonParser(text, source, parser).parse();
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory cannot fail", e);
    }
  }

  private LocatedJson.Parsed parse() throws IOException {
    try {
      LocatedJson root = root();
      return new LocatedJson.Parsed(Optional.of(root), findings);
    } catch (BrokenSyntaxException e) {
      findings.add(e.finding);
    } catch (JsonProcessingException e) {
      findings.add(explain(e.getLocation()));
    }
    return new LocatedJson.Parsed(Optional.empty(), findings);
  }

  private LocatedJson root() throws IOException, BrokenSyntaxException {
    JsonToken first = parser.nextToken();
    if (first == null) {
      throw broken(
          Place.ofFile(source),
          "the file is empty: expected JSON.",
          "Write [] for an empty list or {} for an empty object.");
    }
    LocatedJson root = value(first);
    if (parser.nextToken() != null) {
      throw broken(
          place(parser.currentTokenLocation()),
          "unexpected text after the end of the JSON: expected the end of the file.",
          "Remove it, or move it into the list or object above.");
    }
    return root;
  }

  private LocatedJson value(JsonToken token) throws IOException, BrokenSyntaxException {
    Place place = place(parser.currentTokenLocation());
    return switch (token) {
      case START_OBJECT -> object(place);
      case START_ARRAY -> array(place);
      case VALUE_STRING -> new LocatedJson.Str(place, parser.getText());
      case VALUE_TRUE, VALUE_FALSE -> new LocatedJson.Bool(place, token == JsonToken.VALUE_TRUE);
      case VALUE_NULL -> new LocatedJson.Null(place);
      default -> new LocatedJson.Num(place, parser.getText());
    };
  }

  private LocatedJson object(Place place) throws IOException, BrokenSyntaxException {
    enter(place);
    List<LocatedJson.Member> members = new ArrayList<>();
    Map<String, Place> seen = new HashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      Place keyPlace = place(parser.currentTokenLocation());
      lastKey = key;
      LocatedJson.Member member = new LocatedJson.Member(key, keyPlace, value(parser.nextToken()));
      Place first = seen.putIfAbsent(key, keyPlace);
      if (first == null) {
        members.add(member);
      } else {
        findings.add(
            Finding.error(
                    "duplicate-key",
                    keyPlace,
                    String.format(
                        "the key \"%s\" occurs twice in one object, first in line %d, column %d.",
                        key, first.line(), first.column()))
                .withFix("Remove one of the two."));
      }
    }
    open.pop();
    return new LocatedJson.Obj(place, members);
  }

  private LocatedJson array(Place place) throws IOException, BrokenSyntaxException {
    enter(place);
    List<LocatedJson> elements = new ArrayList<>();
    for (JsonToken next = parser.nextToken();
        next != JsonToken.END_ARRAY;
        next = parser.nextToken()) {
      elements.add(value(next));
    }
    open.pop();
    return new LocatedJson.Arr(place, elements);
  }

  private void enter(Place place) throws BrokenSyntaxException {
    open.push(place);
    if (open.size() > DEPTH) {
      throw broken(
          place,
          "objects and lists are nested more than " + DEPTH + " levels deep.",
          "Expected a platform's file, which needs few levels: look for superfluous brackets.");
    }
  }

  private Place place(JsonLocation location) {
    return Place.of(source, location.getLineNr(), location.getColumnNr());
  }

  private static BrokenSyntaxException broken(Place place, String message, String fix) {
    return new BrokenSyntaxException(Finding.error("json-syntax", place, message).withFix(fix));
  }

  private Finding explain(JsonLocation location) {
    int offset = (int) Math.min(Math.max(location.getCharOffset(), 0), text.length());
    if (text.substring(offset).isBlank()) {
      return truncated();
    }
    char found = text.charAt(offset);
    if (Character.isISOControl(found)) {
      return at(
          offset,
          "a text continues past the end of its line: expected its closing double quote.",
          "Close the text with a double quote; write a line break inside it as \\n.");
    }
    int start = wordStart(offset);
    if (start < offset || Character.isLetter(found)) {
      return at(
          start,
          String.format("\"%s\" is not valid JSON: expected %s.", word(start), expected(start)),
          "Put keys and texts into double quotes; true, false and null are written without them.");
    }
    return at(
        offset,
        String.format("unexpected %s: expected %s.", shown(found), expected(offset)),
        found == '\''
            ? "JSON uses double quotes."
            : "Look at this place and just before it for a superfluous comma, colon, quote or bracket"
                + " or too few.");
  }

  private Finding truncated() {
    Place end = Utf8Text.placeOf(text, text.length(), source);
    Optional<Place> unclosed = Optional.ofNullable(open.peek());
    return Finding.error(
            "json-syntax",
            end,
            "the file ends too early"
                + unclosed
                    .map(
                        place ->
                            String.format(
                                ": what is opened in line %d, column %d is never closed.",
                                place.line(), place.column()))
                    .orElse(": a value is not finished."))
        .withFix("Add what is missing at the end; perhaps the file was cut off while saving.");
  }

  private Finding at(int offset, String message, String fix) {
    return Finding.error("json-syntax", Utf8Text.placeOf(text, offset, source), message)
        .withFix(fix);
  }

  private static String shown(char found) {
    return found == '"' ? "double quote" : "\"" + found + "\"";
  }

  private int wordStart(int offset) {
    int start = offset;
    while (start > 0 && Character.isLetterOrDigit(text.charAt(start - 1))) {
      start--;
    }
    return start;
  }

  private String word(int start) {
    int end = start;
    while (end < text.length() && end < start + 40 && Character.isLetterOrDigit(text.charAt(end))) {
      end++;
    }
    return text.substring(start, end);
  }

  /** The tokens expected here, after the ones before. */
  private String expected(int offset) {
    int before = offset - 1;
    while (before >= 0 && Character.isWhitespace(text.charAt(before))) {
      before--;
    }
    char previous = before < 0 ? ' ' : text.charAt(before);
    JsonStreamContext context = parser.getParsingContext();
    if (context.inObject()) {
      if (previous == ':') {
        return "a value";
      }
      boolean keyRead = !Objects.equals(context.getCurrentName(), lastKey);
      if (previous == '"' && keyRead && context.getCurrentName() != null) {
        return "a colon between key and value";
      }
      return previous == '{' || previous == ','
          ? "a key in double quotes, or }"
          : "a comma, or } to end the object";
    }
    if (context.inArray()) {
      return previous == '[' || previous == ',' ? "a value, or ]" : "a comma, or ] to end the list";
    }
    return "an object {…} or a list […]";
  }

  /** Carries the finding that ends the reading. */
  private static final class BrokenSyntaxException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Finding finding;

    private BrokenSyntaxException(Finding finding) {
      super(finding.message(), null, false, false);
      this.finding = finding;
    }
  }
}
