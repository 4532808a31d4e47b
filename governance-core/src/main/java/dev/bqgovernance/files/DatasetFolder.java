package dev.bqgovernance.files;

import dev.bqgovernance.files.FileKind.Slot;
import dev.bqgovernance.model.DataPlatformBuilder;
import dev.bqgovernance.model.Dataset;
import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.Grant;
import dev.bqgovernance.model.Location;
import dev.bqgovernance.model.Place;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.Routine;
import dev.bqgovernance.model.RoutineId;
import dev.bqgovernance.model.Table;
import dev.bqgovernance.model.TableId;
import dev.bqgovernance.model.View;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Reads datasets/&lt;dataset&gt;/ with everything in it.
 *
 * <p>This class is <em>not</em> thread-safe.
 */
final class DatasetFolder {
  /** Stands in for SQL that cannot be read. */
  private static final String NO_SQL = "SELECT 1";

  private final SourceTree tree;
  private final List<Slot> files;
  private final Location platformHome;
  private final ReadContext reading;
  private final Problems problems;
  private final DataPlatformBuilder builder;
  private boolean isLocationKnown = true;

  /** A folder with at least one file. */
  DatasetFolder(
      SourceTree tree,
      List<Slot> files,
      Location platformHome,
      ReadContext reading,
      DataPlatformBuilder builder) {
    this.tree = tree;
    this.files = files;
    this.platformHome = platformHome;
    this.reading = reading;
    this.problems = reading.problems();
    this.builder = builder;
  }

  void read() {
    Slot first = files.get(0);
    problems
        .checked(
            Place.ofFile(first.path()),
            () -> new DatasetId(reading.overlay().actual(), first.dataset()))
        .ifPresent(this::read);
  }

  /**
   * Whether the location of the dataset, once read, is the declared one; false if its file is
   * broken.
   */
  boolean isLocationKnown() {
    return isLocationKnown;
  }

  private void read(DatasetId id) {
    Dataset dataset = readDataset(id);
    Location home = dataset.location().orElse(platformHome);
    for (Slot file : ofKind(FileKind.TABLE)) {
      id(file, id::table).ifPresent(table -> readTable(file, table, home));
    }
    readViews(id, home);
    for (Slot file : ofKind(FileKind.ROUTINE)) {
      id(file, id::routine).ifPresent(routine -> readRoutine(file, routine));
    }
    for (Slot file : ofKind(FileKind.ROW_POLICIES)) {
      id(file, id::table).ifPresent(table -> readRowPolicies(file, table));
    }
  }

  private Dataset readDataset(DatasetId id) {
    Optional<Slot> access = ofKind(FileKind.ACCESS).stream().findFirst();
    Optional<Slot> details = ofKind(FileKind.DATASET).stream().findFirst();
    Slot home = access.or(() -> details).orElse(files.get(0));
    if (access.isEmpty() && details.isEmpty()) {
      problems.error(
          "no-dataset",
          Place.ofFile(home.path()),
          String.format(
              "%s belongs to no dataset: datasets/%s has neither access.json nor dataset.json.",
              home.path(), id.name()),
          String.format(
              "Add datasets/%s/access.json: [] for nobody, or [{\"role\": \"READER\","
                  + " \"groupByEmail\": \"analysts@example.com\"}].",
              id.name()));
    }
    Optional<JsonMembers> file =
        details
            .flatMap(tree::json)
            .flatMap(json -> JsonMembers.of(json, FileKeys.DATASET, problems));
    Dataset dataset =
        file.map(members -> DatasetFile.read(members, id, reading))
            .orElseGet(() -> Dataset.builder(id).build());
    file.flatMap(members -> members.value("location"))
        .ifPresent(location -> builder.origins().putLocation(id, location.place()));
    isLocationKnown =
        details.isEmpty()
            || file.filter(JsonMembers::isSpelledRight)
                .filter(members -> !members.has("location") || dataset.location().isPresent())
                .isPresent();
    List<AccessFile.Entry> entries = readAccess(access, file);
    Place place = Place.ofFile(home.path());
    Dataset complete = problems.checked(place, () -> withAccess(dataset, entries)).orElse(dataset);
    builder.add(complete, place);
    return dataset;
  }

  private List<AccessFile.Entry> readAccess(Optional<Slot> access, Optional<JsonMembers> details) {
    AccessFile reader = new AccessFile(reading);
    List<AccessFile.Entry> entries = new ArrayList<>();
    access
        .flatMap(tree::json)
        .ifPresent(list -> entries.addAll(reader.read(list, AccessFile.Content.ANY)));
    details
        .filter(file -> file.has("access"))
        .ifPresent(
            file -> {
              if (access.isPresent()) {
                problems.error(
                    "two-access-lists",
                    file.keyPlace("access"),
                    "access is declared twice: here, and in access.json beside this file.",
                    "Keep one of the two.");
              } else {
                file.value("access")
                    .ifPresent(list -> entries.addAll(reader.read(list, AccessFile.Content.ANY)));
              }
            });
    ofKind(FileKind.AUTHORIZED_VIEWS).stream()
        .flatMap(file -> tree.json(file).stream())
        .forEach(list -> entries.addAll(reader.read(list, AccessFile.Content.AUTHORIZATIONS)));
    return withoutDuplicates(entries);
  }

