package dev.bqgovernance.plan;

import dev.bqgovernance.model.ConnectionId;
import dev.bqgovernance.model.ConnectionPolicyId;
import dev.bqgovernance.model.Finding;
import dev.bqgovernance.model.NotificationChannel;
import dev.bqgovernance.model.ProjectScopedId;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.model.TableId;
import dev.bqgovernance.model.UnmanagedId;
import dev.bqgovernance.plan.Change.FieldChange;
import dev.bqgovernance.plan.order.Operation.Kind;
import dev.bqgovernance.rest.Codec;
import dev.bqgovernance.rest.ConnectionPolicyCodec;
import dev.bqgovernance.rest.FieldTable;
import dev.bqgovernance.rest.SyncJobCodec;
import dev.bqgovernance.state.DesiredState;
import dev.bqgovernance.state.Json;
import dev.bqgovernance.state.Marker;
import dev.bqgovernance.state.NamePlaceholder;
import dev.bqgovernance.state.Resource;
import dev.bqgovernance.state.State;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Compares the resources that are not part of a dataset. A live resource of the same name without
 * our mark is unmanaged: it is left alone if it equals its declaration, and otherwise blocks the
 * plan until it is adopted.
 */
final class IngestionComparison {
  private static final String LABELS = "labels.";

  private final DesiredState desired;
  private final State observed;
  private final PlanOptions options;
  private final UndeclaredWriters undeclaredWriters;
  private final OperationList operations;

  /** The number of declared values that their services do not report. */
  private int uncompared;

  IngestionComparison(
      DesiredState desired,
      State observed,
      PlanOptions options,
      UndeclaredWriters undeclaredWriters,
      OperationList operations) {
    this.desired = desired;
    this.observed = observed;
    this.options = options;
    this.undeclaredWriters = undeclaredWriters;
    this.operations = operations;
  }

  /**
   * The state in which an unmanaged resource, known by its display name only, has the name of its
   * declaration. Of several with one display name, none is renamed.
   */
  static State named(DesiredState desired, State observed) {
    Map<String, Optional<Resource>> foreign = new LinkedHashMap<>();
    for (Resource live : observed.resources()) {
      if (live.id() instanceof UnmanagedId && Marker.name(live.body()).isEmpty()) {
        foreign.merge(key(live), Optional.of(live), (one, other) -> Optional.empty());
      }
    }
    State named = observed;
    if (foreign.isEmpty()) {
      return named;
    }
    for (Resource wanted : desired.state().resources()) {
      if (wanted.id() instanceof ProjectScopedId && observed.find(wanted.id()).isEmpty()) {
        Optional<Resource> found = foreign.getOrDefault(key(wanted), Optional.empty());
        if (found.isPresent()) {
          named =
              named.without(found.get().id()).with(Resource.of(wanted.id(), found.get().body()));
        }
      }
    }
    return named;
  }

  private static String key(Resource resource) {
    return resource.id().kind() + " " + resource.body().text("displayName").orElse("");
  }

  void compare(Resource wanted, Optional<Resource> live) {
    ProjectScopedId id = (ProjectScopedId) wanted.id();
    if (id instanceof ConnectionPolicyId policy) {
      comparePolicy(policy, wanted, live);
      return;
    }
    reportDuplicates(id);
    if (id.kind() == ResourceId.Kind.SYNC_JOB) {
      reportRivals(wanted);
    }
    if (live.isEmpty()) {
      operations.create(wanted, false);
      return;
    }
    Json.Obj body = NamePlaceholder.resolve(wanted.body(), observed);
    boolean isOurs = Marker.isOn(live.get());
    Json.Obj found = isOurs ? live.get().body() : Marker.removedFrom(live.get().body());
    Comparison comparison =
        Comparison.of(id.kind(), isOurs ? body : Marker.removedFrom(body), found);
    List<FieldChange> unread = unread(id, body, live.get().body());
    if (comparison.fields().isEmpty() && !options.adopt() && !options.resend()) {
      return;
    }
    if (!isOurs && !options.adopt()) {
      reportTaken(id, comparison.fields());
      return;
    }
    comparison = Comparison.of(id.kind(), body, live.get().body());
    List<FieldChange> fields = new ArrayList<>(comparison.fields());
    if (options.resend()) {
      fields.addAll(unread);
    }
    if (!fields.isEmpty()) {
      operations.update(
          Kind.UPDATE,
          id,
          whole(fields, body, live.get()),
          fields.stream().map(IngestionComparison::withoutSecret).toList());
    }
  }

