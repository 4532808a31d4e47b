package dev.bqgovernance.state;

/**
 * The label by which we know our own: the only memory that a platform keeps beside Git.
 *
 * <p>This class has no state and is thread-safe.
 */
public final class Marker {
  /** The label's key. */
  public static final String LABEL = "bq-governance";

  /** Its value on a resource that we manage. */
  public static final String MANAGED = "managed";

  /** Its value on a resource that we manage and that a plan may delete when asked to. */
  public static final String DELETABLE = "deletable";

  private Marker() {}

  /** A body without our label. */
  public static Json.Obj removedFrom(Json.Obj body) {
    Json.Obj labels = body.object("labels").without(LABEL);
    return labels.isEmpty() ? body.without("labels") : body.with("labels", labels);
  }

  /** Whether a live resource carries our label. */
  public static boolean isOn(Resource resource) {
    return resource.body().text("labels", LABEL).isPresent();
  }

  /** Whether a live resource is marked as one that a plan may delete. */
  public static boolean allowsDeletion(Resource resource) {
    return resource.body().text("labels", LABEL).filter(DELETABLE::equals).isPresent();
  }
}
