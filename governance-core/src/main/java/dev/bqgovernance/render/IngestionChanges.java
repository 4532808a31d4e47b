package dev.bqgovernance.render;

import dev.bqgovernance.model.ConnectionPolicyId;
import dev.bqgovernance.model.ProjectScopedId;
import dev.bqgovernance.plan.Change.FieldChange;
import dev.bqgovernance.rest.Codec;
import dev.bqgovernance.rest.ConnectionPolicyCodec;
import dev.bqgovernance.rest.SinkAlertCodec;
import dev.bqgovernance.rest.SinkCodec;
import dev.bqgovernance.rest.SyncJobCodec;
import dev.bqgovernance.rest.SyncQuery;
import dev.bqgovernance.state.Json;
import dev.bqgovernance.state.Marker;
import dev.bqgovernance.state.State;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The changes of a sink, job, connection, alert or channel as a reviewer thinks of them: lists by
 * what they gain and lose, texts without our marks, values in words.
 */
final class IngestionChanges {
  private static final String MARKS = "userLabels";
  private static final String DESCRIPTION = "description";

  private final ProjectScopedId id;
  private final State observed;
  private final Set<Difference> found = new LinkedHashSet<>();

  private IngestionChanges(ProjectScopedId id, State observed) {
    this.id = id;
    this.observed = observed;
  }

  static Set<Difference> of(ProjectScopedId id, List<FieldChange> fields, State observed) {
    IngestionChanges changes = new IngestionChanges(id, observed);
    fields.forEach(changes::add);
    return changes.found;
  }

  private void add(FieldChange field) {
    String path = field.path();
    Optional<Json> before = field.before();
    if (path.startsWith(MARKS)) {
      addAdoption();
    } else if (before.isEmpty() && field.after().orElse(Json.of("")) instanceof Json.Obj object) {
      object
          .members()
          .forEach(
              (name, value) -> add(new FieldChange(path + "." + name, before, Optional.of(value))));
    } else {
      switch (path) {
        case ConnectionPolicyCodec.USERS -> addUsers(field);
        case SinkCodec.EXCLUSIONS -> addExclusions(field);
        case SinkAlertCodec.CHANNELS -> addChannels(field);
        case SinkAlertCodec.CONDITIONS -> addConditions(field);
        case DESCRIPTION -> addDescription(field);
        case SyncJobCodec.QUERY -> addQuery(text(before), text(field.after()));
        default -> add(path, text(before), text(field.after()));
      }
    }
  }

  private void add(String path, Optional<String> before, Optional<String> after) {
    Optional<Json> from = worded(path, before);
    Optional<Json> to = worded(path, after);
    found.add(
        new Difference.Changed(id, DisplayNames.kind(id.kind()), new FieldChange(path, from, to)));
  }

  /** A value as people would write it; empty for nothing. */
  private Optional<Json> worded(String path, Optional<String> value) {
    return Codec.of(id)
        .fields()
        .find(path)
        .map(found -> found.field().inWords(id.project(), value))
        .orElse(value)
        .filter(text -> !text.isEmpty())
        .map(Json::of);
  }

  private static Optional<String> text(Optional<Json> value) {
    return value.map(DisplayNames::plain);
  }

  private void addAdoption() {
    FieldChange mark =
        new FieldChange("labels." + Marker.LABEL, Optional.empty(), Optional.empty());
    found.add(new Difference.Changed(id, DisplayNames.kind(id.kind()), mark));
  }

  // --- texts that carry our mark

  private void addDescription(FieldChange field) {
    Json.Obj before = body(DESCRIPTION, field.before());
    Json.Obj after = body(DESCRIPTION, field.after());
    Optional<String> old = Marker.removedFrom(before).text(DESCRIPTION);
    Optional<String> now = Marker.removedFrom(after).text(DESCRIPTION);
    boolean wasMarked = !before.text(DESCRIPTION).equals(old);
    if (!wasMarked && !after.text(DESCRIPTION).equals(now)) {
      addAdoption();
    }
    if (!old.orElse("").equals(now.orElse(""))) {
      add(DESCRIPTION, old, now);
    }
  }

  private static Json.Obj body(String name, Optional<Json> value) {
    return value.map(v -> Json.object().with(name, v)).orElse(Json.object());
  }

  private void addQuery(Optional<String> before, Optional<String> after) {
    Json.Obj live = query(before);
    if (Marker.name(live).isEmpty()) {
      addAdoption();
    }
    String old = Marker.removedFrom(live).text("params", "query").orElse("");
    String now = Marker.removedFrom(query(after)).text("params", "query").orElse("");
    Optional<SyncQuery> one = SyncJobCodec.query(live);
    Optional<SyncQuery> other = SyncJobCodec.query(query(after));
    if (one.isEmpty() || other.isEmpty() || isOtherwiseChanged(one.get(), other.get())) {
      addIfChanged(SyncJobCodec.QUERY, old, now);
      return;
    }
    addIfChanged(SyncJobCodec.CONNECTION, one.get().connection(), other.get().connection());
    addIfChanged(SyncJobCodec.QUERY, one.get().query(), other.get().query());
    if (one.get().exchanged().isEmpty() && other.get().exchanged().isPresent()) {
      Optional<String> disposition =
          observed.find(id).flatMap(job -> SyncJobCodec.disposition(job.body()));
      add(SyncJobCodec.WRITE, disposition, Optional.empty());
    }
  }

