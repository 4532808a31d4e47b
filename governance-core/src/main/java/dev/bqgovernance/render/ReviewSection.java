package dev.bqgovernance.render;

import dev.bqgovernance.json.JsonText;
import dev.bqgovernance.model.ConnectionPolicyId;
import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.ProjectScopedId;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.model.RowPolicyId;
import dev.bqgovernance.plan.Change;
import dev.bqgovernance.plan.Change.FieldChange;
import dev.bqgovernance.plan.Plan;
import dev.bqgovernance.plan.Plan.Step;
import dev.bqgovernance.render.Difference.EntryChange;
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
 * The differences that the steps of a plan make to one dataset and its resources, or to one sink,
 * job, connection or channel. Requests and their order do not show.
 */
final class ReviewSection {
  /** From this number on, resources of one kind share a line. */
  private static final int MANY = 6;

  private final SortedSet<ResourceId> topLevels = new TreeSet<>();
  private final Plan plan;
  private final List<Difference> differences = new ArrayList<>();
  private final Map<EntryChange, Set<AccessEntry>> access = new EnumMap<>(EntryChange.class);
  private final SortedMap<ResourceId, Resource> created = new TreeMap<>();
  private final Set<ResourceId> recreated = new LinkedHashSet<>();
  private boolean isNew;

  private ReviewSection(Collection<ResourceId> topLevels, Plan plan) {
    this.topLevels.addAll(topLevels);
    this.plan = plan;
    for (EntryChange change : EntryChange.values()) {
      access.put(change, new LinkedHashSet<>());
    }
  }

  /**
   * The sections of a plan: those where somebody loses access first, then the others by name, new
   * resources last.
   *
   * @param common what new sinks, jobs and channels must have in common to share a line
   */
  static List<ReviewSection> of(Plan plan, Function<Resource, StyledText> common) {
    SortedMap<ResourceId, ReviewSection> byTopLevel = new TreeMap<>();
    for (Step step : plan.steps()) {
      byTopLevel
          .computeIfAbsent(
              DisplayNames.topLevel(step.change().id()), id -> new ReviewSection(List.of(id), plan))
          .add(step.change());
    }
    byTopLevel.values().forEach(ReviewSection::finish);
    List<ReviewSection> all = mergeAlike(byTopLevel.values(), common);
    all.sort(
        Comparator.comparing((ReviewSection section) -> section.isNew)
            .thenComparing(section -> section.differences.get(0).rank() != Difference.Rank.LOSS));
    return all;
  }

  /** Merges the sections of many new resources that have the same in common. */
  private static List<ReviewSection> mergeAlike(
      Collection<ReviewSection> each, Function<Resource, StyledText> common) {
    List<ReviewSection> all = new ArrayList<>();
    SortedMap<String, List<ReviewSection>> alike = new TreeMap<>();
    for (ReviewSection one : each) {
      if (one.isNew && one.differences.stream().allMatch(ReviewSection::isNewIngestion)) {
        alike
            .computeIfAbsent(
                one.createdResources()
                    .map(resource -> resource.id().kind() + " " + common.apply(resource))
                    .collect(Collectors.joining()),
                k -> new ArrayList<>())
            .add(one);
      } else {
        all.add(one);
      }
    }
    alike.values().forEach(some -> all.addAll(some.size() < MANY ? some : List.of(merged(some))));
    all.sort(Comparator.comparing(one -> one.topLevels.first()));
    return all;
  }

  private static boolean isNewIngestion(Difference difference) {
    return difference instanceof Difference.Created created
        && DisplayNames.isIngestion(created.resources().get(0).id());
  }

  private Stream<Resource> createdResources() {
    return differences.stream()
        .flatMap(
            difference ->
                difference instanceof Difference.Created one
                    ? one.resources().stream()
                    : Stream.empty());
  }

  private static ReviewSection merged(List<ReviewSection> some) {
    ReviewSection merged =
        new ReviewSection(
            some.stream().map(one -> one.topLevels.first()).toList(), some.get(0).plan);
    merged.isNew = true;
    some.stream()
        .flatMap(ReviewSection::createdResources)
        .forEach(resource -> merged.created.put(resource.id(), resource));
    merged.finish();
    return merged;
  }

  /** The resource of the heading, or several new ones of one kind. */
  SortedSet<ResourceId> topLevels() {
    return topLevels;
  }

  /** The differences: losses first. */
  List<Difference> differences() {
    return differences;
  }

