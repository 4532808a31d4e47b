package dev.bqgovernance.render;

import dev.bqgovernance.json.JsonText;
import dev.bqgovernance.model.ConnectionPolicyId;
import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.ProjectScopedId;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.plan.Change;
import dev.bqgovernance.plan.FieldChange;
import dev.bqgovernance.plan.Plan;
import dev.bqgovernance.plan.Step;
import dev.bqgovernance.render.Difference.Fate;
import dev.bqgovernance.rest.AccessListCodec;
import dev.bqgovernance.rest.ConnectionPolicyCodec;
import dev.bqgovernance.rest.RowPolicyCodec;
import dev.bqgovernance.rest.TableCodec;
import dev.bqgovernance.state.AccessEntry;
import dev.bqgovernance.state.AccessEntry.AuthorizationEntry;
import dev.bqgovernance.state.AccessEntry.RoleEntry;
import dev.bqgovernance.state.ExpiryCondition;
import dev.bqgovernance.state.Json;
import dev.bqgovernance.state.Resource;
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
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The combined effect of a plan's steps on one dataset and its contents, or on one sink, job,
 * connection or channel. The requests and their order are not visible.
 */
final class Differences {
  /** The number of resources of one kind from which on they share one line. */
  private static final int MANY = 6;

  private final SortedSet<ResourceId> heads = new TreeSet<>();
  private final Plan plan;
  private final List<Difference> found = new ArrayList<>();
  private final Map<Fate, Set<AccessEntry>> access = new EnumMap<>(Fate.class);
  private final SortedMap<ResourceId, Resource> made = new TreeMap<>();
  private final Set<ResourceId> replaced = new LinkedHashSet<>();
  private boolean isNew;

  private Differences(Collection<ResourceId> heads, Plan plan) {
    this.heads.addAll(heads);
    this.plan = plan;
    for (Fate fate : Fate.values()) {
      access.put(fate, new LinkedHashSet<>());
    }
  }

  /**
   * The differences by heading: first where somebody loses access, then by name, new ones last.
   *
   * @param common what new sinks, jobs and channels must have in common to share one line
   */
  static List<Differences> of(Plan plan, Function<Resource, StyledText> common) {
    SortedMap<ResourceId, Differences> byHead = new TreeMap<>();
    for (Step step : plan.steps()) {
      byHead
          .computeIfAbsent(
              DisplayNames.head(step.change().id()), h -> new Differences(List.of(h), plan))
          .add(step.change());
    }
    byHead.values().forEach(Differences::finish);
    List<Differences> all = together(byHead.values(), common);
    all.sort(
        Comparator.comparing((Differences d) -> d.isNew)
            .thenComparing(d -> d.found.get(0).weight() != Difference.Weight.LOSS));
    return all;
  }

  /** Merges many new resources that have the same in common. */
  private static List<Differences> together(
      Collection<Differences> each, Function<Resource, StyledText> common) {
    List<Differences> all = new ArrayList<>();
    SortedMap<String, List<Differences>> alike = new TreeMap<>();
    for (Differences one : each) {
      if (one.isNew && one.found.stream().allMatch(Differences::isProjectScoped)) {
        alike
            .computeIfAbsent(
                one.made()
                    .map(made -> made.id().kind() + " " + common.apply(made))
                    .collect(Collectors.joining()),
                k -> new ArrayList<>())
            .add(one);
      } else {
        all.add(one);
      }
    }
    alike.values().forEach(some -> all.addAll(some.size() < MANY ? some : List.of(merged(some))));
    all.sort(Comparator.comparing(one -> one.heads.first()));
    return all;
  }

  private static boolean isProjectScoped(Difference difference) {
    return difference instanceof Difference.Made made
        && !DisplayNames.isOfDataset(made.resources().get(0).id());
  }

  private Stream<Resource> made() {
    return found.stream().flatMap(one -> ((Difference.Made) one).resources().stream());
  }

  private static Differences merged(List<Differences> some) {
    Differences merged =
        new Differences(some.stream().map(one -> one.heads.first()).toList(), some.get(0).plan);
    merged.isNew = true;
    some.stream()
        .flatMap(Differences::made)
        .forEach(resource -> merged.made.put(resource.id(), resource));
    merged.finish();
    return merged;
  }

  /** The resources in the heading: one, or many new ones of one kind. */
  SortedSet<ResourceId> heads() {
    return heads;
  }

  /** The differences: losses first. */
  List<Difference> all() {
    return found;
  }

