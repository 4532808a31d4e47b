package dev.bqgovernance.render;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.bqgovernance.model.AuthorizedDataset;
import dev.bqgovernance.model.AuthorizedRoutine;
import dev.bqgovernance.model.AuthorizedView;
import dev.bqgovernance.model.Condition;
import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.DatasetScopedId;
import dev.bqgovernance.model.Place;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.model.Role;
import dev.bqgovernance.plan.Plan;
import dev.bqgovernance.plan.PlanOptions;
import dev.bqgovernance.plan.Planner;
import dev.bqgovernance.plan.Review;
import dev.bqgovernance.state.AccessEntry;
import dev.bqgovernance.state.AccessEntry.AuthorizationEntry;
import dev.bqgovernance.state.AccessEntry.RoleEntry;
import dev.bqgovernance.state.DesiredState;
import dev.bqgovernance.state.Json;
import dev.bqgovernance.state.Marker;
import dev.bqgovernance.state.Resource;
import dev.bqgovernance.state.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** A world of few words, as a declaration and as what is live; for tests. */
final class World {
  static final AccessEntry OWNER = grant("OWNER", Principal.group("data-admin@acme.com"));

  private final Map<ResourceId, Resource> resources = new LinkedHashMap<>();
  private final Map<DatasetScopedId, Set<DatasetScopedId>> references = new LinkedHashMap<>();
  private final Map<Declared, String> reasons = new LinkedHashMap<>();
  private final Random order;

  /** The order of everything in it comes from the random numbers. */
  World(Random order) {
    this.order = order;
  }

  static DatasetId dataset(String name) {
    return DatasetId.of("acme-data", name);
  }

  static AccessEntry grant(String role, Principal principal) {
    return RoleEntry.of(Role.of(role), principal);
  }

  static AccessEntry grantIf(String role, Principal principal, String expression) {
    return new RoleEntry(
        Role.of(role), principal, Optional.of(Condition.of(expression, "harmless")));
  }

  static AccessEntry view(String dataset, String name) {
    return new AuthorizationEntry(AuthorizedView.of(dataset(dataset).table(name)));
  }

  static AccessEntry routine(String dataset, String name) {
    return new AuthorizationEntry(AuthorizedRoutine.of(dataset(dataset).routine(name)));
  }

  static AccessEntry viewsOf(String dataset) {
    return new AuthorizationEntry(AuthorizedDataset.of(dataset(dataset)));
  }

  static Json.Obj json(String... members) {
    Json.Builder json = Json.build();
    for (int i = 0; i < members.length; i += 2) {
      json.put(members[i], members[i + 1]);
    }
    return json.toObject();
  }

  @CanIgnoreReturnValue
  World dataset(String name, Json.Obj body, AccessEntry... access) {
    List<AccessEntry> entries = new ArrayList<>(Arrays.asList(access));
    Collections.shuffle(entries, order);
    Json.Obj marked = body.with("labels", json(Marker.LABEL, Marker.MANAGED));
    return put(Resource.of(dataset(name), marked).withAccess(new LinkedHashSet<>(entries)));
  }

  @CanIgnoreReturnValue
  World sqlView(String dataset, String name, String query) {
    return put(
        Resource.of(
            dataset(dataset).table(name),
            Json.build().put("view", json("query", query)).toObject()));
  }

  @CanIgnoreReturnValue
  World reads(String dataset, String view, String source, String table) {
    references.put(dataset(dataset).table(view), Set.of(dataset(source).table(table)));
    return this;
  }

  /** Says why an entry is declared. */
  @CanIgnoreReturnValue
  World because(String reason, String dataset, AccessEntry entry) {
    reasons.put(new Declared(dataset(dataset), entry), reason);
    return this;
  }

  private record Declared(DatasetId dataset, AccessEntry entry) {}

  @CanIgnoreReturnValue
  World put(Resource resource) {
    resources.put(resource.id(), resource);
    return this;
  }

  DesiredState desired() {
    DesiredState.Builder desired = DesiredState.at(Instant.parse("2026-06-01T00:00:00Z"));
    shuffled()
        .forEach(
            resource ->
                desired.add(
                    resource,
                    Optional.of(
                        Place.ofFile(
                            resource.id() instanceof DatasetScopedId scoped
                                ? "datasets/" + scoped.dataset().name()
                                : "platform.json"))));
    references.forEach(desired::references);
    reasons.forEach((to, reason) -> desired.reason(to.dataset(), to.entry(), reason));
    return desired.build();
  }

  State live() {
    return State.of(
        shuffled().stream()
            .map(r -> new Resource(r.id(), r.body(), r.access(), Optional.of("etag")))
            .toList());
  }

  private List<Resource> shuffled() {
    List<Resource> shuffled = new ArrayList<>(resources.values());
    Collections.shuffle(shuffled, order);
    return shuffled;
  }

  /** What makes the live world this one. */
  Plan planFrom(World live, PlanOptions options) {
    return Planner.plan(
        desired(),
        live.live(),
        options,
        reader -> live.references.getOrDefault((DatasetScopedId) reader.id(), Set.of()),
        (from, to) -> Review.none());
  }
}
