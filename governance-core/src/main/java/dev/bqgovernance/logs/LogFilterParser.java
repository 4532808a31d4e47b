package dev.bqgovernance.logs;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Parses a filter; in the grammar of the query language, OR binds closer than AND. */
final class LogFilterParser {
  private static final int MAX_DEPTH = 100;
  private static final List<String> KEYWORDS = List.of("AND", "OR", "NOT");

  /** Functions that return a value, which depends on conversions that the service makes. */
  private static final List<String> CONVERSIONS = List.of("CAST", "REGEXP_EXTRACT");

  private final List<LogFilterToken> tokens;
  private int next;
  private int depth;

  LogFilterParser(String text) {
    tokens = LogFilterToken.cut(text);
  }

  LogFilter parse() {
    if (peek().isEnd()) {
      return entry -> Ternary.YES;
    }
    LogFilter filter = conjunction(this::restriction);
    if (!peek().isEnd()) {
      throw peek().unexpected("this ) closes nothing; remove it or add the missing (");
    }
    return filter;
  }

  private LogFilter conjunction(Supplier<LogFilter> leaf) {
    List<LogFilter> parts = new ArrayList<>(List.of(disjunction(leaf)));
    while (!peek().isEnd() && !peek().is(")")) {
      if (peek().is("AND")) {
        next++;
      }
      parts.add(disjunction(leaf));
    }
    return entry -> Ternary.all(parts.stream().map(part -> part.matches(entry)));
  }

  private LogFilter disjunction(Supplier<LogFilter> leaf) {
    List<LogFilter> parts = new ArrayList<>(List.of(term(leaf)));
    while (peek().is("OR")) {
      next++;
      parts.add(term(leaf));
    }
    return entry -> Ternary.any(parts.stream().map(part -> part.matches(entry)));
  }

  private LogFilter term(Supplier<LogFilter> leaf) {
    boolean negated = false;
    for (; peek().is("NOT") || peek().isMinus(); negated = !negated) {
      if (peek().is("NOT")) {
        next++;
      } else {
        tokens.set(next, peek().withoutMinus());
        next += peek().text().isEmpty() ? 1 : 0;
      }
    }
    LogFilter filter = peek().is("(") ? nested(leaf) : leaf.get();
    return negated ? entry -> filter.matches(entry).not() : filter;
  }

  private LogFilter nested(Supplier<LogFilter> leaf) {
    LogFilterToken opening = enter();
    LogFilter filter = conjunction(leaf);
    leave(opening);
    return filter;
  }

  private LogFilter restriction() {
    if (peek().isValue() && peekBehind().opensCallOf(peek())) {
      return call();
    }
    Name name = name("a comparison such as severity>=ERROR");
    if (!peek().isOperator()) {
      return entry ->
          entry.valuesWithin(List.of()).stream().anyMatch(v -> LogComparison.contains(v, name.text))
              ? Ternary.YES
              : entry.isComplete(List.of()) ? Ternary.NO : Ternary.UNKNOWN;
    } else if (name.path.contains("")) {
      throw peek().unexpected("expected the name of a field before the operator");
    }
    LogComparison.Operator operator = operator();
    Supplier<LogFilter> comparison =
        () -> {
          Name operand = operand();
          return new LogComparison(name.path, operator, operand.text, operand.bare);
        };
    return peek().is("(") ? nested(comparison) : comparison.get();
  }

  private LogFilter call() {
    LogFilterToken name = peek();
    Optional<LogFunction> function = LogFunction.find(name.text());
    boolean converts = CONVERSIONS.stream().anyMatch(name.text()::equalsIgnoreCase);
    if (function.isEmpty() && !converts) {
      throw name.unexpected(
          "expected one of the functions "
              + Arrays.stream(LogFunction.values())
                  .map(LogFunction::example)
                  .collect(Collectors.joining(", "))
              + ", cast and regexp_extract");
    }
    List<LogFunction.Argument> arguments = arguments();
    if (function.isPresent()) {
      return function
          .get()
          .call(arguments)
          .orElseThrow(() -> name.unexpected("expected " + function.get().example()));
    } else if (!peek().isOperator()) {
      throw peek().unexpected("expected a comparison of what " + name.text() + " gives");
    }
    operator();
    operand();
    return entry -> Ternary.UNKNOWN;
  }

  @CanIgnoreReturnValue
  private List<LogFunction.Argument> arguments() {
    next++;
    LogFilterToken opening = enter();
    List<LogFunction.Argument> arguments = new ArrayList<>();
    do {
      next += arguments.isEmpty() ? 0 : 1;
      if (peekBehind().opensCallOf(peek())) {
        arguments.add(new LogFunction.Argument("", List.of()));
        arguments();
      } else {
        Name name = name("a field or a value");
        arguments.add(new LogFunction.Argument(name.text, name.path));
      }
    } while (peek().is(","));
    leave(opening);
    return arguments;
  }

  @CanIgnoreReturnValue
  private LogComparison.Operator operator() {
    LogComparison.Operator operator = peek().operator().orElseThrow();
    next++;
    return operator;
  }

  @CanIgnoreReturnValue
  private Name operand() {
    Name operand = name("a value");
    if (peek().isOperator() || (peek().isValue() && peek().touches(tokens.get(next - 1)))) {
      throw peek().unexpected("expected quotes around a value with special characters");
    }
    return operand;
  }

  /** Reads a field's path or a value; parts of a path may stand in quotes. */
  private Name name(String expected) {
    LogFilterToken piece = peek();
    if (!piece.isValue() || KEYWORDS.stream().anyMatch(piece::is) || piece.is("-")) {
      throw piece.unexpected("expected " + expected);
    }
    boolean bare = !piece.isQuoted();
    List<String> path = new ArrayList<>(List.of(""));
    do {
      piece = peek();
      next++;
      List<String> parts =
          piece.isQuoted() ? List.of(piece.text()) : List.of(piece.text().split("\\.", -1));
      path.set(path.size() - 1, path.get(path.size() - 1) + parts.get(0));
      path.addAll(parts.subList(1, parts.size()));
    } while (peek().continuesPath(piece));
    return new Name(String.join(".", path), List.copyOf(path), bare);
  }

  private LogFilterToken enter() {
    if (++depth > MAX_DEPTH) {
      throw peek().unexpected("expected at most " + MAX_DEPTH + " parentheses in one another");
    }
    LogFilterToken opening = peek();
    next++;
    return opening;
  }

  private void leave(LogFilterToken opening) {
    if (!peek().is(")")) {
      throw peek().isEnd()
          ? opening.unexpected("this ( is never closed; close it with )")
          : peek().unexpected("expected , or )");
    }
    depth--;
    next++;
  }

  private LogFilterToken peek() {
    return tokens.get(next);
  }

  private LogFilterToken peekBehind() {
    return tokens.get(Math.min(next + 1, tokens.size() - 1));
  }

  /** A word or a string, as a text and as the path of a field. */
  private record Name(String text, List<String> path, boolean bare) {}
}
