package dev.bqgovernance.rest;

import dev.bqgovernance.model.AuthorizedDataset;
import dev.bqgovernance.model.AuthorizedResource;
import dev.bqgovernance.model.AuthorizedRoutine;
import dev.bqgovernance.model.AuthorizedView;
import dev.bqgovernance.model.Condition;
import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.Principal.SpecialGroup;
import dev.bqgovernance.model.ProjectId;
import dev.bqgovernance.model.Role;
import dev.bqgovernance.model.RoutineId;
import dev.bqgovernance.model.TableId;
import dev.bqgovernance.state.AccessEntry;
import dev.bqgovernance.state.AccessEntry.AuthorizationEntry;
import dev.bqgovernance.state.AccessEntry.OpaqueEntry;
import dev.bqgovernance.state.AccessEntry.RoleEntry;
import dev.bqgovernance.state.Json;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * BigQuery's JSON of a dataset's access list (<a
 * href="https://docs.cloud.google.com/bigquery/docs/reference/rest/v2/datasets">source</a>) to
 * entries and back.
 *
 * <p>Reading never fails: an entry that is not understood becomes an {@link OpaqueEntry}. Writing a
 * list that was read gives entries of the same meaning.
 *
 * <p>This class has no state and is thread-safe.
 */
public final class AccessListCodec {
  private static final Set<String> MEMBERS =
      Set.of("userByEmail", "groupByEmail", "domain", "specialGroup", "iamMember");

  private AccessListCodec() {}

  /**
   * The entries of a dataset's access list, in order, each once.
   *
   * @param project the project of the dataset
   */
  public static Set<AccessEntry> read(List<Json> access, ProjectId project) {
    Set<AccessEntry> entries = new LinkedHashSet<>();
    for (Json entry : access) {
      entries.add(
          entry instanceof Json.Obj object
              ? read(object).in(project)
              : new OpaqueEntry(
                  Json.build().put("entry", entry).toObject(), "it is not an object"));
    }
    return entries;
  }

  /** The entry of an object. */
  public static AccessEntry read(Json.Obj entry) {
    try {
      return understood(entry);
    } catch (IllegalArgumentException e) {
      return new OpaqueEntry(entry, String.valueOf(e.getMessage()));
    }
  }

  private static AccessEntry understood(Json.Obj entry) {
    Set<String> names = entry.members().keySet();
    if (names.equals(Set.of("view"))) {
      return new AuthorizationEntry(AuthorizedView.of(table(entry.object("view"))));
    }
    if (names.equals(Set.of("dataset"))) {
      return new AuthorizationEntry(authorizedDataset(entry.object("dataset")));
    }
    if (names.equals(Set.of("routine"))) {
      Json.Obj routine = entry.object("routine");
      return new AuthorizationEntry(
          AuthorizedRoutine.of(
              RoutineId.of(
                  part(routine, "projectId"),
                  part(routine, "datasetId"),
                  part(routine, "routineId"))));
    }
    List<String> members = names.stream().filter(MEMBERS::contains).toList();
    long known =
        members.size() + names.stream().filter(Set.of("role", "condition")::contains).count();
    if (members.size() != 1 || known != names.size()) {
      throw new IllegalArgumentException("an entry of a kind that this library does not know");
    }
    String role = part(entry, "role");
    if (role.contains("_withcond_") || role.contains("_with_conditionalbinding_")) {
      throw new IllegalArgumentException(
          "a conditional grant that was read without its condition (access policy version 3)");
    }
    return new RoleEntry(
        Role.of(role), principal(members.get(0), part(entry, members.get(0))), condition(entry));
  }

  private static Principal principal(String member, String value) {
    if (value.startsWith("deleted:")) {
      throw new IllegalArgumentException("its principal has been deleted");
    }
    return switch (member) {
      case "userByEmail" -> Principal.user(value);
      case "groupByEmail" -> Principal.group(value);
      case "domain" -> Principal.domain(value);
      case "specialGroup" ->
          SpecialGroup.find(value)
              .orElseThrow(() -> new IllegalArgumentException("an unknown special group"));
      default -> Principal.ofMember(value);
    };
  }

