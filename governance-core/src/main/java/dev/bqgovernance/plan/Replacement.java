package dev.bqgovernance.plan;

import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.state.AccessEntry;
import dev.bqgovernance.state.AccessEntry.AuthorizationEntry;
import dev.bqgovernance.state.Json;
import dev.bqgovernance.state.Resource;
import dev.bqgovernance.state.State;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What BigQuery cannot change in place, and what making the resource again would cost. */
final class Replacement {
  private static final Pattern FIXED =
      Pattern.compile(
          "timePartitioning(\\.type|\\.field)?|rangePartitioning.*|materializedView\\.query"
              + "|schema\\.fields\\..*\\.type|schema\\.fields\\..*\\.rangeElementType.*");

  private Replacement() {}

  /** Why these fields of a live resource cannot be changed; empty if they can. */
  static Optional<String> obstacle(Resource wanted, Resource live, List<FieldChange> fields) {
    boolean isSameView = fields.isEmpty() && wanted.isView();
    if (wanted.id().kind() != ResourceId.Kind.TABLE || isSameView) {
      return Optional.empty();
    }
    if (!kind(wanted).equals(kind(live))) {
      return Optional.of("it is a " + kind(live) + " and is declared as a " + kind(wanted));
    }
    for (FieldChange field : fields) {
      if (isNewRequiredColumn(field)) {
        return Optional.of("its new " + field.path() + " is REQUIRED; only NULLABLE can be added");
      }
      if (FIXED.matcher(field.path()).matches() || isTighterMode(field)) {
        return Optional.of("its " + field.path() + " is fixed when it is made");
      }
    }
    return Optional.empty();
  }

  private static boolean isTighterMode(FieldChange field) {
    return field.path().endsWith(".mode")
        && (!field.after().equals(Optional.of(Json.of("NULLABLE")))
            || field.before().equals(Optional.of(Json.of("REPEATED"))));
  }

  private static boolean isNewRequiredColumn(FieldChange field) {
    return field.path().startsWith("schema.fields.")
        && field.before().isEmpty()
        && field.after().orElse(Json.object()) instanceof Json.Obj column
        && column.text("mode").filter("REQUIRED"::equals).isPresent();
  }

  private static String kind(Resource resource) {
    if (resource.isMaterializedView()) {
      return "materialized view";
    }
    return resource.isView() ? "view" : "table";
  }

  /** What is lost by deleting a resource and making it again. */
  static String cost(Resource live, String obstacle, State observed) {
    List<String> authorizing =
        observed.sorted().stream()
            .filter(r -> r.id() instanceof DatasetId && authorizes(r, live.id()))
            .map(r -> ((DatasetId) r.id()).name())
            .toList();
    String data =
        live.isView()
            ? "it holds no data of its own"
            : "all its data is lost"
                + live.body().text("numRows").map(rows -> " (" + rows + " rows)").orElse("")
                + ", and its row policies that are not declared";
    String authorizations =
        authorizing.isEmpty()
            ? ""
            : "; its authorization on " + String.join(", ", authorizing) + " is written again";
    return String.format(
        "%s %s cannot be changed in place: %s. Making it again means: %s%s; nobody can read it"
            + " between the two requests.",
        kind(live), live.id(), obstacle, data, authorizations);
  }

  private static boolean authorizes(Resource dataset, ResourceId reader) {
    Set<AccessEntry> access = dataset.access().orElse(Set.of());
    return access.stream()
        .anyMatch(e -> e instanceof AuthorizationEntry a && a.reader().resource().equals(reader));
  }
}
