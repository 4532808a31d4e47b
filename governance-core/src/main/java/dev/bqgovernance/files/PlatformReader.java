package dev.bqgovernance.files;

import dev.bqgovernance.files.FileKind.Slot;
import dev.bqgovernance.files.PlatformFiles.ReadResult;
import dev.bqgovernance.files.SettingsFile.Settings;
import dev.bqgovernance.model.DataPlatform;
import dev.bqgovernance.model.DataPlatformBuilder;
import dev.bqgovernance.model.Finding;
import dev.bqgovernance.model.Layer;
import dev.bqgovernance.model.Location;
import dev.bqgovernance.model.Place;
import dev.bqgovernance.model.ProjectId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads a tree of files in one pass. A broken file is reported and replaced by a bare declaration,
 * so that nothing that refers to it is called broken too.
 *
 * <p>This class is <em>not</em> thread-safe.
 */
final class PlatformReader {
  private static final ProjectId UNKNOWN_PROJECT = ProjectId.of("unknown-project");
  private static final Location UNKNOWN_LOCATION = Location.of("US");

  /** The rules that nothing can be said of while a location is broken. */
  private static final Set<String> LOCATION_RULES =
      Set.of("locations-cannot-meet", "sink-in-another-location");

  private final SourceTree tree;
  private final Problems problems;
  private final List<Slot> files;

  private PlatformReader(SourceTree tree, Problems problems) {
    this.tree = tree;
    this.problems = problems;
    this.files = tree.files();
  }

  static ReadResult read(Path root, Optional<String> env) {
    Problems problems = new Problems();
    Optional<DataPlatform> platform =
        SourceTree.open(root, problems)
            .flatMap(tree -> new PlatformReader(tree, problems).read(env));
    return ImmutableReadResult.of(platform, problems.byPlace());
  }

  private Optional<DataPlatform> read(Optional<String> env) {
    Settings base =
        ofKind(FileKind.SETTINGS).stream()
            .findFirst()
            .flatMap(tree::json)
            .map(json -> SettingsFile.read(json, problems))
            .orElse(Settings.NONE);
    SortedMap<String, Settings> overlays = new TreeMap<>();
    for (Slot file : ofKind(FileKind.OVERLAY)) {
      Settings overlay =
          tree.json(file)
              .map(json -> SettingsFile.readOverlay(json, problems))
              .orElse(Settings.NONE);
      overlays.put(file.name(), overlay);
    }
    Settings chosen = env.map(name -> choose(name, overlays)).orElse(Settings.NONE);
    return read(base, chosen, overlays.values());
  }

  private Settings choose(String env, SortedMap<String, Settings> overlays) {
    Settings chosen = overlays.get(env);
    if (chosen == null) {
      problems.error(
          "unknown-environment",
          Place.ofFile(FileKind.SETTINGS.path()),
          String.format(
              "the environment \"%s\" is unknown: there is no file for it beside platform.json.",
              env),
          overlays.isEmpty()
              ? "This platform has no environments: leave out --env."
              : "Known environments: " + String.join(", ", overlays.keySet()) + ".");
      return Settings.NONE;
    }
    return chosen;
  }

  private Optional<DataPlatform> read(Settings base, Settings chosen, Iterable<Settings> overlays) {
    ProjectId declared = base.project().orElse(UNKNOWN_PROJECT);
    ProjectId actual = chosen.project().orElse(declared);
    Optional<Location> location = chosen.location().or(base::location);
    ReadContext reading =
        new ReadContext(
            problems, new EnvironmentOverlay(declared, actual, chosen.principals()), layers(base));
    DataPlatformBuilder builder =
        DataPlatform.in(actual.value(), location.orElse(UNKNOWN_LOCATION).value())
            .authorizations(base.authorizations());
    base.collapseAtPercent().ifPresent(builder::collapseAuthorizationsAtPercent);
    base.layers()
        .forEach((layer, patterns) -> builder.layer(layer, patterns.toArray(String[]::new)));
    chosen
        .applier()
        .or(() -> base.applier().map(reading.overlay()::principal))
        .ifPresent(builder::applier);
    owners(base, chosen, overlays, reading)
        .forEach(owner -> owner.grant().ifPresent(builder::owner));

    for (Slot file : ofKind(FileKind.POLICIES)) {
      tree.json(file)
          .map(json -> PoliciesFile.read(json, reading, builder.origins()))
          .ifPresent(builder::policies);
    }
    chosen
        .locationPlace()
        .or(base::locationPlace)
        .ifPresent(place -> builder.origins().putLocation(place));

    Set<String> untold = new HashSet<>();
    if (location.isEmpty()) {
      untold.addAll(LOCATION_RULES);
    }
    Location home = base.location().orElse(UNKNOWN_LOCATION);
    for (List<Slot> ofDataset : datasets().values()) {
      DatasetFolder folder = new DatasetFolder(tree, ofDataset, home, reading, builder);
      folder.read();
      if (!folder.isLocationKnown()) {
        untold.addAll(LOCATION_RULES);
      }
    }
    Location actualHome = location.orElse(UNKNOWN_LOCATION);
    untold.addAll(new IngestionFolders(tree, files, home, actualHome, reading, builder).read());
    boolean isBroken = problems.hasErrors();
    for (Finding finding : builder.findings()) {
      if (!isBroken || !untold.contains(finding.rule())) {
        problems.addAll(List.of(finding));
      }
    }
    if (problems.hasErrors()) {
      return Optional.empty();
    }
    chosen.principalPlaces().entrySet().stream()
        .filter(written -> !reading.overlay().met().contains(written.getKey()))
        .forEach(
            written ->
                problems.warning(
                    "unused-principal",
                    written.getValue(),
                    String.format(
                        "\"%s\" replaces nothing: no file names this address.", written.getKey()),
                    "Correct the address, or remove the entry."));
    return Optional.of(builder.build());
  }

  private static Set<Layer> layers(Settings base) {
    Set<Layer> layers =
        new LinkedHashSet<>(List.of(Layer.RAW, Layer.ANONYMIZED, Layer.WAREHOUSE, Layer.MART));
    layers.addAll(base.layers().keySet());
    return layers;
  }

  /** The owners of the environment if it names some, or else those of the platform. */
  private List<AccessFile.Entry> owners(
      Settings base, Settings chosen, Iterable<Settings> overlays, ReadContext reading) {
    Optional<List<AccessFile.Entry>> result =
        base.owners().map(list -> new AccessFile(reading).read(list, AccessFile.Content.OWNERS));
    ReadContext plain =
        new ReadContext(
            problems,
            new EnvironmentOverlay(
                reading.overlay().actual(), reading.overlay().actual(), Map.of()),
            reading.layers());
    for (Settings overlay : overlays) {
      Optional<List<AccessFile.Entry>> own =
          overlay.owners().map(list -> new AccessFile(plain).read(list, AccessFile.Content.OWNERS));
      if (overlay.equals(chosen) && own.isPresent()) {
        result = own;
      }
    }
    return result.orElse(List.of());
  }

  private List<Slot> ofKind(FileKind kind) {
    return files.stream().filter(file -> file.kind() == kind).toList();
  }

  private SortedMap<String, List<Slot>> datasets() {
    SortedMap<String, List<Slot>> datasets = new TreeMap<>();
    for (Slot file : files) {
      if (file.kind().isOfDataset()) {
        datasets.computeIfAbsent(file.dataset(), name -> new ArrayList<>()).add(file);
      }
    }
    return datasets;
  }
}