  /** The declared values that the service does not report. */
  private List<FieldChange> unread(ResourceId id, Json.Obj wanted, Json.Obj live) {
    List<FieldChange> fields = new ArrayList<>();
    addUnread(Codec.of(id).fields(), "", wanted, Optional.of(live), fields);
    uncompared += fields.size();
    return fields;
  }

  private static void addUnread(
      FieldTable table, String path, Json wanted, Optional<Json> live, List<FieldChange> fields) {
    if (!path.isEmpty() && !table.isComparable(path, wanted, live)) {
      fields.add(new FieldChange(path, Optional.empty(), Optional.of(wanted)));
    } else if (wanted instanceof Json.Obj object) {
      object
          .members()
          .forEach(
              (name, value) ->
                  addUnread(
                      table,
                      path.isEmpty() ? name : path + "." + name,
                      value,
                      live.flatMap(l -> l instanceof Json.Obj o ? o.get(name) : Optional.empty()),
                      fields));
    }
  }

  /** Says how much could not be compared, so that nobody takes silence for equality. */
  void reportUncompared() {
    if (uncompared > 0 && !options.resend()) {
      operations.report(
          Finding.info(
              "not-compared",
              String.format(
                  "not compared, as no service tells %s: %d password%s or account%s (--resend).",
                  uncompared == 1 ? "it" : "them",
                  uncompared,
                  uncompared == 1 ? "" : "s",
                  uncompared == 1 ? "" : "s")));
    }
  }

  /** A live address that carries a token is not repeated. */
  private static FieldChange withoutSecret(FieldChange field) {
    boolean isSecret =
        field.before().orElse(Json.of("")) instanceof Json.Str live
            && field.path().startsWith(LABELS)
            && NotificationChannel.isSecret(field.path().substring(LABELS.length()), live.value());
    return isSecret
        ? new FieldChange(field.path(), Optional.of(Json.of("(a secret)")), field.after())
        : field;
  }

  /** These services exchange a field whole, so what is beside our part of it is sent along. */
  private static Json.Obj whole(List<FieldChange> fields, Json.Obj wanted, Resource live) {
    Json.Builder patch = Json.build();
    Set<String> names = new LinkedHashSet<>();
    fields.forEach(field -> names.add(field.path().split("\\.", 2)[0]));
    for (String name : names) {
      Json value = wanted.get(name).orElseThrow();
      boolean isPartly = value instanceof Json.Obj && !name.equals(SyncJobCodec.PARAMETERS);
      patch.put(name, isPartly ? live.body().object(name).merge((Json.Obj) value) : value);
    }
    // Where the owner was not reported, only the declared account may change what the job runs.
    return SyncJobCodec.account(live.body()).isPresent()
        ? patch.toObject()
        : SyncJobCodec.withAccount(patch.toObject(), wanted);
  }

  private void reportTaken(ProjectScopedId id, List<FieldChange> differences) {
    operations.report(
        id,
        Finding.error(
                "name-taken",
                String.format(
                    "there is a %s %s already that is not managed here, and differs in %s.",
                    id.kind().label(),
                    id,
                    String.join(", ", differences.stream().map(FieldChange::path).toList())))
            .withFix("Take it over (--adopt), or give yours another name."));
  }

