package dev.bqgovernance.plan;

import dev.bqgovernance.model.Finding;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.rest.TableCodec;
import dev.bqgovernance.state.Json;
import dev.bqgovernance.state.Resource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.immutables.value.Value;

/**
 * The difference of the live world from the declared one, as the plan that would repair it.
 *
 * <p>This class is immutable and thread-safe.
 */
@Value.Immutable
public abstract sealed class Drift permits ImmutableDrift {
  private static final int MOST_NAMES = 10;

  Drift() {}

  /** The drift that a plan would repair. */
  public static Drift of(Plan repair) {
    return ImmutableDrift.of(repair);
  }

  /** The plan that makes the world as declared again. */
  public abstract Plan repair();

  /** Whether the world is as declared. */
  public boolean isEmpty() {
    return repair().isEmpty();
  }

  /** Notes about live columns that their tables do not declare: they stay. */
  public List<Finding> undeclaredColumns() {
    List<Finding> found = new ArrayList<>();
    for (Resource declared : repair().desired().sorted()) {
      List<Json> columns = TableCodec.columns(declared.body());
      ResourceId table = declared.id();
      if (table.kind() == ResourceId.Kind.TABLE && !columns.isEmpty()) {
        List<String> names = new ArrayList<>();
        repair()
            .observed()
            .find(table)
            .ifPresent(live -> collect("", columns, TableCodec.columns(live.body()), names));
        if (!names.isEmpty()) {
          found.add(finding(table, names));
        }
      }
    }
    return found;
  }

  private static void collect(
      String prefix, List<Json> declared, List<Json> live, List<String> names) {
    Map<String, Json.Obj> known = new HashMap<>();
    declared.forEach(column -> known.put(name(column).toLowerCase(Locale.ROOT), (Json.Obj) column));
    for (Json column : live) {
      Json.Obj same = known.get(name(column).toLowerCase(Locale.ROOT));
      if (same == null) {
        names.add(prefix + name(column));
      } else {
        collect(
            prefix + name(column) + ".",
            same.array("fields"),
            ((Json.Obj) column).array("fields"),
            names);
      }
    }
  }

  private static String name(Json column) {
    return column instanceof Json.Obj object ? object.text("name").orElse("") : "";
  }

  private static Finding finding(ResourceId table, List<String> names) {
    String listed = names.stream().limit(MOST_NAMES).collect(Collectors.joining(", "));
    int more = names.size() - MOST_NAMES;
    return Finding.info(
        "undeclared-columns",
        String.format(
            "table %s has live columns that are not declared, and stay: %s%s.",
            table, listed, more > 0 ? " and " + more + " more" : ""));
  }
}
