package dev.bqgovernance.sql;

import dev.bqgovernance.model.ColumnId;
import dev.bqgovernance.model.Transformation;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A query of the corpus and what a reader of its SQL says about it, without looking at what the
 * analysis says. A query is headed by comments:
 *
 * <pre>{@code
 * -- query: its_name
 * -- value: users.email -> mail partial, users.ssn -> h keyed by keyring.salt
 * -- influence: users.age users.city      (on the rows or on any column of the result)
 * -- influence: users.age -> band         (on this column of the result)
 * -- not: users.phone users.id            (does not flow at all)
 * -- not: users.phone -> mail             (does not flow into this column of the result)
 * -- not value: users.age                 (does not flow as a value)
 * -- unknown                              (what it reads cannot be known)
 * -- random                               (two runs may differ)
 * -- ordered                              (the order of the rows is part of the result)
 * -- cannot run: the reason
 * }</pre>
 *
 * <p>A column of the result may be followed by the path of a field in it: {@code -> s.mail}.
 */
record CorpusQuery(
    String name,
    String file,
    int line,
    String sql,
    List<Label> labels,
    boolean isUnknown,
    boolean isRandom,
    boolean isOrdered,
    Optional<String> cannotRun) {

  private static final Pattern HEADER = Pattern.compile("-- query: (\\w+)");
  private static final Pattern LABEL =
      Pattern.compile(
          "-- (value|influence|not|not value|cannot run): (.*)|-- (unknown|random|ordered)");

  private static final Map<String, Transformation> WORDS =
      Map.of(
          "identity", Transformation.IDENTITY,
          "derived", Transformation.DERIVED,
          "partial", Transformation.PARTIAL,
          "unkeyed", Transformation.UNKEYED_HASH,
          "keyed", Transformation.KEYED_HASH,
          "statistic", Transformation.STATISTIC);

  /** What a label says of a column. */
  enum Claim {
    VALUE,
    INFLUENCE,
    NO_FLOW,
    NO_VALUE
  }

  /**
   * One statement of the reader.
   *
   * @param output the column of the result, or a field in it; empty for the whole result
   * @param transformation what became of the value; only for {@link Claim#VALUE}
   * @param keys the columns that serve as keys; only for {@link Claim#VALUE}
   */
  record Label(
      Claim claim,
      ColumnId column,
      Optional<String> output,
      Optional<Transformation> transformation,
      Set<ColumnId> keys) {

    boolean isPositive() {
      return claim == Claim.VALUE || claim == Claim.INFLUENCE;
    }

    /** The column of the result without the path of a field. */
    Optional<String> outputColumn() {
      return output.map(path -> path.split("\\.", -1)[0]);
    }

    @Override
    public String toString() {
      return claim.name().toLowerCase(Locale.ROOT).replace('_', ' ')
          + " "
          + column.table().name()
          + "."
          + column.path()
          + output.map(to -> " -> " + to).orElse("")
          + transformation.map(how -> " " + how).orElse("")
          + (keys.isEmpty() ? "" : " by " + keys);
    }
  }

  static List<CorpusQuery> read(String file, String text, Corpus corpus) {
    List<CorpusQuery> queries = new ArrayList<>();
    List<String> lines = text.lines().toList();
    int start = 0;
    while (start < lines.size()) {
      Matcher header = HEADER.matcher(lines.get(start));
      if (header.matches()) {
        int end = start + 1;
        while (end < lines.size() && !HEADER.matcher(lines.get(end)).matches()) {
          end++;
        }
        queries.add(
            new Reading(corpus)
                .read(file, start + 1, header.group(1), lines.subList(start + 1, end)));
        start = end;
      } else {
        start++;
      }
    }
    return queries;
  }

  /** Reads one query. */
  private static final class Reading {
    private final Corpus corpus;
    private final List<Label> labels = new ArrayList<>();
    private final Set<String> marks = new LinkedHashSet<>();
    private Optional<String> cannotRun = Optional.empty();

    Reading(Corpus corpus) {
      this.corpus = corpus;
    }

    CorpusQuery read(String file, int line, String name, List<String> lines) {
      StringBuilder sql = new StringBuilder();
      for (String text : lines) {
        Matcher label = LABEL.matcher(text);
        if (label.matches()) {
          read(label);
        } else if (text.startsWith("--")) {
          throw new IllegalArgumentException(
              "%s.sql, query %s: cannot read \"%s\"".formatted(file, name, text));
        } else {
          sql.append(text).append('\n');
        }
      }
      return new CorpusQuery(
          name,
          file,
          line,
          sql.toString().strip(),
          List.copyOf(labels),
          marks.contains("unknown"),
          marks.contains("random"),
          marks.contains("ordered"),
          cannotRun);
    }

    private void read(Matcher label) {
      if (label.group(3) != null) {
        marks.add(label.group(3));
        return;
      }
      String text = label.group(2);
      switch (label.group(1)) {
        case "value" -> forEach(text, ", ", this::addValue);
        case "influence" -> addAll(Claim.INFLUENCE, text);
        case "not" -> addAll(Claim.NO_FLOW, text);
        case "not value" -> addAll(Claim.NO_VALUE, text);
        default -> cannotRun = Optional.of(text);
      }
    }

    private void addValue(String text) {
      String[] words = text.split(" ", -1);
      Set<ColumnId> keys = words.length > 4 ? Set.of(column(words[5])) : Set.of();
      labels.add(
          new Label(
              Claim.VALUE,
              column(words[0]),
              Optional.of(words[2]),
              Optional.of(WORDS.get(words[3])),
              keys));
    }

    private void addAll(Claim claim, String text) {
      if (text.contains("->")) {
        forEach(
            text,
            ", ",
            one -> add(claim, one.split(" -> ", -1)[0], Optional.of(one.split(" -> ", -1)[1])));
      } else {
        forEach(text, " ", one -> add(claim, one, Optional.empty()));
      }
    }

    private void add(Claim claim, String column, Optional<String> output) {
      labels.add(new Label(claim, column(column), output, Optional.empty(), Set.of()));
    }

    private static void forEach(String text, String separator, Consumer<String> action) {
      for (String part : text.split(separator, -1)) {
        action.accept(part);
      }
    }

    private ColumnId column(String text) {
      int dot = text.indexOf('.');
      ColumnId column = corpus.named(text.substring(0, dot)).column(text.substring(dot + 1));
      if (!corpus.columns(column.table()).contains(column)) {
        throw new IllegalArgumentException("no column " + text);
      }
      return column;
    }
  }
}
