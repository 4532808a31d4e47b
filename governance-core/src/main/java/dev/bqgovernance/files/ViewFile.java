package dev.bqgovernance.files;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.bqgovernance.json.LocatedJson;
import dev.bqgovernance.model.Column;
import dev.bqgovernance.model.ColumnId;
import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.Location;
import dev.bqgovernance.model.Origins;
import dev.bqgovernance.model.Place;
import dev.bqgovernance.model.View;
import dev.bqgovernance.model.View.Anonymization;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** datasets/&lt;dataset&gt;/views/&lt;view&gt;.json: what is said of a view besides its SQL. */
final class ViewFile {
  private final JsonMembers file;
  private final ReadContext reading;
  private final Problems problems;
  private final Origins.Builder origins;
  private final Draft<View> draft;

  private ViewFile(JsonMembers file, View view, ReadContext reading, Origins.Builder origins) {
    this.file = file;
    this.reading = reading;
    this.problems = reading.problems();
    this.origins = origins;
    this.draft = new Draft<>(view, problems);
  }

  /** The view with what the file says of it; what is wrong is noted and left out. */
  static View read(
      JsonMembers file, View view, Location home, ReadContext reading, Origins.Builder origins) {
    TableFile.checkAnswer(file, view.id(), home, List.of("VIEW", "MATERIALIZED_VIEW"), reading);
    ViewFile reader = new ViewFile(file, view, reading, origins);
    reader.read();
    return reader.draft.noun();
  }

  private void read() {
    file.text("description").ifPresent(t -> set(t.place(), b -> b.description(t.value())));
    for (JsonMembers.Entry label : file.entries("labels")) {
      if (set(label.keyPlace(), view -> view.putLabels(label.key(), ""))) {
        set(label.value().place(), view -> view.putLabels(label.key(), label.value().value()));
      }
    }
    file.flag("materialized")
        .ifPresent(flag -> set(flag.place(), view -> view.materialized(flag.value())));
    if (file.has("schema") && file.has("columns")) {
      problems.error(
          "two-schemas",
          file.keyPlace("columns"),
          "the columns are described twice: by \"schema\" and by \"columns\".",
          "Keep one of the two.");
    } else {
      file.object("schema", FileKeys.SCHEMA)
          .ifPresent(schema -> readColumns(schema.place(), schema.list("fields")));
      file.value("columns").ifPresent(c -> readColumns(c.place(), file.list("columns")));
    }
    file.free("anonymizes").forEach(this::readAnonymization);
  }

  private void readColumns(Place place, List<LocatedJson> fields) {
    List<Column> columns = new SchemaJson(reading).columns(fields);
    set(place, view -> view.columns(columns));
  }

  private void readAnonymization(LocatedJson.Member member) {
    List<String> words =
        Arrays.stream(Anonymization.values()).map(Anonymization::fileName).toList();
    problems
        .checked(member.keyPlace(), () -> column(member.key()))
        .ifPresent(
            column ->
                JsonMembers.text(member.value(), "an anonymization", problems)
                    .filter(text -> JsonMembers.isWord(text, words, problems))
                    .flatMap(text -> Anonymization.find(text.value()))
                    .ifPresent(
                        how -> {
                          origins.put(draft.noun().id(), column, member.keyPlace());
                          set(member.keyPlace(), view -> view.putAnonymizes(column, how));
                        }));
  }

  /** Project, dataset, table and path; only an old project's id has dots, before a colon. */
  private ColumnId column(String name) {
    int prefix = name.indexOf(':') + 1;
    String[] parts = name.substring(prefix).split("\\.", 4);
    if (parts.length < 4) {
      throw new IllegalArgumentException(
          String.format(
              "\"%s\" is not a valid column: expected project.dataset.table.column", name));
    }
    String project = name.substring(0, prefix) + parts[0];
    return new DatasetId(reading.overlay().project(project), parts[1])
        .table(parts[2])
        .column(parts[3]);
  }

  @CanIgnoreReturnValue
  private boolean set(Place place, UnaryOperator<View.Builder> attribute) {
    return draft.set(
        place, view -> attribute.apply(View.builder(view.id(), view.query()).from(view)).build());
  }

  /** The content of the file for a view; empty if its SQL says all. */
  static Map<String, Object> json(View view) {
    Map<String, Object> json = new LinkedHashMap<>();
    view.description().ifPresent(text -> json.put("description", text));
    if (!view.labels().isEmpty()) {
      json.put("labels", new TreeMap<>(view.labels()));
    }
    if (view.materialized()) {
      json.put("materialized", true);
    }
    if (!view.columns().isEmpty()) {
      json.put("schema", Map.of("fields", SchemaJson.fields(view.columns())));
    }
    if (!view.anonymizes().isEmpty()) {
      Map<String, Object> columns = new LinkedHashMap<>();
      new TreeMap<>(view.anonymizes())
          .forEach((column, how) -> columns.put(column.toString(), how.fileName()));
      json.put("anonymizes", columns);
    }
    return json;
  }
}
