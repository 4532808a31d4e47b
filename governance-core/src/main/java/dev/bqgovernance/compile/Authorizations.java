package dev.bqgovernance.compile;

import dev.bqgovernance.model.AccessMode;
import dev.bqgovernance.model.AuthorizationMode;
import dev.bqgovernance.model.AuthorizedDataset;
import dev.bqgovernance.model.AuthorizedResource;
import dev.bqgovernance.model.AuthorizedView;
import dev.bqgovernance.model.DataPlatform;
import dev.bqgovernance.model.Dataset;
import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.DatasetScopedId;
import dev.bqgovernance.model.Finding;
import dev.bqgovernance.model.Place;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.Role;
import dev.bqgovernance.model.ServiceLimits;
import dev.bqgovernance.model.Severity;
import dev.bqgovernance.model.TableId;
import dev.bqgovernance.state.AccessEntry.RoleEntry;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which authorizations a platform's texts need, and no more: a dataset has to authorize a view or
 * routine that reads it where somebody who reads through that view could not read the dataset
 * itself. Each hop is judged by itself (<a
 * href="https://docs.cloud.google.com/bigquery/docs/authorized-views">source</a>): every reader of
 * a view comes through each hop below it.
 *
 * <p>Who is in a group is not known, so a group can read only what is granted to it or to
 * everybody.
 */
final class Authorizations {
  private static final Set<Role> READING = Set.of(Role.READER, Role.WRITER, Role.OWNER);

  /** So many who are refused are told by name. */
  private static final int NAMED = 5;

  private final DataPlatform platform;
  private final SqlReferences texts;
  private final Map<DatasetId, Readers> readers = new HashMap<>();

  /** Which texts read something of a dataset, and which datasets by one of their views. */
  private final Map<DatasetId, Set<DatasetScopedId>> readBy = new HashMap<>();

  /** Datasets of which not all that their views name was found. */
  private final Set<DatasetId> unread = new HashSet<>();

  private final SortedMap<DatasetId, SortedMap<AuthorizedResource, Need>> needs = new TreeMap<>();
  private final List<Finding> findings = new ArrayList<>();

  /** Everybody who is granted something, by member: sets of them are sets of their numbers. */
  private final List<Principal> principals;

