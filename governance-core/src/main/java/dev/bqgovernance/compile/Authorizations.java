package dev.bqgovernance.compile;

import dev.bqgovernance.model.AuthorizedDataset;
import dev.bqgovernance.model.AuthorizedResource;
import dev.bqgovernance.model.AuthorizedView;
import dev.bqgovernance.model.DataPlatform;
import dev.bqgovernance.model.Dataset;
import dev.bqgovernance.model.Dataset.AccessMode;
import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.DatasetScopedId;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.model.Role;
import dev.bqgovernance.model.ServiceLimits;
import dev.bqgovernance.state.AccessEntry.RoleEntry;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The authorizations that a platform's views and routines need: a dataset must authorize a view or
 * routine that reads it if somebody who reads through that view could not read the dataset itself.
 * Each reference is judged separately (<a
 * href="https://docs.cloud.google.com/bigquery/docs/authorized-views">source</a>): every reader of
 * a view passes through each reference below it.
 *
 * <p>The members of groups are unknown, so a group can read only what is granted to it or to
 * everybody.
 *
 * <p>This class is immutable and thread-safe.
 */
public final class Authorizations {
  private static final Set<Role> READING = Set.of(Role.READER, Role.WRITER, Role.OWNER);

  private final DataPlatform platform;
  private final DerivedResources derived;
  private final SqlReferences references;
  private final Map<DatasetId, Readers> readers = new HashMap<>();

  /** The views and routines that read a dataset, and the datasets of those views. */
  private final Map<DatasetId, Set<DatasetScopedId>> readBy = new HashMap<>();

  /** Datasets with a view whose references are not completely known. */
  private final Set<DatasetId> incomplete = new HashSet<>();

  private final SortedMap<DatasetId, SortedMap<AuthorizedResource, Need>> needs = new TreeMap<>();
  private final SortedMap<DatasetId, Integer> collapsed = new TreeMap<>();

  /** All principals with a grant; a set of them is a bit set of their indexes. */
  private final List<Principal> principals;

  private Authorizations(
      DataPlatform platform,
      DerivedResources derived,
      SqlReferences references,
      Map<DatasetId, Set<RoleEntry>> grants) {
    this.platform = platform;
    this.derived = derived;
    this.references = references;
    this.principals =
        grants.values().stream()
            .flatMap(Set::stream)
            .map(RoleEntry::principal)
            .distinct()
            .sorted(Principal.BY_MEMBER)
            .toList();
    Map<Principal, Integer> numbers = new HashMap<>();
    principals.forEach(principal -> numbers.put(principal, numbers.size()));
    grants.forEach((dataset, entries) -> readers.put(dataset, readers(entries, numbers)));
  }

  /**
   * Computes the needed authorizations.
   *
   * @param grants the grants on each dataset
   */
  static Authorizations of(
      DataPlatform platform,
      DerivedResources derived,
      SqlReferences references,
      Map<DatasetId, Set<RoleEntry>> grants) {
    Authorizations authorizations = new Authorizations(platform, derived, references, grants);
    authorizations.find();
    authorizations.collapse();
    return authorizations;
  }

  /**
   * An authorization that is needed and not declared.
   *
   * @param authorized the view, dataset or routine to authorize
   * @param reader the view or routine that reads the dataset
   * @param refused the principals that would be refused; empty if only live grants of an additive
   *     dataset could name some
   */
  public record Missing(
      AuthorizedResource authorized, DatasetScopedId reader, List<Principal> refused) {
    public Missing {
      refused = List.copyOf(refused);
    }
  }

  /** The reasons why a declared authorization is superfluous. */
  public enum Excess {
    /** The authorized resource reads nothing of the dataset. */
    READS_NOTHING,
    /** The whole dataset of the authorized view is authorized. */
    DATASET_AUTHORIZED,
    /** Everybody who reads through the authorized resource may read the dataset anyway. */
    NOBODY_REFUSED
  }

  /** The authorizations that a dataset needs and does not declare. */
  public List<Missing> missing(Dataset dataset) {
    List<Missing> missing = new ArrayList<>();
    missingNeeds(dataset)
        .forEach(
            (authorized, need) ->
                missing.add(
                    new Missing(
                        authorized,
                        need.reader(),
                        need.refused().stream().mapToObj(principals::get).toList())));
    return missing;
  }

  /** The resources of {@link #missing}. */
  Set<AuthorizedResource> missingResources(Dataset dataset) {
    return missingNeeds(dataset).keySet();
  }

