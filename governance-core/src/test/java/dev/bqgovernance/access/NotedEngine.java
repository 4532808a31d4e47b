package dev.bqgovernance.access;

import dev.bqgovernance.model.ColumnId;
import dev.bqgovernance.model.TableId;
import dev.bqgovernance.model.Transformation;
import dev.bqgovernance.sql.Flow;
import dev.bqgovernance.sql.OutputColumn;
import dev.bqgovernance.sql.QueryFlow;
import dev.bqgovernance.sql.SqlAnalyzer;
import dev.bqgovernance.sql.SqlCatalog;
import dev.bqgovernance.sql.SqlProblem;
import dev.bqgovernance.sql.SqlReference;
import dev.bqgovernance.sql.SqlScanner;
import dev.bqgovernance.sql.SqlText;
import dev.bqgovernance.sql.SqlType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An engine that believes what stands in a text's first comment: {@code column <- source NOTE},
 * separated by semicolons. Columns of one name add up; {@code rows} is what decides which rows
 * appear, {@code sometimes} a column whose values need not be made with all their sources, {@code
 * open} and {@code whole} name tables, {@code ?} is a construct that it does not understand, {@code
 * !} an error. Notes are a transformation, {@code influence}, {@code shape}, {@code decrypts} and
 * {@code key=column}.
 */
final class NotedEngine implements SqlAnalyzer {
  static final String PROJECT = "estate";

  private static final Pattern COMMENT = Pattern.compile("/\\*(.*?)\\*/", Pattern.DOTALL);

  final AtomicInteger looks = new AtomicInteger();

  static TableId table(String name) {
    int dot = name.indexOf('.');
    return TableId.of(PROJECT, name.substring(0, dot), name.substring(dot + 1));
  }

  /** A column as {@code dataset.table.path}. */
  static ColumnId column(String name) {
    String[] parts = name.split("\\.", 3);
    return table(parts[0] + "." + parts[1]).column(parts[2]);
  }

  @Override
  public List<QueryFlow> analyze(List<SqlText> texts, SqlCatalog catalog) {
    looks.addAndGet(texts.size());
    return texts.stream().map(text -> flow(text, catalog)).toList();
  }

  private static QueryFlow flow(SqlText text, SqlCatalog catalog) {
    List<SqlReference> references = SqlScanner.scan(text.sql()).references();
    Map<String, Map<String, Set<Flow>>> columns = new LinkedHashMap<>();
    Set<Flow> rows = new LinkedHashSet<>();
    Set<TableId> open = new LinkedHashSet<>();
    Set<TableId> whole = new LinkedHashSet<>();
    Set<String> sometimes = new LinkedHashSet<>();
    List<SqlProblem> unknowns = new ArrayList<>();
    List<SqlProblem> problems = new ArrayList<>();
    for (SqlReference reference : references) {
      reference
          .table(text.project())
          .filter(id -> catalog.table(id).isEmpty())
          .ifPresent(
              id ->
                  problems.add(
                      new SqlProblem(
                          "no table " + id, "Correct it.", reference.line(), reference.column())));
    }
    Matcher comment = COMMENT.matcher(text.sql());
    String notes = comment.find() ? comment.group(1).strip() : "";
    for (String note : notes.isEmpty() ? new String[0] : notes.split("\\s*;\\s*")) {
      String[] words = note.strip().split("\\s+");
      switch (words[0]) {
        case "!" -> problems.add(new SqlProblem("wrong", "Correct it.", 2, 3));
        case "?" -> unknowns.add(new SqlProblem("strange", "Write it otherwise.", 2, 3));
        case "open" -> open.add(table(words[2]));
        case "whole" -> whole.add(table(words[2]));
        case "sometimes" -> sometimes.add(words[2]);
        case "rows" -> rows.add(flow(words, Flow.Kind.INFLUENCE));
        default -> {
          int dot = words[0].indexOf('.');
          String name = dot < 0 ? words[0] : words[0].substring(0, dot);
          String path = dot < 0 ? "" : words[0].substring(dot + 1);
          Map<String, Set<Flow>> fields = columns.computeIfAbsent(name, n -> new LinkedHashMap<>());
          if (words.length > 1) {
            fields
                .computeIfAbsent(path, p -> new LinkedHashSet<>())
                .add(flow(words, Flow.Kind.VALUE));
          }
        }
      }
    }
    if (!problems.isEmpty()) {
      return new QueryFlow(references, List.of(), Set.of(), Set.of(), whole, unknowns, problems);
    }
    SqlType type = new SqlType(SqlType.Kind.STRING, List.of(), Optional.empty(), List.of());
    List<OutputColumn> outputs = new ArrayList<>();
    columns.forEach(
        (name, fields) -> {
          Set<ColumnId> always = new LinkedHashSet<>();
          if (!sometimes.contains(name)) {
            fields.getOrDefault("", Set.of()).stream()
                .filter(flow -> flow.kind() == Flow.Kind.VALUE)
                .forEach(flow -> always.add(flow.source()));
          }
          outputs.add(new OutputColumn(name, Optional.of(type), fields, always));
        });
    return new QueryFlow(references, outputs, rows, open, whole, unknowns, problems);
  }

  private static Flow flow(String[] words, Flow.Kind usual) {
    Flow.Kind kind = usual;
    Transformation transformation = Transformation.IDENTITY;
    Set<ColumnId> keys = new LinkedHashSet<>();
    boolean keepsShape = false;
    boolean decrypts = false;
    for (int i = 3; i < words.length; i++) {
      if (words[i].equals("influence")) {
        kind = Flow.Kind.INFLUENCE;
      } else if (words[i].equals("shape")) {
        keepsShape = true;
      } else if (words[i].equals("decrypts")) {
        decrypts = true;
      } else if (words[i].startsWith("key=")) {
        keys.add(column(words[i].substring(4)));
      } else {
        transformation = Transformation.valueOf(words[i]);
      }
    }
    return new Flow(column(words[2]), kind, transformation, keys, keepsShape, decrypts);
  }
}