  private void add(Change change) {
    ResourceId id = change.id();
    if (change instanceof Change.Create create) {
      isNew |= heads.contains(id);
      create.resource().access().ifPresent(of(Fate.GRANTED)::addAll);
      if (id instanceof ConnectionPolicyId policy) {
        List<String> users =
            DisplayNames.texts(create.resource().body().get(ConnectionPolicyCodec.USERS));
        found.add(new Difference.Users(policy, false, users));
      } else {
        made.put(id, create.resource());
      }
    } else if (change instanceof Change.Update update) {
      for (AccessEntry entry : update.access().remove()) {
        of(ExpiryCondition.hasEnded(entry, plan.instant()) ? Fate.ENDED : Fate.REVOKED).add(entry);
      }
      of(Fate.GRANTED).addAll(update.access().add());
      of(Fate.RENEWED).addAll(update.access().renew());
      if (id instanceof ProjectScopedId pipeline) {
        found.addAll(IngestionChanges.of(pipeline, update.fields(), plan.observed()));
      } else {
        update.fields().forEach(field -> addField(id, field));
      }
    } else if (((Change.Delete) change).isReplaced()) {
      replaced.add(id);
    } else {
      found.add(new Difference.Deleted(id, plan.observed().find(id)));
    }
  }

  private Set<AccessEntry> of(Fate fate) {
    return access.getOrDefault(fate, new LinkedHashSet<>());
  }

  private void addField(ResourceId id, FieldChange field) {
    if (field.path().equals(RowPolicyCodec.GRANTEES)) {
      List<String> before = DisplayNames.texts(field.before());
      List<String> after = DisplayNames.texts(field.after());
      addRows(id, true, before, after);
      addRows(id, false, after, before);
    } else if (field.before().isEmpty()
        && !field.addsColumn()
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
      String kind =
          plan.observed().find(id).map(DisplayNames::kind).orElseGet(() -> kind(id, field));
      found.add(new Difference.Changed(id, kind, field));
    }
  }

  private static String kind(ResourceId id, FieldChange field) {
    return TableCodec.isOfView(field.path()) ? "view" : id.kind().label();
  }

  private void addRows(ResourceId policy, boolean isLoss, List<String> of, List<String> without) {
    List<String> only = of.stream().filter(g -> !without.contains(g)).sorted().toList();
    if (!only.isEmpty()) {
      found.add(new Difference.Rows(policy, isLoss, only));
    }
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
              ? new Difference.Deleted(id, plan.observed().find(id))
              : new Difference.Replaced(plan.observed().find(id), again));
    }
    groups(made.values(), DisplayNames::kind)
        .forEach((kind, resources) -> addMade(kind, resources, isNew || resources.size() >= MANY));
    sort();
  }

  private void sort() {
    found.sort(
        Comparator.comparing(Difference::weight)
            .thenComparing(Differences::isChange)
            .thenComparing(this::subject));
  }

  private void addMade(String kind, List<Resource> resources, boolean isOneLine) {
    boolean tellsMore = resources.get(0).id().kind() == ResourceId.Kind.ROW_POLICY;
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
    return heads.first() instanceof DatasetId dataset
        ? plan.reasons().of(dataset, entry)
        : Optional.empty();
  }

  /** Roles come before authorizations. */
  private static String alone(AccessEntry entry) {
    return (entry instanceof RoleEntry ? "0" : "1") + json(entry);
  }

  private static String json(AccessEntry entry) {
    return JsonText.compact(AccessListCodec.write(entry));
  }

  /** The common part of entries that can share one line. */
  private static String shape(AccessEntry entry) {
    if (entry instanceof RoleEntry role) {
      return "0" + role.role() + DisplayNames.condition(role, "until").spans();
    }
    return entry instanceof AuthorizationEntry authorization
        ? "1" + DisplayNames.readerKind(authorization.reader())
        : alone(entry);
  }

  private static <T> SortedMap<String, List<T>> groups(
      Collection<T> members, Function<T, String> key) {
    SortedMap<String, List<T>> groups = new TreeMap<>();
    members.forEach(m -> groups.computeIfAbsent(key.apply(m), k -> new ArrayList<>()).add(m));
    return groups;
  }

  /** Created resources come before changed ones. */
  private static boolean isChange(Difference difference) {
    return difference instanceof Difference.Changed || difference instanceof Difference.Part;
  }

  /** Keeps the differences of one resource together, access first. */
  private ResourceId subject(Difference difference) {
    if (difference instanceof Difference.Changed changed) {
      return changed.id();
    } else if (difference instanceof Difference.Made one) {
      return one.resources().get(0).id();
    } else if (difference instanceof Difference.Deleted deleted) {
      return deleted.id();
    } else if (difference instanceof Difference.Replaced again) {
      return again.after().id();
    } else if (difference instanceof Difference.Part part) {
      return part.id();
    }
    return difference instanceof Difference.Rows rows ? rows.policy() : heads.first();
  }
}
