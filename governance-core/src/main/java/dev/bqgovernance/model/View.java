package dev.bqgovernance.model;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.immutables.value.Value;

/**
 * A logical or materialized view. The SQL is GoogleSQL; it is not parsed here.
 *
 * <p>What is not said is not managed: the view's live value stays as it is.
 *
 * <p>This class is immutable and thread-safe.
 */
@Value.Immutable
@ModelStyle
public abstract sealed class View permits ImmutableView {
  View() {}

  /** The full name. */
  public abstract TableId id();

  /** The query in GoogleSQL; tables without a project are in the view's project. */
  public abstract String query();

  /** Whether its results are stored. Changing it means making the view again. */
  @Value.Default
  public boolean materialized() {
    return false;
  }

  /** The description. */
  public abstract Optional<String> description();

  /** Labels; live labels that are not declared stay. */
  public abstract Map<String, String> labels();

  /** The declared properties of columns, by name; other columns may exist. */
  public abstract List<Column> columns();

  /** The declared anonymizations of sensitive columns that it reads. */
  public abstract Map<ColumnId, Anonymization> anonymizes();

  /** The view of this query. */
  public static View of(TableId id, String query) {
    return builder(id, query).build();
  }

  /** Starts a view. */
  public static Builder builder(TableId id, String query) {
    return new Builder().id(id).query(query);
  }

  @Value.Check
  void check() {
    Rules.require(!query().isBlank(), "view %s has no SQL", id());
    Rules.require(
        query().length() <= ServiceLimits.MAX_QUERY_LENGTH,
        "the SQL of view %s has more than %d characters, which BigQuery refuses",
        id(),
        ServiceLimits.MAX_QUERY_LENGTH);
    Rules.description(description());
    Rules.labels(labels());
    Column.requireUniqueNames(columns());
  }

  /**
   * Builds a {@link View}.
   *
   * <p>This class is <em>not</em> thread-safe. {@code build()} throws {@link
   * IllegalArgumentException} where a rule is broken, and says which.
   */
  public static final class Builder extends ImmutableView.Builder {
    Builder() {}
  }

  /** The anonymization of a sensitive column by a view. */
  public enum Anonymization {
    /** Replaces it by a hash with a secret key: a pseudonym. */
    KEYED_HASH("keyedHash"),
    /** Replaces it by a plain hash, which a dictionary can reverse. */
    HASH("hash"),
    /** Makes it coarser: an age band, a region, a month. */
    GENERALIZE("generalize"),
    /** Leaves it out. */
    DROP("drop");

    private final String fileName;

    Anonymization(String fileName) {
      this.fileName = fileName;
    }

    /** The word for it in the platform's files. */
    public String fileName() {
      return fileName;
    }

    /** The anonymization of this word in the platform's files; empty if there is none. */
    public static Optional<Anonymization> find(String fileName) {
      return Arrays.stream(values()).filter(a -> a.fileName.equals(fileName)).findFirst();
    }
  }
}
