package dev.bqgovernance.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import dev.bqgovernance.model.Place;
import dev.bqgovernance.state.Json;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON text of machines, such as a service's answer or a stored plan: strict, and without places.
 *
 * <p>This class has no state and is thread-safe.
 */
public final class JsonText {
  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private JsonText() {}

  /** The text is not a JSON document. */
  public static final class MalformedJsonException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final transient @Nullable JsonLocation at;

    private MalformedJsonException(JsonProcessingException cause) {
      super(where(cause.getLocation()) + cause.getOriginalMessage(), cause);
      at = cause.getLocation();
    }

    private static String where(@Nullable JsonLocation at) {
      return at == null ? "" : at.getLineNr() + ":" + at.getColumnNr() + ": ";
    }

    /** The place of the error in a text that starts at a place. */
    public Place placeIn(Place start) {
      return at == null ? start : start.inside(at.getLineNr(), at.getColumnNr());
    }
  }

  /**
   * The value of a text.
   *
   * @throws MalformedJsonException if it is not a JSON document; its message starts with line and
   *     column
   */
  public static Json parse(String text) {
    try (JsonParser parser = FACTORY.createParser(text)) {
      parser.nextToken();
      Json value = value(parser);
      if (parser.nextToken() != null) {
        throw new JsonParseException(parser, "unexpected text after the end of the document");
      }
      return value;
    } catch (JsonProcessingException e) {
      throw new MalformedJsonException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Json value(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == null) {
      throw new JsonParseException(parser, "the document ends too early");
    }
    return switch (token) {
      case START_OBJECT -> {
        Map<String, Json> members = new LinkedHashMap<>();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
          parser.nextToken();
          members.put(name, value(parser));
        }
        yield new Json.Obj(members);
      }
      case START_ARRAY -> {
        List<Json> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          elements.add(value(parser));
        }
        yield new Json.Arr(elements);
      }
      case VALUE_STRING -> Json.of(parser.getText());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Json.Num(parser.getText());
      case VALUE_TRUE -> Json.of(true);
      case VALUE_FALSE -> Json.of(false);
      case VALUE_NULL -> Json.Null.NULL;
      default -> throw new JsonParseException(parser, "a value is missing");
    };
  }

  /** The value on one line. */
  public static String compact(Json value) {
    return print(value, false);
  }

  /** The value over indented lines, ending with a line break. */
  public static String pretty(Json value) {
    return print(value, true) + "\n";
  }

  private static String print(Json value, boolean isPretty) {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = FACTORY.createGenerator(text)) {
      if (isPretty) {
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
        printer.indentArraysWith(indenter);
        printer.indentObjectsWith(indenter);
        generator.setPrettyPrinter(printer);
      }
      write(value, generator);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static void write(Json value, JsonGenerator to) throws IOException {
    if (value instanceof Json.Obj object) {
      to.writeStartObject();
      for (Map.Entry<String, Json> member : object.members().entrySet()) {
        to.writeFieldName(member.getKey());
        write(member.getValue(), to);
      }
      to.writeEndObject();
    } else if (value instanceof Json.Arr array) {
      to.writeStartArray();
      for (Json element : array.elements()) {
        write(element, to);
      }
      to.writeEndArray();
    } else if (value instanceof Json.Str string) {
      to.writeString(string.value());
    } else if (value instanceof Json.Num number) {
      to.writeNumber(new BigDecimal(number.text()));
    } else if (value instanceof Json.Bool bool) {
      to.writeBoolean(bool.value());
    } else {
      to.writeNull();
    }
  }
}
