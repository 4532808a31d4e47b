package dev.bqgovernance.access.rights;

import dev.bqgovernance.model.ColumnId;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.TableId;
import dev.bqgovernance.model.TagReaders;
import dev.bqgovernance.model.TagReaders.Right;
import dev.bqgovernance.state.Json;
import dev.bqgovernance.state.State;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What a caller gets of a column with a policy tag, through whatever view (<a
 * href="https://docs.cloud.google.com/bigquery/docs/column-level-security-intro">source</a>).
 */
public final class Tags {
  private final State state;
  private final Grants grants;
  private final TagReaders readers;
  private final Map<TableId, Boolean> tagged = new ConcurrentHashMap<>();

  Tags(State state, Grants grants, TagReaders readers) {
    this.state = state;
    this.grants = grants;
    this.readers = readers;
  }

  /** The right of a principal; for a record, the right on the field that shows most. */
  Right of(Principal principal, ColumnId column) {
    if (!tagged.computeIfAbsent(column.table(), t -> fields(t).stream().anyMatch(Tags::isTagged))) {
      return Right.RAW;
    }
    List<Json> fields = fields(column.table());
    Optional<Json.Obj> found = Optional.empty();
    Right right = Right.RAW;
    for (String name : column.path().split("\\.", -1)) {
      found =
          fields.stream()
              .filter(Json.Obj.class::isInstance)
              .map(Json.Obj.class::cast)
              .filter(field -> field.text("name").filter(name::equalsIgnoreCase).isPresent())
              .findFirst();
      if (found.isEmpty()) {
        return right;
      }
      right = own(principal, found.get());
      fields = found.get().array("fields");
    }
    return found.map(field -> most(principal, field)).orElse(right);
  }

  private List<Json> fields(TableId table) {
    return state
        .find(table)
        .map(found -> found.body().object("schema").array("fields"))
        .orElse(List.of());
  }

  private static boolean isTagged(Json json) {
    return json instanceof Json.Obj field
        && (!field.object("policyTags").array("names").isEmpty()
            || !field.array("dataPolicies").isEmpty()
            || field.array("fields").stream().anyMatch(Tags::isTagged));
  }

  private Right most(Principal principal, Json.Obj field) {
    Right right = own(principal, field);
    if (right != Right.RAW || field.array("fields").isEmpty()) {
      return right;
    }
    return field.array("fields").stream()
        .filter(Json.Obj.class::isInstance)
        .map(inner -> most(principal, (Json.Obj) inner))
        .reduce(Tags::orMore)
        .orElse(right);
  }

  /** A policy that is attached to the column itself names its readers nowhere that is read. */
  private Right own(Principal principal, Json.Obj field) {
    Right right = field.array("dataPolicies").isEmpty() ? Right.RAW : Right.UNKNOWN;
    for (Json tag : field.object("policyTags").array("names")) {
      if (tag instanceof Json.Str name) {
        Right ofTag =
            grants.names(principal).stream()
                .map(who -> readers.rightOf(who, name.value()))
                .reduce(Right.NONE, Tags::orMore);
        right = orLess(right, ofTag);
      }
    }
    return right;
  }

  /** Raw, then what is not known, then masked, then nothing. */
  private static Right orMore(Right one, Right other) {
    return rank(one) >= rank(other) ? one : other;
  }

  private static Right orLess(Right one, Right other) {
    return rank(one) <= rank(other) ? one : other;
  }

  private static int rank(Right right) {
    return switch (right) {
      case RAW -> 3;
      case UNKNOWN -> 2;
      case MASKED -> 1;
      case NONE -> 0;
    };
  }
}
