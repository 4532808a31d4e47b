package dev.bqgovernance.sql;

import dev.bqgovernance.model.ColumnId;
import dev.bqgovernance.model.Transformation;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a flow says about a column: the only place that gives the words of {@link QueryFlow} their
 * meaning for the tests.
 *
 * @param flow what the analysis says of a query
 */
record FlowClaims(QueryFlow flow) {

  /** What the analysis says of the queries of the corpus, in their order. */
  static List<FlowClaims> of(SqlAnalyzer engine, Corpus corpus) {
    List<SqlText> texts =
        corpus.queries().stream().map(query -> SqlText.query(Corpus.PROJECT, query.sql())).toList();
    return engine.analyze(texts, corpus).stream().map(FlowClaims::new).toList();
  }

  /** Whether anything of a column reaches the result. */
  boolean reaches(ColumnId column) {
    return reachesRows(column) || flow.columns().stream().anyMatch(c -> reaches(column, c));
  }

  /** Whether a column may change what stands in one column of the result, or how often. */
  boolean reaches(ColumnId column, int output) {
    return reachesRows(column) || reaches(column, flow.columns().get(output));
  }

  /** Whether a column decides which rows appear, or nothing finer than its table is known. */
  boolean reachesRows(ColumnId column) {
    return flow.whole().contains(column.table()) || !of(column, flow.rows()).isEmpty();
  }

  private static boolean reaches(ColumnId column, OutputColumn output) {
    return !of(column, output.allFlows()).isEmpty();
  }

  /** Every flow from a column, wherever it goes. */
  Set<Flow> flows(ColumnId column) {
    Set<Flow> flows = new LinkedHashSet<>(of(column, flow.rows()));
    flow.columns().forEach(output -> flows.addAll(of(column, output.allFlows())));
    return flows;
  }

  /**
   * The flows from a column into a column of the result or a field in it, but not those that decide
   * which rows appear.
   */
  Set<Flow> flows(ColumnId column, String output) {
    int dot = output.indexOf('.');
    String name = dot < 0 ? output : output.substring(0, dot);
    String path = dot < 0 ? "" : output.substring(dot + 1);
    OutputColumn found =
        flow.columns().stream()
            .filter(c -> c.name().equals(name))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("the result has no column " + name));
    Set<Flow> flows = new LinkedHashSet<>();
    found
        .flows()
        .forEach(
            (place, reaching) ->
                reaching.stream()
                    .filter(
                        one -> source(one, place, path).filter(s -> meet(s, column)).isPresent())
                    .forEach(flows::add));
    return flows;
  }

  /** What is read by asking for a path of the result where a flow ends at a place of it. */
  private static Optional<ColumnId> source(Flow flow, String place, String path) {
    if (isWithin(path, place)) {
      String rest =
          place.isEmpty() ? path : path.substring(Math.min(path.length(), place.length() + 1));
      ColumnId source = flow.source();
      return Optional.of(
          flow.keepsShape() && !rest.isEmpty()
              ? source.table().column(source.path() + "." + rest)
              : source);
    }
    return isWithin(place, path) ? Optional.of(flow.source()) : Optional.empty();
  }

  private static Set<Flow> of(ColumnId column, Set<Flow> flows) {
    Set<Flow> found = new LinkedHashSet<>();
    flows.stream().filter(flow -> meet(flow.source(), column)).forEach(found::add);
    return found;
  }

  /** Whether one is the other or a field of it. */
  private static boolean meet(ColumnId a, ColumnId b) {
    return a.table().equals(b.table())
        && (isWithin(a.path(), b.path()) || isWithin(b.path(), a.path()));
  }

  private static boolean isWithin(String path, String record) {
    return record.isEmpty() || path.equals(record) || path.startsWith(record + ".");
  }

  /**
   * The columns each of which every value in one column of the result is hashed with, so that with
   * another key it is another value; none where something else stands there too.
   */
  Set<ColumnId> keys(int output) {
    OutputColumn column = flow.columns().get(output);
    List<Flow> values =
        column.allFlows().stream().filter(one -> one.kind() == Flow.Kind.VALUE).toList();
    boolean isHash =
        flow.isPrecise()
            && values.stream().allMatch(v -> v.transformation() == Transformation.KEYED_HASH);
    Set<ColumnId> keys = new LinkedHashSet<>();
    if (isHash) {
      values.forEach(value -> keys.addAll(value.keys()));
    }
    return keys;
  }

  /** Why a label does not hold; empty if it does. */
  Optional<String> objection(CorpusQuery.Label label) {
    return switch (label.claim()) {
      case VALUE -> valueObjection(label);
      case INFLUENCE ->
          kinds(label).contains(Flow.Kind.INFLUENCE)
              ? Optional.empty()
              : Optional.of("reported are " + found(label));
      case NO_FLOW ->
          flow.whole().contains(label.column().table()) || !found(label).isEmpty()
              ? Optional.of("reported are " + found(label) + (flow.isPrecise() ? "" : " and whole"))
              : Optional.empty();
      case NO_VALUE ->
          flow.whole().contains(label.column().table()) || kinds(label).contains(Flow.Kind.VALUE)
              ? Optional.of("reported are " + found(label) + (flow.isPrecise() ? "" : " and whole"))
              : Optional.empty();
    };
  }

  private Optional<String> valueObjection(CorpusQuery.Label label) {
    List<Flow> values = found(label).stream().filter(one -> one.kind() == Flow.Kind.VALUE).toList();
    Optional<Transformation> most =
        values.stream().map(Flow::transformation).reduce(Transformation::orMore);
    if (!most.equals(label.transformation())) {
      return Optional.of("reported are " + found(label));
    }
    Set<ColumnId> keys = new LinkedHashSet<>();
    values.stream()
        .filter(one -> one.transformation() == most.get())
        .forEach(one -> keys.addAll(one.keys()));
    return keys.equals(label.keys()) ? Optional.empty() : Optional.of("its keys are " + keys);
  }

  private List<Flow.Kind> kinds(CorpusQuery.Label label) {
    return found(label).stream().map(Flow::kind).toList();
  }

  private List<Flow> found(CorpusQuery.Label label) {
    return new ArrayList<>(
        label
            .output()
            .map(output -> flows(label.column(), output))
            .orElseGet(() -> flows(label.column())));
  }
}
