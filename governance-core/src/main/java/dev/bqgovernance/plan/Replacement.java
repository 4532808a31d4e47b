package dev.bqgovernance.plan;

import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.plan.Change.FieldChange;
import dev.bqgovernance.rest.Codec;
import dev.bqgovernance.rest.FieldTable;
import dev.bqgovernance.rest.TableCodec;
import dev.bqgovernance.state.AccessEntry;
import dev.bqgovernance.state.AccessEntry.AuthorizationEntry;
import dev.bqgovernance.state.Json;
import dev.bqgovernance.state.Resource;
import dev.bqgovernance.state.State;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The changes that BigQuery cannot make in place, and the cost of recreating the resource. */
final class Replacement {
  private Replacement() {}

  /** The reason that these fields of a live resource cannot be changed; empty if they can. */
  static Optional<String> obstacle(Resource wanted, Resource live, List<FieldChange> fields) {
    boolean isSameView = fields.isEmpty() && wanted.isView();
    if (wanted.id().kind() != ResourceId.Kind.TABLE || isSameView) {
      return Optional.empty();
    }
    Codec codec = Codec.of(wanted.id());
    if (!codec.label(wanted).equals(codec.label(live))) {
      return Optional.of(
          "it is a " + codec.label(live) + " and is declared as a " + codec.label(wanted));
    }
    return fields.stream().flatMap(field -> obstacle(codec.fields(), field).stream()).findFirst();
  }

  private static Optional<String> obstacle(FieldTable table, FieldChange field) {
    if (field.addsColumn()) {
      return isMode("REQUIRED", field.after().flatMap(Replacement::mode))
          ? Optional.of("its new " + field.path() + " is REQUIRED; only NULLABLE can be added")
          : Optional.empty();
    }
    return table.isFixed(field.path()) || isTighterMode(field)
        ? Optional.of("its " + field.path() + " can only be set when it is created")
        : Optional.empty();
  }

  private static Optional<Json> mode(Json column) {
    return column instanceof Json.Obj object ? object.get("mode") : Optional.empty();
  }

  private static boolean isMode(String mode, Optional<Json> value) {
    return value.equals(Optional.of(Json.of(mode)));
  }

  private static boolean isTighterMode(FieldChange field) {
    return field.path().endsWith(".mode")
        && (!isMode("NULLABLE", field.after()) || isMode("REPEATED", field.before()));
  }

  /** The losses of deleting a resource and creating it again. */
  static String cost(Resource live, String obstacle, State observed) {
    List<String> authorizing =
        new TreeMap<>(observed.all(DatasetId.class))
            .entrySet().stream()
                .filter(dataset -> authorizes(dataset.getValue(), live.id()))
                .map(dataset -> dataset.getKey().name())
                .toList();
    String data =
        live.isView()
            ? "it holds no data of its own"
            : "all its data is lost"
                + TableCodec.rows(live.body()).map(rows -> " (" + rows + " rows)").orElse("")
                + ", and its row policies that are not declared";
    String authorizations =
        authorizing.isEmpty()
            ? ""
            : "; its authorization on " + String.join(", ", authorizing) + " is written again";
    return String.format(
        "%s %s cannot be changed in place: %s. Recreating it means: %s%s; nobody can read it"
            + " between the two requests.",
        Codec.of(live.id()).label(live), live.id(), obstacle, data, authorizations);
  }

  private static boolean authorizes(Resource dataset, ResourceId reader) {
    Set<AccessEntry> access = dataset.access().orElse(Set.of());
    return access.stream()
        .anyMatch(e -> e instanceof AuthorizationEntry a && a.reader().resource().equals(reader));
  }
}
