package dev.bqgovernance.testkit.governance;

import dev.bqgovernance.model.AuthorizedDataset;
import dev.bqgovernance.model.AuthorizedView;
import dev.bqgovernance.model.DataPlatform;
import dev.bqgovernance.model.DataPlatformBuilder;
import dev.bqgovernance.model.Dataset;
import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.Role;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A small platform made of chance: the same seed, the same platform. All of them share their names,
 * so that one can become another.
 */
final class SmallPlatform {
  static final String PROJECT = "acme-data";
  private static final List<String> DATASETS = List.of("anon", "dwh", "mart", "raw");
  private static final List<String> TABLES = List.of("raw.users", "raw.events", "anon.days");
  private static final List<String> VIEWS =
      List.of("anon.u", "anon.e", "dwh.u", "dwh.e", "mart.u", "mart.e");
  private static final List<String> GROUPS = List.of("analysts", "admins", "interns");

  private final Random random;
  private final Map<String, List<String>> sources = new TreeMap<>();
  private final Map<String, Map<String, Role>> grants = new TreeMap<>();
  private final Map<String, Set<String>> authorized = new TreeMap<>();

  private SmallPlatform(Random random) {
    this.random = random;
  }

  static SmallPlatform of(long seed) {
    SmallPlatform platform = new SmallPlatform(new Random(seed));
    platform.chooseViews(Set.copyOf(VIEWS));
    DATASETS.forEach(platform::chooseAccess);
    return platform;
  }

  /** The same platform after an ordinary pull request: one view and one dataset's access. */
  SmallPlatform edited(long seed) {
    Random chance = new Random(seed);
    return edited(
        chance,
        Set.of(VIEWS.get(chance.nextInt(VIEWS.size()))),
        Set.of(DATASETS.get(chance.nextInt(DATASETS.size()))));
  }

  /** The same platform with much of it changed at once. */
  SmallPlatform rebuilt(long seed) {
    Random chance = new Random(seed);
    return edited(chance, some(VIEWS, 0.3, chance), some(DATASETS, 0.4, chance));
  }

  private SmallPlatform edited(Random chance, Set<String> views, Set<String> datasets) {
    SmallPlatform edited = new SmallPlatform(chance);
    edited.sources.putAll(sources);
    edited.grants.putAll(grants);
    edited.authorized.putAll(authorized);
    edited.chooseViews(views);
    datasets.forEach(edited::chooseAccess);
    return edited;
  }

  /** Chooses anew what these views read: tables, and views that do not come back to them. */
  private void chooseViews(Set<String> chosen) {
    sources.keySet().removeAll(chosen);
    List<String> order = new ArrayList<>(chosen);
    Collections.sort(order);
    Collections.shuffle(order, random);
    for (String view : order) {
      if (random.nextInt(8) == 0) {
        continue;
      }
      List<String> readable = new ArrayList<>(TABLES);
      sources.keySet().stream().filter(other -> !reaches(other, view)).forEach(readable::add);
      Collections.shuffle(readable, random);
      sources.put(view, List.copyOf(readable.subList(0, random.nextInt(4) == 0 ? 2 : 1)));
    }
    Set<String> dangling = new TreeSet<>();
    do {
      dangling.clear();
      sources.forEach(
          (view, read) -> {
            if (!read.stream().allMatch(r -> TABLES.contains(r) || sources.containsKey(r))) {
              dangling.add(view);
            }
          });
      sources.keySet().removeAll(dangling);
    } while (!dangling.isEmpty());
  }

  private boolean reaches(String view, String goal) {
    return view.equals(goal)
        || sources.getOrDefault(view, List.of()).stream().anyMatch(next -> reaches(next, goal));
  }

  private void chooseAccess(String dataset) {
    Map<String, Role> roles = new LinkedHashMap<>();
    some(GROUPS, 0.35, random)
        .forEach(group -> roles.put(group, random.nextBoolean() ? Role.READER : Role.WRITER));
    grants.put(dataset, roles);
    Set<String> readers = some(VIEWS, 0.25, random);
    sources.forEach(
        (view, read) -> {
          if (read.stream().anyMatch(r -> r.startsWith(dataset)) && random.nextInt(4) > 0) {
            readers.add(view);
          }
        });
    if (random.nextInt(4) == 0) {
      readers.add(DATASETS.get(random.nextInt(DATASETS.size())));
    }
    authorized.put(dataset, readers);
  }

  private static Set<String> some(List<String> of, double share, Random random) {
    return of.stream()
        .filter(each -> random.nextDouble() < share)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Without some of its datasets, and what needs them. */
  SmallPlatform without(String dataset) {
    SmallPlatform smaller = new SmallPlatform(random);
    smaller.sources.putAll(sources);
    Set<String> gone =
        sources.keySet().stream()
            .filter(view -> needs(view, dataset))
            .collect(Collectors.toCollection(TreeSet::new));
    smaller.sources.keySet().removeAll(gone);
    smaller.grants.putAll(grants);
    smaller.grants.remove(dataset);
    smaller.authorized.putAll(authorized);
    smaller.authorized.remove(dataset);
    return smaller;
  }

  private boolean needs(String object, String dataset) {
    return object.startsWith(dataset + ".")
        || sources.getOrDefault(object, List.of()).stream().anyMatch(next -> needs(next, dataset));
  }

  DataPlatform build() {
    return build(DATASETS);
  }

  /** The platform, declared in some order. */
  DataPlatform build(List<String> order) {
    DataPlatformBuilder platform =
        DataPlatform.in(PROJECT, "US").owner(Principal.SpecialGroup.PROJECT_OWNERS);
    for (String name : order) {
      if (grants.containsKey(name)) {
        platform.dataset(name, dataset -> describe(name, dataset));
      }
    }
    for (String table : TABLES) {
      if (grants.containsKey(table.substring(0, table.indexOf('.')))) {
        platform.table(table, t -> t);
      }
    }
    sources.forEach(
        (view, read) ->
            platform.view(view, "SELECT * FROM " + String.join(" NATURAL JOIN ", read)));
    return platform.build();
  }

  private Dataset.Builder describe(String name, Dataset.Builder dataset) {
    grants
        .getOrDefault(name, Map.of())
        .forEach((group, role) -> dataset.grant(role, Principal.group(group + "@acme.com")));
    for (String reader : authorized.getOrDefault(name, Set.of())) {
      if (sources.containsKey(reader)) {
        String[] parts = reader.split("\\.", 2);
        dataset.authorize(AuthorizedView.of(DatasetId.of(PROJECT, parts[0]).table(parts[1])));
      } else if (grants.containsKey(reader)) {
        dataset.authorize(AuthorizedDataset.of(DatasetId.of(PROJECT, reader)));
      }
    }
    return dataset;
  }
}