  private SortedMap<AuthorizedResource, Need> missingNeeds(Dataset dataset) {
    Set<AuthorizedResource> given = given(dataset);
    SortedMap<AuthorizedResource, Need> missing = new TreeMap<>(needs(dataset));
    missing.keySet().removeIf(reader -> given.contains(reader) || isCovered(reader, given));
    return missing;
  }

  private SortedMap<AuthorizedResource, Need> needs(Dataset dataset) {
    return needs.getOrDefault(dataset.id(), new TreeMap<>());
  }

  private Set<AuthorizedResource> given(Dataset dataset) {
    Set<AuthorizedResource> given = new HashSet<>(dataset.authorized());
    given.addAll(derived.authorized(dataset.id()));
    return given;
  }

  /**
   * The datasets for which whole datasets are authorized instead of single views, since there would
   * be too many, with the number of views and routines that read them.
   */
  public SortedMap<DatasetId, Integer> collapsed() {
    return Collections.unmodifiableSortedMap(collapsed);
  }

  /** A reader that a dataset must authorize, and the principals that are refused otherwise. */
  private record Need(DatasetScopedId reader, BitSet refused) {}

  /**
   * The principals that may read a dataset by its grants.
   *
   * @param named the principals of its grants, conditional ones included
   * @param certain the principals that certainly may, named or not
   */
  private record Readers(BitSet named, BitSet certain) {
    static final Readers NOBODY = new Readers(new BitSet(), new BitSet());
  }

  private Readers readers(Set<RoleEntry> entries, Map<Principal, Integer> numbers) {
    BitSet named = new BitSet();
    BitSet certain = new BitSet();
    for (RoleEntry entry : entries) {
      if (!READING.contains(entry.role())) {
        continue;
      }
      int number = numbers.getOrDefault(entry.principal(), 0);
      named.set(number);
      if (entry.condition().isPresent()) {
        continue;
      }
      certain.set(number);
      if (isMany(entry.principal())) {
        for (int i = 0; i < principals.size(); i++) {
          if (includes(entry.principal(), principals.get(i))) {
            certain.set(i);
          }
        }
      }
    }
    return new Readers(named, certain);
  }

  /**
   * The principals whose queries pass through a view or routine: those with a grant on its dataset,
   * or on a reader of it.
   *
   * @param named the known principals
   * @param areOthers whether there may be more, since access to a dataset on the way is only added
   */
  private record Callers(BitSet named, boolean areOthers) {
    Callers and(Callers more) {
      BitSet all = (BitSet) named.clone();
      all.or(more.named);
      return new Callers(all, areOthers || more.areOthers);
    }
  }

  /** Goes from the top down: the callers of a view or routine are callers of its sources. */
  private void find() {
    Map<DatasetScopedId, Set<DatasetScopedId>> sources = references.withoutCircles();
    Map<DatasetScopedId, Set<DatasetId>> datasets = references.datasets();
    Map<DatasetScopedId, Callers> above = new HashMap<>();
    for (DatasetScopedId reader : references.fromTop()) {
      DatasetId home = reader.dataset();
      boolean isView = reader.kind() == ResourceId.Kind.TABLE;
      Callers own =
          new Callers(readers.getOrDefault(home, Readers.NOBODY).named(), isAdditive(home));
      Callers callers = above.containsKey(reader) ? own.and(above.remove(reader)) : own;
      sources
          .getOrDefault(reader, Set.of())
          .forEach(read -> above.merge(read, callers, Callers::and));
      if (isView && !references.isComplete(reader)) {
        incomplete.add(home);
      }
      for (DatasetId source : datasets.getOrDefault(reader, Set.of())) {
        Set<DatasetScopedId> by = readBy.computeIfAbsent(source, s -> new HashSet<>());
        by.add(reader);
        if (isView) {
          by.add(home);
        }
        if (!source.equals(home) && platform.datasets().containsKey(source)) {
          addNeed(reader, callers, source);
        }
      }
    }
  }

  private void addNeed(DatasetScopedId reader, Callers callers, DatasetId source) {
    BitSet refused = (BitSet) callers.named().clone();
    refused.andNot(readers.getOrDefault(source, Readers.NOBODY).certain());
    if (!refused.isEmpty() || callers.areOthers()) {
      needs
          .computeIfAbsent(source, s -> new TreeMap<>())
          .put(AuthorizedResource.of(reader), new Need(reader, refused));
    }
  }

  private boolean isAdditive(DatasetId dataset) {
    Dataset declared = platform.datasets().get(dataset);
    return declared != null && declared.accessMode() == AccessMode.ADDITIVE;
  }

