package dev.bqgovernance.files;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.bqgovernance.model.Dataset;
import dev.bqgovernance.model.Dataset.AccessMode;
import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.Layer;
import dev.bqgovernance.model.Location;
import dev.bqgovernance.model.Place;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.LongFunction;
import java.util.function.UnaryOperator;

/** datasets/&lt;dataset&gt;/dataset.json: what is said of a dataset besides its access. */
final class DatasetFile {
  private final JsonMembers file;
  private final Problems problems;
  private final Draft<Dataset> draft;

  private DatasetFile(JsonMembers file, DatasetId id, Problems problems) {
    this.file = file;
    this.problems = problems;
    this.draft = new Draft<>(Dataset.builder(id).build(), problems);
  }

  /** The dataset without its access; what is wrong is noted and left out. */
  static Dataset read(JsonMembers file, DatasetId id, ReadContext reading) {
    reading.checkReference(
        file, "datasetReference", FileKeys.DATASET_REFERENCE, List.of(id.name()));
    DatasetFile reader = new DatasetFile(file, id, reading.problems());
    reader.read(reading.overlay());
    reader.checkLayer(reading.layers());
    return reader.draft.noun();
  }

  private void read(EnvironmentOverlay overlay) {
    text("description", Dataset.Builder::description);
    text("friendlyName", Dataset.Builder::friendlyName);
    text("location", (dataset, value) -> dataset.location(Location.of(value)));
    text("layer", (dataset, value) -> dataset.layer(Layer.of(value)));
    text("storageBillingModel", Dataset.Builder::storageBillingModel);
    text("defaultCollation", Dataset.Builder::defaultCollation);
    text("defaultRoundingMode", Dataset.Builder::defaultRoundingMode);
    for (JsonMembers.Entry label : file.entries("labels")) {
      if (set(label.keyPlace(), dataset -> dataset.putLabels(label.key(), ""))) {
        set(
            label.value().place(),
            dataset -> dataset.putLabels(label.key(), label.value().value()));
      }
    }
    for (JsonMembers.Entry tag : file.entries("resourceTags")) {
      set(tag.keyPlace(), dataset -> dataset.putResourceTags(tag.key(), tag.value().value()));
    }
    duration(
        "defaultTableExpirationMs", Duration::ofMillis, Dataset.Builder::defaultTableExpiration);
    duration(
        "defaultPartitionExpirationMs",
        Duration::ofMillis,
        Dataset.Builder::defaultPartitionExpiration);
    duration("maxTimeTravelHours", Duration::ofHours, Dataset.Builder::maxTimeTravel);
    file.flag("isCaseInsensitive")
        .ifPresent(flag -> set(flag.place(), dataset -> dataset.caseInsensitive(flag.value())));
    file.flag("deletable")
        .ifPresent(flag -> set(flag.place(), dataset -> dataset.deletable(flag.value())));
    file.object("defaultEncryptionConfiguration", FileKeys.ENCRYPTION)
        .flatMap(encryption -> encryption.requiredText("kmsKeyName", "projects/…/cryptoKeys/…"))
        .ifPresent(
            key -> {
              set(key.place(), dataset -> dataset.defaultKmsKeyName(key.value()));
              overlay.checkText(key.value(), key.place(), problems);
            });
    file.word("accessMode", Arrays.stream(AccessMode.values()).map(DatasetFile::word).toList())
        .ifPresent(
            text ->
                set(
                    text.place(),
                    dataset ->
                        dataset.accessMode(
                            AccessMode.valueOf(text.value().toUpperCase(Locale.ROOT)))));
  }

  /** A layer may have a name of one's own, but not one that only looks misspelt. */
  private void checkLayer(Set<Layer> known) {
    draft
        .noun()
        .layer()
        .filter(layer -> !known.contains(layer))
        .flatMap(layer -> misspelt(layer, known))
        .ifPresent(
            near ->
                file.text("layer")
                    .ifPresent(
                        text ->
                            problems.warning(
                                "unknown-layer",
                                text.place(),
                                String.format(
                                    "the layer \"%s\" is declared nowhere else.", text.value()),
                                String.format(
                                    "Did you mean \"%s\"? If not, list it in \"layers\" in"
                                        + " platform.json.",
                                    near))));
  }

  /** The form of a layer name; {@code mart_2} is meant to be another than {@code mart}. */
  private static Optional<String> misspelt(Layer layer, Set<Layer> known) {
    return SpellingSuggestion.nearest(layer.name(), known.stream().map(Layer::name).toList())
        .filter(near -> !layer.name().startsWith(near));
  }

  private void text(String key, BiFunction<Dataset.Builder, String, Dataset.Builder> attribute) {
    file.text(key)
        .ifPresent(text -> set(text.place(), dataset -> attribute.apply(dataset, text.value())));
  }

  private void duration(
      String key,
      LongFunction<Duration> unit,
      BiFunction<Dataset.Builder, Duration, Dataset.Builder> attribute) {
    file.whole(key)
        .ifPresent(
            whole ->
                set(whole.place(), dataset -> attribute.apply(dataset, unit.apply(whole.value()))));
  }

  @CanIgnoreReturnValue
  private boolean set(Place place, UnaryOperator<Dataset.Builder> attribute) {
    return draft.set(
        place, dataset -> attribute.apply(Dataset.builder(dataset.id()).from(dataset)).build());
  }

  private static String word(AccessMode mode) {
    return mode.name().toLowerCase(Locale.ROOT);
  }

  /** The content of the file for a dataset; empty if its access says all. */
  static Map<String, Object> json(Dataset dataset) {
    Map<String, Object> json = new LinkedHashMap<>();
    dataset.description().ifPresent(text -> json.put("description", text));
    dataset.friendlyName().ifPresent(text -> json.put("friendlyName", text));
    dataset.layer().ifPresent(layer -> json.put("layer", layer.name()));
    if (!dataset.labels().isEmpty()) {
      json.put("labels", new TreeMap<>(dataset.labels()));
    }
    dataset.location().ifPresent(location -> json.put("location", location.value()));
    dataset
        .defaultTableExpiration()
        .ifPresent(d -> json.put("defaultTableExpirationMs", Long.toString(d.toMillis())));
    dataset
        .defaultPartitionExpiration()
        .ifPresent(d -> json.put("defaultPartitionExpirationMs", Long.toString(d.toMillis())));
    dataset
        .maxTimeTravel()
        .ifPresent(d -> json.put("maxTimeTravelHours", Long.toString(d.toHours())));
    dataset.storageBillingModel().ifPresent(text -> json.put("storageBillingModel", text));
    dataset.caseInsensitive().ifPresent(flag -> json.put("isCaseInsensitive", flag));
    dataset.defaultCollation().ifPresent(text -> json.put("defaultCollation", text));
    dataset.defaultRoundingMode().ifPresent(text -> json.put("defaultRoundingMode", text));
    dataset
        .defaultKmsKeyName()
        .ifPresent(key -> json.put("defaultEncryptionConfiguration", Map.of("kmsKeyName", key)));
    if (!dataset.resourceTags().isEmpty()) {
      json.put("resourceTags", new TreeMap<>(dataset.resourceTags()));
    }
    if (dataset.accessMode() != AccessMode.AUTHORITATIVE) {
      json.put("accessMode", word(dataset.accessMode()));
    }
    if (dataset.deletable()) {
      json.put("deletable", true);
    }
    return json;
  }
}
