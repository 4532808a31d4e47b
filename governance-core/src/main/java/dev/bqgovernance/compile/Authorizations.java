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
import dev.bqgovernance.model.Severity;
import dev.bqgovernance.model.TableId;
import dev.bqgovernance.state.AccessEntry.RoleEntry;
import java.util.ArrayList;
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
  /** https://docs.cloud.google.com/bigquery/quotas: authorized resources of a dataset. */
  private static final int LIMIT = 2_500;

  private static final Set<Role> READING = Set.of(Role.READER, Role.WRITER, Role.OWNER);

  private final DataPlatform platform;
  private final TextReferences texts;
  private final Map<DatasetId, Set<RoleEntry>> grants;
  private final Map<DatasetScopedId, Set<DatasetScopedId>> readers = new HashMap<>();
  private final Map<DatasetScopedId, Callers> callers = new HashMap<>();
  private final SortedMap<DatasetId, SortedMap<AuthorizedResource, Need>> needs = new TreeMap<>();
  private final List<Finding> findings = new ArrayList<>();

  private Authorizations(
      DataPlatform platform, TextReferences texts, Map<DatasetId, Set<RoleEntry>> grants) {
    this.platform = platform;
    this.texts = texts;
    this.grants = grants;
  }

  /**
   * What the texts need.
   *
   * @param grants what is granted on each dataset to whom
   */
  static Authorizations of(
      DataPlatform platform, TextReferences texts, Map<DatasetId, Set<RoleEntry>> grants) {
    Authorizations authorizations = new Authorizations(platform, texts, grants);
    texts
        .references()
        .forEach(
            (reader, read) ->
                read.forEach(
                    source ->
                        authorizations
                            .readers
                            .computeIfAbsent(source, s -> new TreeSet<>())
                            .add(reader)));
    texts.datasets().forEach(authorizations::find);
    authorizations.collapse();
    return authorizations;
  }

  /** What a dataset has to authorize and does not declare. */
  Set<AuthorizedResource> missing(Dataset dataset, Generated generated) {
    Set<AuthorizedResource> given = given(dataset, generated);
    return needs(dataset).keySet().stream()
        .filter(reader -> !given.contains(reader) && !isCovered(reader, given))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private SortedMap<AuthorizedResource, Need> needs(Dataset dataset) {
    return needs.getOrDefault(dataset.id(), new TreeMap<>());
  }

  private static Set<AuthorizedResource> given(Dataset dataset, Generated generated) {
    Set<AuthorizedResource> given = new HashSet<>(dataset.authorized());
    given.addAll(generated.authorized(dataset.id()));
    return given;
  }

  /** That somebody needs a dataset to authorize what reads it. */
  private record Need(DatasetScopedId reader, List<Principal> refused) {}

  /**
   * Who comes to a text: everybody who is granted what it lies in, or what reads it.
   *
   * @param known those who are named
   * @param areOthers whether there may be more, since a dataset on the way is only added to
   */
  private record Callers(Set<Principal> known, boolean areOthers) {}

  private void find(DatasetScopedId reader, Set<DatasetId> read) {
    for (DatasetId source : read) {
      if (source.equals(reader.dataset()) || !platform.datasets().containsKey(source)) {
        continue;
      }
      List<Principal> refused = refused(reader, source);
      if (!refused.isEmpty()) {
        needs
            .computeIfAbsent(source, s -> new TreeMap<>())
            .put(AuthorizedResource.of(reader), new Need(reader, refused));
      }
    }
  }

  private List<Principal> refused(DatasetScopedId reader, DatasetId source) {
    Callers coming = callers(reader);
    List<Principal> named =
        coming.known().stream()
            .filter(who -> !mayRead(who, source))
            .sorted(Principal.BY_MEMBER)
            .toList();
    return named.isEmpty() && coming.areOthers() ? List.of(SOMEBODY) : named;
  }

  /** So many who are refused are told by name. */
  private static final int NAMED = 5;

  /** Stands for those whom an additive dataset's live list may name. */
  private static final Principal SOMEBODY = Principal.SpecialGroup.ALL_AUTHENTICATED_USERS;

  private Callers callers(DatasetScopedId text) {
    Callers found = callers.get(text);
    if (found != null) {
      return found;
    }
    Set<Principal> known = new HashSet<>();
    boolean areOthers = isAdditive(text.dataset());
    for (RoleEntry grant : grants.getOrDefault(text.dataset(), Set.of())) {
      if (READING.contains(grant.role())) {
        known.add(grant.principal());
      }
    }
    for (DatasetScopedId reader : readers.getOrDefault(text, Set.of())) {
      Callers above = callers(reader);
      known.addAll(above.known());
      areOthers |= above.areOthers();
    }
    Callers all = new Callers(known, areOthers);
    callers.put(text, all);
    return all;
  }

  private boolean isAdditive(DatasetId dataset) {
    Dataset declared = platform.datasets().get(dataset);
    return declared != null && declared.accessMode() == AccessMode.ADDITIVE;
  }

  private boolean mayRead(Principal who, DatasetId dataset) {
    return grants.getOrDefault(dataset, Set.of()).stream()
        .filter(grant -> READING.contains(grant.role()) && grant.condition().isEmpty())
        .anyMatch(grant -> includes(grant.principal(), who));
  }

  /** Whether a grant to one principal is one to another; what is in a group is not known. */
  private static boolean includes(Principal granted, Principal who) {
    if (granted.equals(who) || granted.member().equals("allUsers")) {
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
    int most = LIMIT * platform.collapseAuthorizationsAtPercent() / 100;
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
                    LIMIT),
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
  List<Finding> findings(Generated generated) {
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
  SortedMap<DatasetId, SortedSet<AuthorizedResource>> corrected(Generated generated) {
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
                need.refused().size() == 1 ? who : "them")));
  }

  private static String inWords(List<Principal> refused) {
    if (refused.contains(SOMEBODY)) {
      return "whoever may read it";
    }
    List<String> names =
        refused.stream().limit(NAMED).map(Principal::member).collect(Collectors.toList());
    if (refused.size() > NAMED) {
      names.add((refused.size() - NAMED) + " more");
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
    boolean isRead =
        texts.datasets().entrySet().stream()
            .filter(text -> isOf(text.getKey(), resource))
            .anyMatch(text -> text.getValue().contains(dataset.id()));
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
        && (!(resource instanceof DatasetId)
            || texts.datasets().keySet().stream()
                .filter(text -> isOf(text, resource))
                .allMatch(texts::isRead))
        && (resource instanceof DatasetId || texts.isRead(resource));
  }

  private static boolean isOf(DatasetScopedId text, DatasetScopedId reader) {
    return text.equals(reader) || (text instanceof TableId && text.dataset().equals(reader));
  }

  private void report(
      Severity severity, String rule, Optional<Place> place, String message, String fix) {
    findings.add(new Finding(severity, rule, place, message, Optional.of(fix)));
  }
}
