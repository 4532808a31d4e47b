package dev.bqgovernance.testkit.internal.iam;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bqgovernance.testkit.internal.rest.Json;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An IAM condition, of which a small part of CEL is understood: comparisons of {@code request.time}
 * with {@code timestamp("…")}, equality, {@code startsWith} and {@code endsWith} of {@code
 * resource.name}, {@code resource.type} and {@code resource.service}, {@code &&}, {@code ||},
 * {@code !} and parentheses. Anything else never holds.
 *
 * <p>Source: https://docs.cloud.google.com/bigquery/docs/conditions.
 */
public record Condition(String expression, @Nullable String title, @Nullable String description) {
  /** The attributes of a request that a condition may use; empty if BigQuery supplies none. */
  public record Request(Instant time, String resourceName, String resourceType) {}

  /** Reads a condition from its REST shape. */
  public static Condition parse(JsonNode json) {
    return new Condition(
        json.path("expression").asText(),
        Json.string(json, "title"),
        Json.string(json, "description"));
  }

  /** The REST shape. */
  public ObjectNode toJson() {
    ObjectNode json = Json.object();
    json.put("expression", expression);
    if (title != null) {
      json.put("title", title);
    }
    if (description != null) {
      json.put("description", description);
    }
    return json;
  }

  /** Whether the condition is true of the request; false if the expression is not understood. */
  public boolean holds(Request request) {
    try {
      Parser parser = new Parser(expression, request);
      boolean result = parser.disjunction();
      parser.end();
      return result;
    } catch (NotUnderstood | DateTimeException e) {
      return false;
    }
  }

  private static final class NotUnderstood extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotUnderstood(String what) {
      super(what, null, false, false);
    }
  }

  /** Evaluates while it reads; a part that does not affect the result is still parsed in full. */
  private static final class Parser {
    private final String text;
    private final Map<String, Object> names;
    private int at;

    Parser(String text, Request request) {
      this.text = text;
      this.names =
          Map.of(
              "request.time", request.time(),
              "resource.name", request.resourceName(),
              "resource.type", request.resourceType(),
              "resource.service",
                  request.resourceName().isEmpty() ? "" : "bigquery.googleapis.com");
    }

    boolean disjunction() {
      boolean result = conjunction();
      while (accept("||")) {
        result |= conjunction();
      }
      return result;
    }

    private boolean conjunction() {
      boolean result = term();
      while (accept("&&")) {
        result &= term();
      }
      return result;
    }

    private boolean term() {
      if (accept("!")) {
        return !term();
      }
      if (accept("(")) {
        boolean result = disjunction();
        expect(")");
        return result;
      }
      Object left = value();
      if (accept(".startsWith(")) {
        boolean result = string(left).startsWith(string(value()));
        expect(")");
        return result;
      }
      if (accept(".endsWith(")) {
        boolean result = string(left).endsWith(string(value()));
        expect(")");
        return result;
      }
      for (String operator : new String[] {"==", "!=", "<=", ">=", "<", ">"}) {
        if (accept(operator)) {
          return compare(left, operator, value());
        }
      }
      throw new NotUnderstood("operator");
    }

    private static boolean compare(Object left, String operator, Object right) {
      int order;
      if (left instanceof Instant a && right instanceof Instant b) {
        order = a.compareTo(b);
      } else if (operator.equals("==") || operator.equals("!=")) {
        order = string(left).compareTo(string(right));
      } else {
        throw new NotUnderstood("order of texts");
      }
      return switch (operator) {
        case "==" -> order == 0;
        case "!=" -> order != 0;
        case "<=" -> order <= 0;
        case ">=" -> order >= 0;
        case "<" -> order < 0;
        default -> order > 0;
      };
    }

    private static String string(Object value) {
      if (value instanceof String s) {
        return s;
      }
      throw new NotUnderstood("a text was expected");
    }

    private Object value() {
      skipSpace();
      if (at < text.length() && (text.charAt(at) == '"' || text.charAt(at) == '\'')) {
        return literal();
      }
      if (accept("timestamp(")) {
        skipSpace();
        Instant instant = OffsetDateTime.parse(literal()).toInstant();
        expect(")");
        return instant;
      }
      for (Map.Entry<String, Object> name : names.entrySet()) {
        if (accept(name.getKey())) {
          return name.getValue();
        }
      }
      throw new NotUnderstood("value");
    }

    private String literal() {
      if (at >= text.length() || (text.charAt(at) != '"' && text.charAt(at) != '\'')) {
        throw new NotUnderstood("a text was expected");
      }
      int end = text.indexOf(text.charAt(at), at + 1);
      String content = end < 0 ? "\\" : text.substring(at + 1, end);
      if (content.indexOf('\\') >= 0) {
        throw new NotUnderstood("escape or open text");
      }
      at = end + 1;
      return content;
    }

    private boolean accept(String token) {
      skipSpace();
      if (!text.startsWith(token, at)) {
        return false;
      }
      at += token.length();
      return true;
    }

    private void expect(String token) {
      if (!accept(token)) {
        throw new NotUnderstood(token);
      }
    }

    private void skipSpace() {
      while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
        at++;
      }
    }

    void end() {
      skipSpace();
      if (at < text.length()) {
        throw new NotUnderstood("rest");
      }
    }
  }
}
