package dev.bqgovernance.model;

/**
 * A view, logical or materialized, that may read a dataset in place of its reader.
 *
 * <p>This class is immutable and thread-safe.
 *
 * @param view the view
 */
public record AuthorizedView(TableId view) implements AuthorizedResource {
  /** The authorization of this view. */
  public static AuthorizedView of(TableId view) {
    return new AuthorizedView(view);
  }

  @Override
  public TableId resource() {
    return view;
  }
}
