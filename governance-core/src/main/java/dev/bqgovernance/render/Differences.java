package dev.bqgovernance.render;

import dev.bqgovernance.json.AccessJson;
import dev.bqgovernance.json.JsonText;
import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.model.RowPolicyId;
import dev.bqgovernance.plan.Change;
import dev.bqgovernance.plan.FieldChange;
import dev.bqgovernance.plan.Plan;
import dev.bqgovernance.plan.Step;
import dev.bqgovernance.render.Difference.Fate;
import dev.bqgovernance.state.AccessEntry;
import dev.bqgovernance.state.AccessEntry.AuthorizationEntry;
import dev.bqgovernance.state.AccessEntry.RoleEntry;
import dev.bqgovernance.state.Json;
import dev.bqgovernance.state.Reasons;
import dev.bqgovernance.state.Resource;
import dev.bqgovernance.state.State;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What the steps of a plan do to one dataset and to what lies in it, or to one sink, job,
 * connection or channel, taken together: the requests and their order do not show.
 */
final class Differences {
  /** From so many on, things of one kind are told in one line. */
  private static final int MANY = 6;

  private final ResourceId head;
  private final State observed;
  private final Reasons reasons;
  private final List<Difference> found = new ArrayList<>();
  private final Map<Fate, Set<AccessEntry>> access = new EnumMap<>(Fate.class);
  private final SortedMap<ResourceId, Resource> made = new TreeMap<>();
  private final Set<ResourceId> replaced = new LinkedHashSet<>();
  private boolean isNew;

  private Differences(ResourceId head, State observed, Reasons reasons) {
    this.head = head;
    this.observed = observed;
    this.reasons = reasons;
    for (Fate fate : Fate.values()) {
      access.put(fate, new LinkedHashSet<>());
    }
  }

  /** Head by head: first where somebody loses access, then by name, new datasets last. */
  static List<Differences> of(Plan plan) {
    SortedMap<ResourceId, Differences> byHead = new TreeMap<>();
    for (Step step : plan.steps()) {
      byHead
          .computeIfAbsent(
              Words.head(step.change().id()),
              h -> new Differences(h, plan.observed(), plan.reasons()))
          .add(step.change());
    }
    byHead.values().forEach(Differences::finish);
    List<Differences> all = new ArrayList<>(byHead.values());
    all.sort(
        Comparator.comparing((Differences d) -> d.isNew)
            .thenComparing(d -> d.found.get(0).weight() != Difference.Weight.LOSS));
    return all;
  }

  /** The dataset, sink, job, connection or channel that the differences are told under. */
  ResourceId head() {
    return head;
  }

  /** The differences: losses first. */
  List<Difference> all() {
    return found;
  }

  private void add(Change change) {
    ResourceId id = change.id();
    if (change instanceof Change.Create create) {
      isNew |= id instanceof DatasetId;
      made.put(id, create.resource());
      create.resource().access().ifPresent(of(Fate.GRANTED)::addAll);
    } else if (change instanceof Change.Update update) {
      of(Fate.REVOKED).addAll(update.access().remove());
      of(Fate.GRANTED).addAll(update.access().add());
      of(Fate.RENEWED).addAll(update.access().renew());
      update.fields().forEach(field -> addField(id, field));
    } else if (((Change.Delete) change).isReplaced()) {
      replaced.add(id);
    } else {
      found.add(new Difference.Deleted(id, observed.find(id)));
    }
  }

  private Set<AccessEntry> of(Fate fate) {
    return access.getOrDefault(fate, new LinkedHashSet<>());
  }

  private void addField(ResourceId id, FieldChange field) {
    if (id instanceof RowPolicyId policy && field.path().equals("grantees")) {
      List<String> before = texts(field.before());
      List<String> after = texts(field.after());
      addRows(policy, true, before, after);
      addRows(policy, false, after, before);
    } else if (field.before().isEmpty()
        && !Words.isNewColumn(field)
        && field.after().orElse(Json.of(false)) instanceof Json.Obj object) {
      object
          .members()
          .forEach(
              (name, value) ->
                  addField(
                      id,
                      new FieldChange(
                          field.path() + "." + name, Optional.empty(), Optional.of(value))));
    } else {
      String kind = observed.find(id).map(Words::kind).orElseGet(() -> kind(id, field));
      found.add(new Difference.Changed(id, kind, field));
    }
  }

