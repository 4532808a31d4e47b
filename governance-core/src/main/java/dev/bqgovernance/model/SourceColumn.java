package dev.bqgovernance.model;

import java.util.Optional;
import org.immutables.value.Value;

/**
 * A column of what a sync job's query yields, with its type in the database.
 *
 * <p>This class is immutable and thread-safe.
 */
@Value.Immutable
@ModelStyle
public abstract sealed class SourceColumn permits ImmutableSourceColumn {
  SourceColumn() {}

  /** The column's name. */
  public abstract String name();

  /** Its type, as the database's own {@code CREATE TABLE} takes it. */
  public abstract String type();

  /** Whether it always has a value. */
  @Value.Default
  public boolean required() {
    return false;
  }

  /** The harm that its values could do; empty where not declared. */
  public abstract Optional<Sensitivity> sensitivity();

  /** The description. */
  public abstract Optional<String> description();

  /**
   * A column that may be without a value.
   *
   * @throws IllegalArgumentException if the name breaks its rule
   */
  public static SourceColumn of(String name, String type) {
    return builder(name, type).build();
  }

  /** Starts a column. */
  public static Builder builder(String name, String type) {
    return new Builder().name(name).type(type);
  }

  /**
   * The BigQuery column into which it is copied.
   *
   * @throws IllegalArgumentException if BigQuery does not read such a column; the message says the
   *     cast that helps
   */
  public Column copiedFrom(DatabaseType database) {
    return Column.builder(name(), SourceType.map(database, type()))
        .mode(required() ? Column.Mode.REQUIRED : Column.Mode.NULLABLE)
        .sensitivity(sensitivity())
        .description(description())
        .build();
  }

  @Value.Check
  void check() {
    Column.requireSound(name(), description());
    Rules.require(!type().isBlank(), "column %s has no type", name());
  }

  /**
   * Builds a {@link SourceColumn}.
   *
   * <p>This class is <em>not</em> thread-safe. {@code build()} throws {@link
   * IllegalArgumentException} where a rule is broken, and says which.
   */
  public static final class Builder extends ImmutableSourceColumn.Builder {
    Builder() {}
  }
}