  /** A copy that somebody made, mark included, runs beside ours. */
  private void reportDuplicates(ProjectScopedId id) {
    for (Resource other : observed.resources()) {
      boolean isCopy =
          other.id() instanceof UnmanagedId
              && other.id().kind() == id.kind()
              && Marker.name(other.body()).filter(nameOf(id)::equals).isPresent();
      if (isCopy) {
        boolean isHarmful = id.kind() == ResourceId.Kind.SYNC_JOB;
        String message =
            String.format(
                "%s carries the mark of %s %s too%s.",
                other.id(),
                id.kind().label(),
                id,
                isHarmful ? ": both write to one table" : "; it is left alone");
        operations.report(
            id,
            (isHarmful
                    ? Finding.error("duplicate", message)
                    : Finding.warning("duplicate", message))
                .withFix("Delete the one that nobody needs."));
      }
    }
  }

  /** A job that is no longer declared and stays, such as one that was given another name. */
  private void reportRivals(Resource wanted) {
    for (Resource other : observed.resources()) {
      boolean isDeleted = options.prune() && Marker.isOn(other);
      if (other.id().kind() == ResourceId.Kind.SYNC_JOB
          && desired.state().find(other.id()).isEmpty()
          && !isDeleted
          && writesLike(other, wanted)) {
        operations.report(
            wanted.id(),
            Finding.error(
                    "two-jobs-one-destination",
                    String.format(
                        "sync job %s is not declared any more, still runs, and writes into the same"
                            + " table as %s.",
                        other.id(), wanted.id()))
                .withFix("Let the plan delete it (--prune), or keep its name."));
      }
    }
  }

  private static boolean writesLike(Resource one, Resource other) {
    Optional<TableId> table = SyncJobCodec.destination(one.id().project(), one.body());
    return table.isPresent()
        && table.equals(SyncJobCodec.destination(other.id().project(), other.body()));
  }

  private static String nameOf(ResourceId id) {
    String text = id.toString();
    return text.substring(text.lastIndexOf('.') + 1);
  }

  private void comparePolicy(ConnectionPolicyId id, Resource wanted, Optional<Resource> live) {
    Optional<Resource> connection = observed.find(id.connection());
    if (live.isEmpty()) {
      if (connection.isEmpty() && desired.state().find(id.connection()).isEmpty()) {
        operations.report(
            id,
            Finding.error(
                    "unknown-connection",
                    String.format(
                        "connection %s is neither declared nor there.", id.connection().path()))
                .withFix("Declare it (in files: connections/…), or correct the name."));
      } else {
        operations.create(wanted, false);
      }
      return;
    }
    boolean isAuthoritative = options.adopt() || connection.map(Marker::isOn).orElse(false);
    Set<String> before = ConnectionPolicyCodec.users(live.get());
    Set<String> after = ConnectionPolicyCodec.users(wanted);
    if (!isAuthoritative || desired.state().find(id.connection()).isEmpty()) {
      after.addAll(before);
    }
    undeclaredWriters.keep(id, before, after);
    Set<String> kept = new TreeSet<>(before);
    kept.retainAll(after);
    if (isChanged(id.connection())) {
      // Who loses it goes before the connection changes, and who gains it comes after.
      changeUsers(id, before, kept);
      changeUsers(id, kept, after);
    } else {
      changeUsers(id, before, after);
    }
  }

  private boolean isChanged(ConnectionId id) {
    Optional<Resource> live = observed.find(id);
    return live.isPresent()
        && desired.state().find(id).stream()
            .anyMatch(wanted -> !Comparison.fields(wanted, live.get()).isEmpty());
  }

  private void changeUsers(ConnectionPolicyId id, Set<String> before, Set<String> after) {
    if (!after.equals(before)) {
      Json list = list(after);
      operations.update(
          Kind.UPDATE,
          id,
          Json.build().put(ConnectionPolicyCodec.USERS, list).toObject(),
          List.of(
              new FieldChange(
                  ConnectionPolicyCodec.USERS, Optional.of(list(before)), Optional.of(list))));
    }
  }

  private static Json list(Set<String> users) {
    return Json.array(users.stream().map(Json::of).toList());
  }
}
