package dev.bqgovernance.access;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.bqgovernance.model.AccessContext;
import dev.bqgovernance.model.AuthorizedView;
import dev.bqgovernance.model.DataPlatform;
import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.Role;
import dev.bqgovernance.model.RoutineId;
import dev.bqgovernance.rest.RoutineCodec;
import dev.bqgovernance.sql.RoutineDefinition;
import dev.bqgovernance.state.AccessEntry;
import dev.bqgovernance.state.Json;
import dev.bqgovernance.state.Resource;
import dev.bqgovernance.state.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A hand-made state of project {@code estate}, with views whose flows a {@link NotedEngine} reads.
 *
 * <p>This class is <em>not</em> thread-safe.
 */
final class SmallWorld {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final Map<String, Set<AccessEntry>> datasets = new LinkedHashMap<>();
  private final Map<String, Resource> things = new LinkedHashMap<>();

  static Principal group(String name) {
    return Principal.group(name + "@x.com");
  }

  static AccessContext context() {
    return AccessContext.of(DataPlatform.in(NotedEngine.PROJECT, "EU").build(), NOW);
  }

  SmallWorld copy() {
    SmallWorld copy = new SmallWorld();
    datasets.forEach((name, access) -> copy.datasets.put(name, new LinkedHashSet<>(access)));
    copy.things.putAll(things);
    return copy;
  }

  /** Lets a group read a dataset. */
  @CanIgnoreReturnValue
  SmallWorld reader(String dataset, String group) {
    entries(dataset).add(AccessEntry.RoleEntry.of(Role.READER, group(group)));
    return this;
  }

  @CanIgnoreReturnValue
  SmallWorld noReader(String dataset, String group) {
    entries(dataset).remove(AccessEntry.RoleEntry.of(Role.READER, group(group)));
    return this;
  }

  @CanIgnoreReturnValue
  SmallWorld authorize(String dataset, String view) {
    entries(dataset)
        .add(new AccessEntry.AuthorizationEntry(new AuthorizedView(NotedEngine.table(view))));
    return this;
  }

  @CanIgnoreReturnValue
  private Set<AccessEntry> entries(String dataset) {
    return datasets.computeIfAbsent(dataset, d -> new LinkedHashSet<>());
  }

  /** A table with columns of text; {@code a{b,c}} is a record, {@code a#tag} has a policy tag. */
  @CanIgnoreReturnValue
  SmallWorld table(String name, String... columns) {
    List<Json> fields = new ArrayList<>();
    for (String column : columns) {
      fields.add(field(column));
    }
    Json.Obj schema = Json.build().put("fields", Json.array(fields)).toObject();
    return put(
        name, columns.length == 0 ? Json.object() : Json.build().put("schema", schema).toObject());
  }

  private static Json.Obj field(String column) {
    int brace = column.indexOf('{');
    if (brace < 0) {
      int tag = column.indexOf('#');
      Json.Builder field =
          Json.build()
              .put("name", tag < 0 ? column : column.substring(0, tag))
              .put("type", "STRING");
      if (tag >= 0) {
        field.put(
            "policyTags",
            Json.build().putTexts("names", List.of(column.substring(tag + 1))).toObject());
      }
      return field.toObject();
    }
    List<Json> inner = new ArrayList<>();
    for (String part : column.substring(brace + 1, column.length() - 1).split(",", -1)) {
      inner.add(field(part));
    }
    return Json.build()
        .put("name", column.substring(0, brace))
        .put("type", "RECORD")
        .put("fields", Json.array(inner))
        .toObject();
  }

  /** A view over tables, with the notes of its flows. */
  @CanIgnoreReturnValue
  SmallWorld view(String name, String notes, String... from) {
    String sql = "SELECT /* " + notes + " */ 1 FROM " + String.join(", ", from);
    return put(
        name,
        Json.build()
            .put("view", Json.build().put("query", sql).put("useLegacySql", false).toObject())
            .toObject());
  }

  @CanIgnoreReturnValue
  SmallWorld rowPolicy(String table, String predicate, String... groups) {
    Resource policy =
        Resource.of(
            NotedEngine.table(table).rowPolicy("r" + things.size()),
            Json.build()
                .put("filterPredicate", predicate)
                .putTexts("grantees", List.of(groups).stream().map(g -> group(g).member()).toList())
                .toObject());
    things.put(policy.id().toString(), policy);
    return this;
  }

  @CanIgnoreReturnValue
  SmallWorld put(String name, Json.Obj body) {
    things.put(name, Resource.of(NotedEngine.table(name), body));
    entries(NotedEngine.table(name).dataset().name());
    return this;
  }

  /** A function of one text in SQL, such as {@code LEFT(v, 2)}. */
  @CanIgnoreReturnValue
  SmallWorld function(String name, String body) {
    RoutineId id = NotedEngine.table(name).dataset().routine(NotedEngine.table(name).name());
    RoutineDefinition definition =
        RoutineDefinition.parse(
            String.format(
                "CREATE FUNCTION `%s`.%s(v STRING) RETURNS STRING AS (%s)",
                NotedEngine.PROJECT, name, body));
    things.put("function " + name, RoutineCodec.encode(id, definition));
    entries(id.dataset().name());
    return this;
  }

  @CanIgnoreReturnValue
  SmallWorld without(String name) {
    things.remove(name);
    return this;
  }

  State state() {
    List<Resource> all = new ArrayList<>();
    datasets.forEach(
        (name, access) ->
            all.add(
                Resource.of(
                        DatasetId.of(NotedEngine.PROJECT, name),
                        Json.build().put("location", "EU").toObject())
                    .withAccess(access)));
    all.addAll(things.values());
    return State.of(all);
  }

  AccessAnalysis analysis() {
    return AccessAnalysis.of(state(), context(), Optional.of(new NotedEngine()));
  }
}