  /** Whether a grant may include other named principals; the members of groups are unknown. */
  private static boolean isMany(Principal granted) {
    return granted instanceof Principal.SpecialGroup
        || granted instanceof Principal.Domain
        || granted.member().equals("allUsers");
  }

  /** Whether a grant to many includes a principal. */
  private static boolean includes(Principal granted, Principal who) {
    if (granted.member().equals("allUsers")) {
      return true;
    }
    if (granted == Principal.SpecialGroup.ALL_AUTHENTICATED_USERS) {
      return !who.member().equals("allUsers");
    }
    return granted instanceof Principal.Domain domain
        && who instanceof Principal.User user
        && user.email().endsWith("@" + domain.name());
  }

  /** Replaces views by their datasets, those with most views first, until few enough are left. */
  private void collapse() {
    int most =
        ServiceLimits.MAX_AUTHORIZED_RESOURCES * platform.collapseAuthorizationsAtPercent() / 100;
    needs.forEach(
        (dataset, authorized) -> {
          int before = authorized.size();
          boolean isShorter = true;
          while (authorized.size() > most && isShorter) {
            isShorter = collapseOne(authorized);
          }
          if (authorized.size() < before) {
            collapsed.put(dataset, before);
          }
        });
  }

  private static boolean collapseOne(SortedMap<AuthorizedResource, Need> authorized) {
    Map<DatasetId, Integer> views = new TreeMap<>();
    authorized
        .keySet()
        .forEach(
            reader -> {
              if (reader instanceof AuthorizedView view) {
                views.merge(view.view().dataset(), 1, Integer::sum);
              }
            });
    Optional<Map.Entry<DatasetId, Integer>> largest =
        views.entrySet().stream().max(Map.Entry.comparingByValue());
    if (largest.isEmpty() || largest.get().getValue() < 2) {
      return false;
    }
    DatasetId dataset = largest.get().getKey();
    Need need =
        authorized.entrySet().stream()
            .filter(entry -> isViewOf(entry.getKey(), dataset))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElseThrow();
    authorized.keySet().removeIf(reader -> isViewOf(reader, dataset));
    authorized.put(AuthorizedDataset.of(dataset), need);
    return true;
  }

  private static boolean isViewOf(AuthorizedResource reader, DatasetId dataset) {
    return reader instanceof AuthorizedView view && view.view().dataset().equals(dataset);
  }

  /**
   * The authorizations that each dataset should declare: the needed ones, and the declared ones
   * that cannot be judged.
   */
  SortedMap<DatasetId, SortedSet<AuthorizedResource>> corrected() {
    SortedMap<DatasetId, SortedSet<AuthorizedResource>> corrected = new TreeMap<>();
    for (Dataset dataset : platform.datasets().values()) {
      SortedSet<AuthorizedResource> right = new TreeSet<>(dataset.authorized());
      right.removeIf(reader -> excess(dataset, reader).isPresent());
      right.addAll(missingResources(dataset));
      corrected.put(dataset.id(), right);
    }
    return corrected;
  }

  private static boolean isCovered(AuthorizedResource reader, Set<AuthorizedResource> given) {
    return reader instanceof AuthorizedView view
        && given.contains(AuthorizedDataset.of(view.view().dataset()));
  }

  /**
   * Why a declared authorization is superfluous; empty if it is needed, or cannot be judged:
   * readers of other projects, and readers whose references are not completely known.
   */
  public Optional<Excess> excess(Dataset dataset, AuthorizedResource authorized) {
    Set<AuthorizedResource> needed = needs(dataset).keySet();
    if (!canBeJudged(authorized) || needed.contains(authorized)) {
      return Optional.empty();
    }
    if (!readBy.getOrDefault(dataset.id(), Set.of()).contains(authorized.resource())) {
      return Optional.of(Excess.READS_NOTHING);
    }
    if (isStandIn(authorized, needed)) {
      return Optional.empty();
    }
    return Optional.of(
        isCovered(authorized, given(dataset)) ? Excess.DATASET_AUTHORIZED : Excess.NOBODY_REFUSED);
  }

  /** Whether it authorizes a dataset some of whose views must be authorized. */
  private static boolean isStandIn(AuthorizedResource reader, Set<AuthorizedResource> needed) {
    return reader instanceof AuthorizedDataset dataset
        && needed.stream().anyMatch(other -> isViewOf(other, dataset.dataset()));
  }

  private boolean canBeJudged(AuthorizedResource authorized) {
    DatasetScopedId resource = authorized.resource();
    return platform.datasets().containsKey(resource.dataset())
        && (authorized instanceof AuthorizedDataset
            ? !incomplete.contains(resource.dataset())
            : references.isComplete(resource));
  }
}
