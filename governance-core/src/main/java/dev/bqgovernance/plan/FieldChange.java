package dev.bqgovernance.plan;

import dev.bqgovernance.rest.TableCodec;
import dev.bqgovernance.state.Json;
import java.util.Optional;

/**
 * One field that a change sets.
 *
 * <p>This class is immutable and thread-safe.
 *
 * @param path the field's REST name; names of inner fields follow after a dot each
 * @param before the live value; empty where the field is not set
 * @param after the declared value; empty where the field is removed
 */
public record FieldChange(String path, Optional<Json> before, Optional<Json> after) {

  /** Whether it adds a column to a table, or a field to a column. */
  public boolean addsColumn() {
    return before.isEmpty()
        && TableCodec.column(path).isPresent()
        && after.orElse(Json.Null.NULL) instanceof Json.Obj column
        && column.text("name").isPresent();
  }
}