  private List<AccessFile.Entry> withoutDuplicates(List<AccessFile.Entry> entries) {
    Map<Object, Place> seen = new HashMap<>();
    List<AccessFile.Entry> unique = new ArrayList<>();
    for (AccessFile.Entry entry : entries) {
      Place first = seen.putIfAbsent(entry.written(), entry.place());
      if (first == null) {
        unique.add(entry);
      } else {
        problems.error(
            "duplicate-entry",
            entry.place(),
            String.format("this entry says the same as the one at %s.", first),
            "Remove one of the two.");
      }
    }
    return unique;
  }

  /** An environment may turn two grants into one: that is not a mistake. */
  private Dataset withAccess(Dataset dataset, List<AccessFile.Entry> entries) {
    Map<Object, Grant> grants = new LinkedHashMap<>();
    Dataset.Builder complete = Dataset.builder(dataset.id()).from(dataset);
    for (AccessFile.Entry entry : entries) {
      entry
          .grant()
          .ifPresent(
              grant -> {
                builder.origins().put(dataset.id(), grant, entry.place());
                Principal who = grant.principal().in(dataset.id().project());
                grants.putIfAbsent(List.of(grant.role(), who, grant.condition()), grant);
              });
      entry
          .authorized()
          .ifPresent(
              authorized -> {
                builder.origins().put(dataset.id(), authorized, entry.place());
                complete.addAuthorized(authorized);
              });
    }
    return complete.addAllGrants(grants.values()).build();
  }

  private void readTable(Slot file, TableId id, Location home) {
    Table table =
        tree.json(file)
            .flatMap(json -> JsonMembers.of(json, FileKeys.TABLE, problems))
            .map(members -> TableFile.read(members, id, home, reading))
            .orElseGet(() -> Table.builder(id).build());
    builder.add(table, Place.ofFile(file.path()));
  }

  private void readViews(DatasetId dataset, Location home) {
    Map<String, Slot> details =
        ofKind(FileKind.VIEW).stream().collect(Collectors.toMap(Slot::name, slot -> slot));
    for (Slot file : ofKind(FileKind.VIEW_SQL)) {
      Optional<Slot> beside = Optional.ofNullable(details.remove(file.name()));
      id(file, dataset::table).ifPresent(id -> readView(readQuery(file, id), file, beside, home));
    }
    details
        .values()
        .forEach(
            file -> {
              problems.error(
                  "no-sql",
                  Place.ofFile(file.path()),
                  String.format("the view %s has no SQL.", file.name()),
                  String.format(
                      "Add %s with its query, or remove this file.",
                      FileKind.VIEW_SQL.path(file.dataset(), file.name())));
              id(file, dataset::table)
                  .ifPresent(id -> readView(View.of(id, NO_SQL), file, Optional.of(file), home));
            });
  }

  private void readView(View view, Slot file, Optional<Slot> details, Location home) {
    View complete =
        details
            .flatMap(tree::json)
            .flatMap(json -> JsonMembers.of(json, FileKeys.VIEW, problems))
            .map(members -> ViewFile.read(members, view, home, reading, builder.origins()))
            .orElse(view);
    builder.add(complete, Place.ofFile(file.path()));
  }

  private View readQuery(Slot file, TableId id) {
    return readSql(file, sql -> View.of(id, sql)).orElseGet(() -> View.of(id, NO_SQL));
  }

  private void readRoutine(Slot file, RoutineId id) {
    Routine routine =
        readSql(file, sql -> Routine.of(id, sql)).orElseGet(() -> Routine.of(id, NO_SQL));
    builder.add(routine, Place.ofFile(file.path()));
  }

  private <T> Optional<T> readSql(Slot file, Function<String, T> noun) {
    Place place = Place.ofFile(file.path());
    return tree.sql(file)
        .flatMap(
            sql -> {
              reading.overlay().checkText(sql, place, problems);
              return problems.checked(place, () -> noun.apply(sql));
            });
  }

  private void readRowPolicies(Slot file, TableId table) {
    tree.json(file)
        .map(json -> new RowPolicyFile(table, reading).read(json))
        .orElse(List.of())
        .forEach(placed -> builder.add(placed.policy(), placed.place()));
  }

  /** The id in a file's name; empty, with the problem recorded, if it is not valid. */
  private <T> Optional<T> id(Slot file, Function<String, T> of) {
    return problems.checked(Place.ofFile(file.path()), () -> of.apply(file.name()));
  }

  private List<Slot> ofKind(FileKind kind) {
    return files.stream().filter(file -> file.kind() == kind).toList();
  }
}