  private void add(Change change) {
    ResourceId id = change.id();
    if (change instanceof Change.Create create) {
      isNew |= topLevels.contains(id);
      create.resource().access().ifPresent(of(EntryChange.GRANTED)::addAll);
      if (id instanceof ConnectionPolicyId policy) {
        List<String> users =
            DisplayNames.texts(create.resource().body().get(ConnectionPolicyCodec.USERS));
        differences.add(new Difference.Users(policy, false, users));
      } else {
        created.put(id, create.resource());
      }
    } else if (change instanceof Change.Update update) {
      for (AccessEntry entry : update.access().remove()) {
        of(ExpiryCondition.hasEnded(entry, plan.instant())
                ? EntryChange.EXPIRED
                : EntryChange.REVOKED)
            .add(entry);
      }
      of(EntryChange.GRANTED).addAll(update.access().add());
      of(EntryChange.RENEWED).addAll(update.access().renew());
      if (id instanceof ProjectScopedId ingestion) {
        differences.addAll(IngestionChanges.of(ingestion, update.fields(), plan.observed()));
      } else {
        update.fields().forEach(field -> addField(id, field));
      }
    } else if (((Change.Delete) change).isReplaced()) {
      recreated.add(id);
    } else {
      differences.add(new Difference.Deleted(id, plan.observed().find(id)));
    }
  }

  private Set<AccessEntry> of(EntryChange change) {
    return access.getOrDefault(change, new LinkedHashSet<>());
  }

  private void addField(ResourceId id, FieldChange field) {
    if (id instanceof RowPolicyId policy && field.path().equals(RowPolicyCodec.GRANTEES)) {
      List<String> before = DisplayNames.texts(field.before());
      List<String> after = DisplayNames.texts(field.after());
      addGrantees(policy, true, before, after);
      addGrantees(policy, false, after, before);
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
      differences.add(new Difference.Changed(id, kind, field));
    }
  }

  private static String kind(ResourceId id, FieldChange field) {
    return TableCodec.isOfView(field.path()) ? "view" : id.kind().label();
  }

  private void addGrantees(
      RowPolicyId policy, boolean isLoss, List<String> of, List<String> without) {
    List<String> only = of.stream().filter(g -> !without.contains(g)).sorted().toList();
    if (!only.isEmpty()) {
      differences.add(new Difference.Grantees(policy, isLoss, only));
    }
  }

  private void finish() {
    Set<AccessEntry> both = new LinkedHashSet<>(of(EntryChange.REVOKED));
    both.retainAll(of(EntryChange.GRANTED));
    of(EntryChange.REVOKED).removeAll(both);
    of(EntryChange.GRANTED).removeAll(both);
    of(EntryChange.RENEWED).addAll(both);
    access.forEach(this::addAccess);
    for (ResourceId id : recreated) {
      Resource after = created.remove(id);
      differences.add(
          after == null
              ? new Difference.Deleted(id, plan.observed().find(id))
              : new Difference.Recreated(plan.observed().find(id), after));
    }
    groups(created.values(), DisplayNames::kind)
        .forEach(
            (kind, resources) -> addCreated(kind, resources, isNew || resources.size() >= MANY));
    sort();
  }

  private void sort() {
    differences.sort(
        Comparator.comparing(Difference::rank)
            .thenComparing(ReviewSection::isChange)
            .thenComparing(this::subject));
  }

  private void addCreated(String kind, List<Resource> resources, boolean isOneLine) {
    boolean hasDetails = resources.get(0).id().kind() == ResourceId.Kind.ROW_POLICY;
    if (isOneLine && !hasDetails) {
      differences.add(new Difference.Created(kind, resources));
    } else {
      resources.forEach(one -> differences.add(new Difference.Created(kind, List.of(one))));
    }
  }

  private void addAccess(EntryChange change, Set<AccessEntry> entries) {
    List<AccessEntry> sorted =
        entries.stream().sorted(Comparator.comparing(ReviewSection::json)).toList();
    boolean isOneLine = isNew || sorted.size() >= MANY;
    groups(sorted, entry -> isOneLine ? shape(entry) + reason(entry).orElse("") : alone(entry))
        .values()
        .forEach(
            group -> differences.add(new Difference.Access(change, group, reason(group.get(0)))));
  }

  private Optional<String> reason(AccessEntry entry) {
    return topLevels.first() instanceof DatasetId dataset
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

  /** The key of entries that share a line. */
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

  /** New resources come before changes. */
  private static boolean isChange(Difference difference) {
    return difference instanceof Difference.Changed || difference instanceof Difference.Part;
  }

  /** The resource that a difference is about; differences of one rank are sorted by it. */
  private ResourceId subject(Difference difference) {
    return difference.accept(
        new Difference.Visitor<>() {
          @Override
          public ResourceId access(Difference.Access access) {
            return topLevels.first();
          }

          @Override
          public ResourceId grantees(Difference.Grantees grantees) {
            return grantees.policy();
          }

          @Override
          public ResourceId users(Difference.Users users) {
            return topLevels.first();
          }

          @Override
          public ResourceId deleted(Difference.Deleted deleted) {
            return deleted.id();
          }

          @Override
          public ResourceId recreated(Difference.Recreated recreated) {
            return recreated.after().id();
          }

          @Override
          public ResourceId created(Difference.Created created) {
            return created.resources().get(0).id();
          }

          @Override
          public ResourceId changed(Difference.Changed changed) {
            return changed.id();
          }

          @Override
          public ResourceId part(Difference.Part part) {
            return part.id();
          }
        });
  }
}