  private static Optional<Condition> condition(Json.Obj entry) {
    if (entry.get("condition").isEmpty()) {
      return Optional.empty();
    }
    Json.Obj condition = entry.object("condition");
    return Optional.of(
        new Condition(
            part(condition, "expression"), condition.text("title"), condition.text("description")));
  }

  private static AuthorizedDataset authorizedDataset(Json.Obj entry) {
    if (!entry.array("targetTypes").equals(List.of(Json.of("VIEWS")))) {
      throw new IllegalArgumentException("an authorized dataset with unknown target types");
    }
    Json.Obj dataset = entry.object("dataset");
    return AuthorizedDataset.of(
        DatasetId.of(part(dataset, "projectId"), part(dataset, "datasetId")));
  }

  private static TableId table(Json.Obj view) {
    return TableId.of(part(view, "projectId"), part(view, "datasetId"), part(view, "tableId"));
  }

  private static String part(Json.Obj object, String name) {
    return object
        .text(name)
        .orElseThrow(() -> new IllegalArgumentException("an entry without \"" + name + "\""));
  }

  /** The access list of these entries, in the given order. */
  public static Json.Arr write(Collection<AccessEntry> entries) {
    return Json.array(entries.stream().map(AccessListCodec::write).toList());
  }

  /** The object of an entry. */
  public static Json.Obj write(AccessEntry entry) {
    if (entry instanceof RoleEntry role) {
      return write(role);
    }
    return entry instanceof AuthorizationEntry authorization
        ? write(authorization.reader())
        : ((OpaqueEntry) entry).raw();
  }

  private static Json.Obj write(RoleEntry entry) {
    Json.Builder json = Json.build().put("role", entry.role().name());
    memberOf(entry.principal()).forEach(json::put);
    entry
        .condition()
        .ifPresent(
            c ->
                json.put(
                    "condition",
                    Json.build()
                        .put("expression", c.expression())
                        .put("title", c.title())
                        .put("description", c.description())
                        .toObject()));
    return json.toObject();
  }

  /** The one member of an access entry that names this principal: key and value. */
  public static Map<String, String> memberOf(Principal principal) {
    if (principal instanceof Principal.Group group) {
      return Map.of("groupByEmail", group.email());
    } else if (principal instanceof Principal.User user) {
      return Map.of("userByEmail", user.email());
    } else if (principal instanceof Principal.ServiceAccount account) {
      return Map.of("userByEmail", account.email());
    } else if (principal instanceof Principal.Domain domain) {
      return Map.of("domain", domain.name());
    } else if (principal instanceof SpecialGroup special) {
      return Map.of("specialGroup", special.member());
    }
    return Map.of("iamMember", principal.member());
  }

  private static Json.Obj write(AuthorizedResource reader) {
    if (reader instanceof AuthorizedDataset authorized) {
      return Json.build()
          .put(
              "dataset",
              Json.build()
                  .put("dataset", reference(authorized.dataset()).toObject())
                  .put("targetTypes", Json.array(List.of(Json.of("VIEWS"))))
                  .toObject())
          .toObject();
    }
    Json.Builder reference = reference(reader.resource().dataset());
    if (reader instanceof AuthorizedView authorized) {
      return Json.build()
          .put("view", reference.put("tableId", authorized.view().name()).toObject())
          .toObject();
    }
    RoutineId routine = ((AuthorizedRoutine) reader).routine();
    return Json.build()
        .put("routine", reference.put("routineId", routine.name()).toObject())
        .toObject();
  }

  private static Json.Builder reference(DatasetId dataset) {
    return Json.build()
        .put("projectId", dataset.project().value())
        .put("datasetId", dataset.name());
  }
}
