package dev.bqgovernance.state;

import dev.bqgovernance.model.ResourceId;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One resource as the REST API shows it, or as it is desired.
 *
 * <p>This class is immutable and thread-safe.
 *
 * @param id its name
 * @param body its fields by their REST names, without {@code access} and {@code etag}; of a desired
 *     resource only what is managed
 * @param access a dataset's access list, or the IAM policy of a table, view or routine itself as
 *     role entries; empty where it was not read, and for other kinds
 * @param etag the version that was read; empty where there is none
 */
public record Resource(
    ResourceId id, Json.Obj body, Optional<Set<AccessEntry>> access, Optional<String> etag) {

  /** Copies the access list, keeping its order. */
  public Resource {
    access = access.map(list -> Collections.unmodifiableSet(new LinkedHashSet<>(list)));
  }

  /** A resource without an access list and etag. */
  public static Resource of(ResourceId id, Json.Obj body) {
    return new Resource(id, body, Optional.empty(), Optional.empty());
  }

  /** The same resource with another access list. */
  public Resource withAccess(Set<AccessEntry> entries) {
    return new Resource(id, body, Optional.of(entries), etag);
  }

  /** The same resource with another body. */
  public Resource withBody(Json.Obj other) {
    return new Resource(id, other, access, etag);
  }

  /** The SQL of a logical or materialized view; empty for everything else. */
  public Optional<String> viewQuery() {
    return body.text("view", "query").or(() -> body.text("materializedView", "query"));
  }

  /** Whether it is a materialized view. */
  public boolean isMaterializedView() {
    return body.get("materializedView").isPresent()
        || body.text("type").filter("MATERIALIZED_VIEW"::equals).isPresent();
  }

  /** Whether it is a logical or materialized view. */
  public boolean isView() {
    return isMaterializedView()
        || body.get("view").isPresent()
        || body.text("type").filter("VIEW"::equals).isPresent();
  }

  /** The SQL of a view or routine; empty for everything else. */
  public Optional<String> sql() {
    return viewQuery().or(() -> body.text("definitionBody"));
  }

  /**
   * The IAM members that a row policy names; empty where the service did not report them, and for
   * other kinds.
   */
  public Optional<List<String>> grantees() {
    return body.get("grantees").isPresent()
        ? Optional.of(
            body.array("grantees").stream()
                .flatMap(member -> member instanceof Json.Str text ? Stream.of(text.value()) : null)
                .toList())
        : Optional.empty();
  }

  /** When it was created; empty where the service did not say. */
  public Optional<Instant> created() {
    return millis("creationTime");
  }

  /** When its metadata was changed last; empty where the service did not say. */
  public Optional<Instant> modified() {
    return millis("lastModifiedTime");
  }

  private Optional<Instant> millis(String field) {
    return body.text(field)
        .filter(Resource::isShortNumber)
        .map(text -> Instant.ofEpochMilli(Long.parseLong(text)));
  }

  private static boolean isShortNumber(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return !text.isEmpty() && text.length() <= 18;
  }
}