  private Authorizations(
      DataPlatform platform, SqlReferences texts, Map<DatasetId, Set<RoleEntry>> grants) {
    this.platform = platform;
    this.texts = texts;
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
   * What the texts need.
   *
   * @param grants what is granted on each dataset to whom
   */
  static Authorizations of(
      DataPlatform platform, SqlReferences texts, Map<DatasetId, Set<RoleEntry>> grants) {
    Authorizations authorizations = new Authorizations(platform, texts, grants);
    authorizations.find();
    authorizations.collapse();
    return authorizations;
  }

  /** What a dataset has to authorize and does not declare. */
  Set<AuthorizedResource> missing(Dataset dataset, DerivedResources generated) {
    Set<AuthorizedResource> given = given(dataset, generated);
    return needs(dataset).keySet().stream()
        .filter(reader -> !given.contains(reader) && !isCovered(reader, given))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private SortedMap<AuthorizedResource, Need> needs(Dataset dataset) {
    return needs.getOrDefault(dataset.id(), new TreeMap<>());
  }

  private static Set<AuthorizedResource> given(Dataset dataset, DerivedResources generated) {
    Set<AuthorizedResource> given = new HashSet<>(dataset.authorized());
    given.addAll(generated.authorized(dataset.id()));
    return given;
  }

  /** That somebody needs a dataset to authorize what reads it. */
  private record Need(DatasetScopedId reader, BitSet refused) {}

  /**
   * Who may read a dataset by its grants.
   *
   * @param named those who are named, also under a condition
   * @param certain everybody of whom it is certain, named or not
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
   * Who comes to a text: everybody who is granted what it lies in, or what reads it.
   *
   * @param named those who are named
   * @param areOthers whether there may be more, since a dataset on the way is only added to
   */
  private record Callers(BitSet named, boolean areOthers) {
    Callers and(Callers more) {
      BitSet all = (BitSet) named.clone();
      all.or(more.named);
      return new Callers(all, areOthers || more.areOthers);
    }
  }

  /** From the top down: whoever comes to a text comes to what it reads. */
  private void find() {
    Map<DatasetScopedId, Set<DatasetScopedId>> references = texts.references();
    Map<DatasetScopedId, Set<DatasetId>> datasets = texts.datasets();
    Map<DatasetScopedId, Callers> above = new HashMap<>();
    for (DatasetScopedId text : texts.fromTop()) {
      DatasetId home = text.dataset();
      Callers own =
          new Callers(readers.getOrDefault(home, Readers.NOBODY).named(), isAdditive(home));
      Callers callers = above.containsKey(text) ? own.and(above.remove(text)) : own;
      references
          .getOrDefault(text, Set.of())
          .forEach(read -> above.merge(read, callers, Callers::and));
      if (text instanceof TableId && !texts.isRead(text)) {
        unread.add(home);
      }
      for (DatasetId source : datasets.getOrDefault(text, Set.of())) {
        Set<DatasetScopedId> by = readBy.computeIfAbsent(source, s -> new HashSet<>());
        by.add(text);
        if (text instanceof TableId) {
          by.add(home);
        }
        if (!source.equals(home) && platform.datasets().containsKey(source)) {
          demand(text, callers, source);
        }
      }
    }
  }

  private void demand(DatasetScopedId reader, Callers callers, DatasetId source) {
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

  /** Whether others than the one who is named may be meant; what is in a group is not known. */
  private static boolean isMany(Principal granted) {
    return granted instanceof Principal.SpecialGroup
        || granted instanceof Principal.Domain
        || granted.member().equals("allUsers");
  }

  /** Whether a grant to many is one to another principal. */
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

  /** Where there are too many views, the datasets that hold most of them stand for them. */
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
            report(
                Severity.INFO,
                "authorized-dataset",
                platform.origins().of(dataset),
                String.format(
                    Locale.ROOT,
                    "%,d views and routines have to read %s, and a dataset authorizes %,d at most:"
                        + " whole datasets are authorized instead where they hold most of them.",
                    before,
                    dataset.name(),
                    ServiceLimits.MAX_AUTHORIZED_RESOURCES),
                "Every view that is added to such a dataset may read " + dataset.name() + " too.");
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
   * How what the datasets declare differs from what the texts need: what is missing unless it is
   * derived, what nothing reads through any more, and what nobody needs. What cannot be judged is
   * left alone: readers of other projects, and texts that could not be read.
   *
   * @param generated what is authorized without being declared
   */
  List<Finding> findings(DerivedResources generated) {
    List<Finding> all = new ArrayList<>(findings);
    for (Dataset dataset : platform.datasets().values()) {
      if (platform.authorizations() == AuthorizationMode.DECLARED) {
        missing(dataset, generated)
            .forEach(reader -> all.add(missing(dataset.id(), reader, need(dataset, reader))));
      }
      for (AuthorizedResource reader : new TreeSet<>(dataset.authorized())) {
        excess(dataset, reader, given(dataset, generated)).ifPresent(all::add);
      }
    }
    return all;
  }

  private Need need(Dataset dataset, AuthorizedResource reader) {
    return Objects.requireNonNull(needs(dataset).get(reader), "only what is needed is missing");
  }

  /** What each dataset should declare: what it needs, and of what it has what cannot be judged. */
  SortedMap<DatasetId, SortedSet<AuthorizedResource>> corrected(DerivedResources generated) {
    SortedMap<DatasetId, SortedSet<AuthorizedResource>> corrected = new TreeMap<>();
    for (Dataset dataset : platform.datasets().values()) {
      Set<AuthorizedResource> given = given(dataset, generated);
      SortedSet<AuthorizedResource> right = new TreeSet<>(dataset.authorized());
      right.removeIf(reader -> excess(dataset, reader, given).isPresent());
      right.addAll(missing(dataset, generated));
      corrected.put(dataset.id(), right);
    }
    return corrected;
  }

  private static boolean isCovered(AuthorizedResource reader, Set<AuthorizedResource> given) {
    return reader instanceof AuthorizedView view
        && given.contains(AuthorizedDataset.of(view.view().dataset()));
  }

  private Finding missing(DatasetId dataset, AuthorizedResource reader, Need need) {
    String who = inWords(need.refused());
    return new Finding(
        Severity.WARNING,
        "missing-authorization",
        texts.place(need.reader(), dataset).or(() -> platform.origins().of(need.reader())),
        String.format(
            "%s reads %s, and %s may read the one but not the other: the query would be refused.",
            need.reader(), dataset.name(), who),
        Optional.of(
            String.format(
                "Let %s authorize %s (check --fix writes it), or grant READER on %s to %s.",
                dataset.name(),
                reader.resource(),
                dataset.name(),
                need.refused().cardinality() <= 1 ? who : "them")));
  }

  /**
   * Those who are refused; nobody stands for those whom an additive dataset's live list may name.
   */
  private String inWords(BitSet refused) {
    List<Principal> known = refused.stream().limit(NAMED).mapToObj(principals::get).toList();
    if (known.isEmpty() || known.contains(Principal.SpecialGroup.ALL_AUTHENTICATED_USERS)) {
      return "whoever may read it";
    }
    List<String> names = known.stream().map(Principal::member).collect(Collectors.toList());
    if (refused.cardinality() > NAMED) {
      names.add((refused.cardinality() - NAMED) + " more");
    }
    int last = names.size() - 1;
    return last == 0
        ? names.get(0)
        : String.join(", ", names.subList(0, last)) + " and " + names.get(last);
  }

  private Optional<Finding> excess(
      Dataset dataset, AuthorizedResource reader, Set<AuthorizedResource> given) {
    Set<AuthorizedResource> needed = needs(dataset).keySet();
    DatasetScopedId resource = reader.resource();
    if (!canBeJudged(reader) || needed.contains(reader)) {
      return Optional.empty();
    }
    boolean isRead = readBy.getOrDefault(dataset.id(), Set.of()).contains(resource);
    Optional<Place> place = platform.origins().of(dataset.id(), reader);
    if (!isRead) {
      return Optional.of(
          new Finding(
              Severity.WARNING,
              "stale-authorization",
              place,
              String.format(
                  "%s authorizes %s, which reads nothing there; whoever edits it could.",
                  dataset.id().name(), resource),
              Optional.of("Remove the entry (check --fix does).")));
    }
    if (isStandIn(reader, needed)) {
      return Optional.empty();
    }
    String why =
        isCovered(reader, given)
            ? "its whole dataset is authorized"
            : "whoever reads through it, if anybody, may read " + dataset.id().name() + " anyway";
    return Optional.of(
        new Finding(
            Severity.INFO,
            "redundant-authorization",
            place,
            String.format("%s need not authorize %s: %s.", dataset.id().name(), resource, why),
            Optional.of("Remove the entry (check --fix does).")));
  }

  /** A declared dataset that stands for views which are needed is a way to say the same. */
  private static boolean isStandIn(AuthorizedResource reader, Set<AuthorizedResource> needed) {
    return reader instanceof AuthorizedDataset dataset
        && needed.stream().anyMatch(other -> isViewOf(other, dataset.dataset()));
  }

  private boolean canBeJudged(AuthorizedResource reader) {
    DatasetScopedId resource = reader.resource();
    return platform.datasets().containsKey(resource.dataset())
        && (resource instanceof DatasetId dataset
            ? !unread.contains(dataset)
            : texts.isRead(resource));
  }

  private void report(
      Severity severity, String rule, Optional<Place> place, String message, String fix) {
    findings.add(new Finding(severity, rule, place, message, Optional.of(fix)));
  }
}
