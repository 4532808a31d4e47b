package dev.bqgovernance.access.rights;

import dev.bqgovernance.model.Certainty;
import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.DatasetScopedId;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether an IAM condition holds for a resource at an instant (<a
 * href="https://docs.cloud.google.com/bigquery/docs/conditions">source</a>): comparisons of {@code
 * request.time} with a timestamp, of {@code resource.name}, {@code resource.type} and {@code
 * resource.service} with a text, {@code startsWith} and {@code endsWith}, joined by and, or, not.
 *
 * <p>A part that is written otherwise is not known to hold: {@link Certainty#ASSUMED_NO}.
 */
public final class ConditionCheck {
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s*(?:(\"[^\"\\\\]*\"|'[^'\\\\]*')|([A-Za-z_][A-Za-z0-9_.]*)"
              + "|(&&|\\|\\||==|!=|<=|>=|[-<>!()\\[\\],+*/%:?0-9.]))");
  private static final int DEEPEST = 50;

  private final List<String> tokens;
  private final Optional<DatasetScopedId> resource;
  private final Instant instant;
  private int next;
  private int depth;

  private ConditionCheck(List<String> tokens, Optional<DatasetScopedId> resource, Instant instant) {
    this.tokens = tokens;
    this.resource = resource;
    this.instant = instant;
  }

  /**
   * Whether an expression holds.
   *
   * @param resource empty for something other than a dataset, table or routine: what is asked about
   *     it is not known
   */
  static Certainty holds(String expression, Optional<DatasetScopedId> resource, Instant instant) {
    Optional<List<String>> tokens = tokens(expression);
    if (tokens.isEmpty() || tokens.get().contains("?")) {
      return Certainty.ASSUMED_NO;
    }
    ConditionCheck check = new ConditionCheck(tokens.get(), resource, instant);
    try {
      Certainty truth = check.or();
      return check.next == check.tokens.size() ? truth : Certainty.ASSUMED_NO;
    } catch (NotUnderstood e) {
      return Certainty.ASSUMED_NO;
    }
  }

  /** The instants that an expression compares {@code request.time} with. */
  static Set<Instant> instants(String expression) {
    List<String> tokens = tokens(expression).orElse(List.of());
    Set<Instant> instants = new TreeSet<>();
    for (int i = 0; i + 4 <= tokens.size(); i++) {
      timestamp(tokens.subList(i, i + 4)).ifPresent(instants::add);
    }
    return instants;
  }

  private static final class NotUnderstood extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotUnderstood() {
      super("", null, false, false);
    }
  }

  private static Optional<List<String>> tokens(String expression) {
    List<String> tokens = new ArrayList<>();
    Matcher matcher = TOKEN.matcher(expression);
    int end = expression.stripTrailing().length();
    int at = 0;
    while (at < end) {
      if (!matcher.find(at) || matcher.start() != at) {
        return Optional.empty();
      }
      tokens.add(matcher.group().strip());
      at = matcher.end();
    }
    return Optional.of(tokens);
  }

  private String peek() {
    return next < tokens.size() ? tokens.get(next) : "";
  }

  private boolean skip(String token) {
    if (peek().equals(token)) {
      next++;
      return true;
    }
    return false;
  }

  private Certainty or() {
    Certainty truth = and();
    while (skip("||")) {
      truth = truth.or(and());
    }
    return truth;
  }

  private Certainty and() {
    Certainty truth = unary();
    while (skip("&&")) {
      truth = truth.and(unary());
    }
    return truth;
  }

  private Certainty unary() {
    if (++depth > DEEPEST) {
      throw new NotUnderstood();
    }
    Certainty truth;
    if (skip("!")) {
      truth = not(unary());
    } else if (skip("(")) {
      truth = or();
      boolean isWhole = skip(")") && (peek().isEmpty() || isBoundary(peek()));
      if (!isWhole) {
        throw new NotUnderstood();
      }
    } else {
      boolean isNegated = next > 0 && tokens.get(next - 1).equals("!");
      truth = atom(isNegated);
    }
    depth--;
    return truth;
  }

  private static Certainty not(Certainty truth) {
    return switch (truth) {
      case YES -> Certainty.NO;
      case NO -> Certainty.YES;
      case ASSUMED_NO -> Certainty.ASSUMED_NO;
    };
  }

  private static boolean isBoundary(String token) {
    return token.equals("&&") || token.equals("||") || token.equals(")");
  }

  /** What stands until the next and, or, or closing parenthesis. */
  private Certainty atom(boolean isNegated) {
    int start = next;
    int open = 0;
    while (next < tokens.size() && (open > 0 || !isBoundary(peek()))) {
      String token = tokens.get(next++);
      open += token.equals("(") ? 1 : token.equals(")") ? -1 : 0;
    }
    List<String> atom = tokens.subList(start, next);
    if (atom.isEmpty()) {
      throw new NotUnderstood();
    }
    if (atom.size() == 1) {
      return literal(atom.get(0));
    }
    if (atom.size() == 4 && atom.get(1).equals("(") && atom.get(3).equals(")")) {
      return call(atom.get(0), atom.get(2));
    }
    // Not binds more tightly than a comparison.
    return isNegated ? Certainty.ASSUMED_NO : comparison(atom);
  }

  private static Certainty literal(String token) {
    return switch (token) {
      case "true" -> Certainty.YES;
      case "false" -> Certainty.NO;
      default -> Certainty.ASSUMED_NO;
    };
  }

  private Certainty call(String function, String argument) {
    int dot = function.lastIndexOf('.');
    Optional<String> subject = attribute(function.substring(0, Math.max(0, dot)));
    Optional<String> text = text(argument);
    if (subject.isEmpty() || text.isEmpty()) {
      return Certainty.ASSUMED_NO;
    }
    return switch (function.substring(dot + 1)) {
      case "startsWith" -> truth(subject.get().startsWith(text.get()));
      case "endsWith" -> truth(subject.get().endsWith(text.get()));
      default -> Certainty.ASSUMED_NO;
    };
  }

  private Certainty comparison(List<String> atom) {
    int size = atom.size();
    if (size == 3) {
      Optional<String> left = attribute(atom.get(0)).or(() -> text(atom.get(0)));
      Optional<String> right = attribute(atom.get(2)).or(() -> text(atom.get(2)));
      if (left.isPresent() && right.isPresent()) {
        return switch (atom.get(1)) {
          case "==" -> truth(left.equals(right));
          case "!=" -> truth(!left.equals(right));
          default -> Certainty.ASSUMED_NO;
        };
      }
      return Certainty.ASSUMED_NO;
    }
    if (size == 6 && atom.get(0).equals("request.time")) {
      return timestamp(atom.subList(2, 6))
          .map(other -> compare(instant, atom.get(1), other))
          .orElse(Certainty.ASSUMED_NO);
    }
    if (size == 6 && atom.get(5).equals("request.time")) {
      return timestamp(atom.subList(0, 4))
          .map(other -> compare(other, atom.get(4), instant))
          .orElse(Certainty.ASSUMED_NO);
    }
    return Certainty.ASSUMED_NO;
  }

  private static Optional<Instant> timestamp(List<String> call) {
    boolean isCall =
        call.get(0).equals("timestamp") && call.get(1).equals("(") && call.get(3).equals(")");
    try {
      return isCall
          ? text(call.get(2)).map(OffsetDateTime::parse).map(OffsetDateTime::toInstant)
          : Optional.empty();
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Certainty compare(Instant left, String operator, Instant right) {
    int order = left.compareTo(right);
    return switch (operator) {
      case "<" -> truth(order < 0);
      case "<=" -> truth(order <= 0);
      case ">" -> truth(order > 0);
      case ">=" -> truth(order >= 0);
      case "==" -> truth(order == 0);
      case "!=" -> truth(order != 0);
      default -> Certainty.ASSUMED_NO;
    };
  }

  private static Optional<String> text(String token) {
    boolean isText = token.startsWith("\"") || token.startsWith("'");
    return isText ? Optional.of(token.substring(1, token.length() - 1)) : Optional.empty();
  }

  private Optional<String> attribute(String path) {
    return switch (path) {
      case "resource.name" -> resource.map(ConditionCheck::name);
      case "resource.type" -> resource.map(of -> "bigquery.googleapis.com/" + type(of));
      case "resource.service" -> resource.map(of -> "bigquery.googleapis.com");
      default -> Optional.empty();
    };
  }

  private static String name(DatasetScopedId resource) {
    DatasetId home = resource.dataset();
    String dataset = "projects/" + home.project() + "/datasets/" + home.name();
    return switch (resource.kind()) {
      case TABLE -> dataset + "/tables/" + resource.name();
      case ROUTINE -> dataset + "/routines/" + resource.name();
      default -> dataset;
    };
  }

  private static String type(DatasetScopedId resource) {
    return switch (resource.kind()) {
      case ROUTINE -> "Routine";
      case DATASET -> "Dataset";
      default -> "Table";
    };
  }

  private static Certainty truth(boolean holds) {
    return holds ? Certainty.YES : Certainty.NO;
  }
}