  private static Json.Obj query(Optional<String> text) {
    return body("params", Optional.of(body("query", text.map(Json::of))));
  }

  /** Whether more differs than the query and the way in which its rows are written. */
  private static boolean isOtherwiseChanged(SyncQuery one, SyncQuery other) {
    return !one.around().equals(other.around())
        && one.exchanged().isPresent() == other.exchanged().isPresent();
  }

  private void addIfChanged(String path, String before, String after) {
    if (!before.equals(after)) {
      add(path, Optional.of(before), Optional.of(after));
    }
  }

  // --- lists

  private void addUsers(FieldChange field) {
    List<String> before = DisplayNames.texts(field.before());
    List<String> after = DisplayNames.texts(field.after());
    ConnectionPolicyId policy = (ConnectionPolicyId) id;
    addUsers(policy, true, only(before, after));
    addUsers(policy, false, only(after, before));
  }

  private void addUsers(ConnectionPolicyId policy, boolean isLoss, List<String> users) {
    if (!users.isEmpty()) {
      found.add(new Difference.Users(policy, isLoss, users));
    }
  }

  private static List<String> only(List<String> of, List<String> without) {
    return of.stream().filter(text -> !without.contains(text)).sorted().toList();
  }

  private void addChannels(FieldChange field) {
    int told = found.size();
    List<String> before = DisplayNames.texts(field.before());
    List<String> after = DisplayNames.texts(field.after());
    Function<String, StyledText> part =
        link -> StyledText.of("notification channel {}", IngestionLabels.channel(link, observed));
    only(before, after).forEach(link -> found.add(new Difference.Part(id, true, part.apply(link))));
    only(after, before)
        .forEach(link -> found.add(new Difference.Part(id, false, part.apply(link))));
    addOrder(told, SinkAlertCodec.CHANNELS, before, after);
  }

  private void addExclusions(FieldChange field) {
    int told = found.size();
    Map<String, Json.Obj> before = byName(field.before());
    Map<String, Json.Obj> after = byName(field.after());
    before.forEach(
        (name, exclusion) -> {
          if (!after.containsKey(name)) {
            found.add(new Difference.Part(id, true, exclusion(name, exclusion)));
          }
        });
    after.forEach(
        (name, exclusion) -> {
          Json.Obj live = before.get(name);
          if (live == null) {
            found.add(new Difference.Part(id, false, exclusion(name, exclusion)));
          } else {
            addLeaves(SinkCodec.EXCLUSIONS + "." + name, Optional.of(live), exclusion);
          }
        });
    addOrder(told, SinkCodec.EXCLUSIONS, List.copyOf(before.keySet()), List.copyOf(after.keySet()));
  }

  private static Map<String, Json.Obj> byName(Optional<Json> exclusions) {
    Map<String, Json.Obj> byName = new LinkedHashMap<>();
    Json.object()
        .with("all", exclusions.orElse(Json.array(List.of())))
        .array("all")
        .forEach(e -> byName.put(((Json.Obj) e).text("name").orElse(""), (Json.Obj) e));
    return byName;
  }

  private static StyledText exclusion(String name, Json.Obj exclusion) {
    return StyledText.of(
        "exclusion {} of {}", name, StyledText.value(exclusion.text("filter").orElse("").strip()));
  }

  /** Where nothing else differs. */
  private void addOrder(int told, String path, List<String> before, List<String> after) {
    if (found.size() == told) {
      add(path, Optional.of(String.join(", ", before)), Optional.of(String.join(", ", after)));
    }
  }

  // --- the condition of an alert

  private void addConditions(FieldChange field) {
    List<Json> before = elements(field.before());
    List<Json> after = elements(field.after());
    if (before.size() == after.size()) {
      addLeaves(SinkAlertCodec.CONDITIONS, field.before(), field.after().orElseThrow());
    } else {
      add(
          SinkAlertCodec.CONDITIONS,
          Optional.of("" + before.size()),
          Optional.of("" + after.size()));
    }
  }

  /** What is declared and live otherwise, value by value. */
  private void addLeaves(String path, Optional<Json> before, Json after) {
    if (after instanceof Json.Obj object) {
      Json.Obj live = before.orElse(after) instanceof Json.Obj b ? b : Json.object();
      object.members().forEach((name, v) -> addLeaves(path + "." + name, live.get(name), v));
    } else if (after instanceof Json.Arr array
        && !array.elements().isEmpty()
        && array.elements().get(0) instanceof Json.Obj) {
      List<Json> live = elements(before);
      for (int i = 0; i < array.elements().size(); i++) {
        addLeaves(
            path,
            i < live.size() ? Optional.of(live.get(i)) : Optional.empty(),
            array.elements().get(i));
      }
    } else if (!isSame(before, after)) {
      add(path, text(before), text(Optional.of(after)));
    }
  }

  private static List<Json> elements(Optional<Json> array) {
    return array.orElse(Json.of("")) instanceof Json.Arr list ? list.elements() : List.of();
  }

  private static boolean isSame(Optional<Json> before, Json after) {
    if (after instanceof Json.Num number) {
      Json live = before.orElse(Json.of(0));
      return live instanceof Json.Num other
          && new BigDecimal(number.text()).compareTo(new BigDecimal(other.text())) == 0;
    }
    return after.equals(before.orElse(Json.of(false)));
  }
}