  private static String kind(ResourceId id, FieldChange field) {
    return field.path().startsWith("view.") ? "view" : id.kind().label();
  }

  private void addRows(RowPolicyId policy, boolean isLoss, List<String> of, List<String> without) {
    List<String> only = of.stream().filter(g -> !without.contains(g)).sorted().toList();
    if (!only.isEmpty()) {
      found.add(new Difference.Rows(policy, isLoss, only));
    }
  }

  private static List<String> texts(Optional<Json> array) {
    return array.orElse(Json.of(false)) instanceof Json.Arr list
        ? list.elements().stream().map(Words::plain).toList()
        : List.of();
  }

  private void finish() {
    Set<AccessEntry> both = new LinkedHashSet<>(of(Fate.REVOKED));
    both.retainAll(of(Fate.GRANTED));
    of(Fate.REVOKED).removeAll(both);
    of(Fate.GRANTED).removeAll(both);
    of(Fate.RENEWED).addAll(both);
    access.forEach(this::addAccess);
    for (ResourceId id : replaced) {
      Resource again = made.remove(id);
      found.add(
          again == null
              ? new Difference.Deleted(id, observed.find(id))
              : new Difference.Replaced(observed.find(id), again));
    }
    groups(made.values(), Words::kind)
        .forEach((kind, resources) -> addMade(kind, resources, isNew || resources.size() >= MANY));
    found.sort(
        Comparator.comparing(Difference::weight)
            .thenComparing(Differences::isChange)
            .thenComparing(this::subject));
  }

  private void addMade(String kind, List<Resource> resources, boolean isOneLine) {
    boolean tellsMore = resources.get(0).id() instanceof RowPolicyId;
    if (isOneLine && !tellsMore) {
      found.add(new Difference.Made(kind, resources));
    } else {
      resources.forEach(one -> found.add(new Difference.Made(kind, List.of(one))));
    }
  }

  private void addAccess(Fate fate, Set<AccessEntry> entries) {
    List<AccessEntry> sorted =
        entries.stream().sorted(Comparator.comparing(Differences::json)).toList();
    boolean isOneLine = isNew || sorted.size() >= MANY;
    groups(sorted, entry -> isOneLine ? shape(entry) + reason(entry).orElse("") : alone(entry))
        .values()
        .forEach(group -> found.add(new Difference.Access(fate, group, reason(group.get(0)))));
  }

  private Optional<String> reason(AccessEntry entry) {
    return head instanceof DatasetId dataset ? reasons.of(dataset, entry) : Optional.empty();
  }

  /** Roles come before authorizations. */
  private static String alone(AccessEntry entry) {
    return (entry instanceof RoleEntry ? "0" : "1") + json(entry);
  }

  private static String json(AccessEntry entry) {
    return JsonText.compact(AccessJson.write(entry));
  }

  /** What two entries share that can be told in one line. */
  private static String shape(AccessEntry entry) {
    if (entry instanceof RoleEntry role) {
      return "0" + role.role() + Words.condition(role).spans();
    }
    return entry instanceof AuthorizationEntry authorization
        ? "1" + Words.readerKind(authorization.reader())
        : alone(entry);
  }

  private static <T> SortedMap<String, List<T>> groups(
      Collection<T> members, Function<T, String> key) {
    SortedMap<String, List<T>> groups = new TreeMap<>();
    members.forEach(m -> groups.computeIfAbsent(key.apply(m), k -> new ArrayList<>()).add(m));
    return groups;
  }

  /** What is made comes before what changes. */
  private static boolean isChange(Difference difference) {
    return difference instanceof Difference.Changed;
  }

  /** Keeps what is about one resource together, access first. */
  private ResourceId subject(Difference difference) {
    if (difference instanceof Difference.Changed changed) {
      return changed.id();
    } else if (difference instanceof Difference.Made one) {
      return one.resources().get(0).id();
    } else if (difference instanceof Difference.Deleted deleted) {
      return deleted.id();
    } else if (difference instanceof Difference.Replaced again) {
      return again.after().id();
    }
    return difference instanceof Difference.Rows rows ? rows.policy() : head;
  }
}
