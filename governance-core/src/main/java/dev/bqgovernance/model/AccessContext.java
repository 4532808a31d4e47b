package dev.bqgovernance.model;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What an analysis must know that no cloud tells: the instant (conditions end), how sensitive
 * columns are, which layer a dataset belongs to, where things are declared, who is in which group
 * and who may read which tag.
 *
 * <p>This class is immutable and thread-safe, as its sources are.
 *
 * @param instant for which instant conditions are evaluated
 * @param platform what is declared: sensitivities, layers, claimed anonymizations and places
 * @param memberships who is in which group
 * @param tagReaders who may read which tag
 */
public record AccessContext(
    Instant instant, DataPlatform platform, Memberships memberships, TagReaders tagReaders) {
  public AccessContext {
    Objects.requireNonNull(instant, "instant");
    Objects.requireNonNull(platform, "platform");
    Objects.requireNonNull(memberships, "memberships");
    Objects.requireNonNull(tagReaders, "tagReaders");
  }

  /** What a platform declares; groups and tags are opaque. */
  public static AccessContext of(DataPlatform platform, Instant instant) {
    return new AccessContext(instant, platform, Memberships.unknown(), TagReaders.unknown());
  }

  /** The same as of another instant. */
  public AccessContext at(Instant other) {
    return new AccessContext(other, platform, memberships, tagReaders);
  }

  /** The same with a source of memberships. */
  public AccessContext with(Memberships source) {
    return new AccessContext(instant, platform, source, tagReaders);
  }

  /** The same with a source of rights on tags. */
  public AccessContext with(TagReaders source) {
    return new AccessContext(instant, platform, memberships, source);
  }

  /** How sensitive a column is declared to be, or the record that it is a field of. */
  public Optional<Sensitivity> sensitivity(ColumnId column) {
    Table table = platform.tables().get(column.table());
    List<Column> fields = table == null ? List.of() : table.columns();
    Optional<Sensitivity> sensitivity = Optional.empty();
    for (String name : column.path().split("\\.", -1)) {
      Optional<Column> field =
          fields.stream().filter(f -> f.name().equalsIgnoreCase(name)).findFirst();
      Optional<Sensitivity> own = field.flatMap(Column::sensitivity);
      sensitivity = own.isPresent() ? own : sensitivity;
      fields = field.map(Column::fields).orElse(List.of());
    }
    return sensitivity;
  }

  /** The layer of a dataset. */
  public Optional<Layer> layer(DatasetId dataset) {
    return platform.layerOf(dataset);
  }
}
