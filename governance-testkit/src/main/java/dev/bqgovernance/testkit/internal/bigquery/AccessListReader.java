package dev.bqgovernance.testkit.internal.bigquery;

import static java.util.stream.Collectors.toSet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bqgovernance.model.Assumption;
import dev.bqgovernance.testkit.internal.bigquery.AccessEntry.Authorization;
import dev.bqgovernance.testkit.internal.bigquery.AccessEntry.Grant;
import dev.bqgovernance.testkit.internal.bigquery.AccessEntry.Opaque;
import dev.bqgovernance.testkit.internal.bigquery.AccessEntry.Target;
import dev.bqgovernance.testkit.internal.iam.Binding;
import dev.bqgovernance.testkit.internal.iam.Condition;
import dev.bqgovernance.testkit.internal.iam.Directory;
import dev.bqgovernance.testkit.internal.iam.Member;
import dev.bqgovernance.testkit.internal.iam.Roles;
import dev.bqgovernance.testkit.internal.rest.ApiError;
import dev.bqgovernance.testkit.internal.rest.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the {@code access} array of one dataset write under the rules of the service: one identity
 * per entry, known principals and roles, an owner, limits, and valid authorizations. Binds
 * authorizations to incarnations.
 *
 * <p>Sources: https://docs.cloud.google.com/bigquery/docs/reference/rest/v2/datasets,
 * /docs/authorized-views and https://docs.cloud.google.com/iam/docs/allow-policies for the limits.
 */
final class AccessListReader {
  private static final List<String> IDENTITIES =
      List.of(
          "userByEmail",
          "groupByEmail",
          "domain",
          "specialGroup",
          "iamMember",
          "view",
          "routine",
          "dataset");
  private static final Set<String> AUTHORIZATIONS = Set.of("view", "routine", "dataset");
  private static final Map<String, String> SPECIAL_GROUPS =
      Map.of(
          "projectOwners", "projectOwner",
          "projectWriters", "projectEditor",
          "projectReaders", "projectViewer",
          "allAuthenticatedUsers", "allAuthenticatedUsers");
  private static final int MAX_AUTHORIZED = 2_500;
  private static final int MAX_PRINCIPALS = 1_500;
  private static final int MAX_GROUPS = 250;

  private final Directory directory;
  private final BigQueryStore store;
  private final DatasetKey dataset;
  private final String location;
  private final AccessList before;

  private final Set<Grant> grants = new HashSet<>();
  private final List<Authorization> authorizations = new ArrayList<>();
  private final List<Opaque> opaque = new ArrayList<>();

  /** Creates a reader for one write; {@code before} is empty for a new dataset. */
  AccessListReader(
      Directory directory,
      BigQueryStore store,
      DatasetKey dataset,
      String location,
      AccessList before) {
    this.directory = directory;
    this.store = store;
    this.dataset = dataset;
    this.location = location;
    this.before = before;
  }

  /**
   * The list after the write. Call this once.
   *
   * @throws ApiError if the service would refuse the list
   */
  AccessList read(JsonNode access, int policyVersion, String caller) {
    if (!access.isArray()) {
      throw ApiError.invalid("Cannot remove all owners from a dataset.").by(Assumption.NO_OWNER);
    }
    for (JsonNode entry : access) {
      readEntry(entry);
    }
    AccessList after = new AccessList(grants, authorizations, opaque);
    requireOwner(after, caller);
    requireConditionsVisible(after, policyVersion);
    requireLimits(after);
    return after;
  }

  private void readEntry(JsonNode json) {
    if (!(json instanceof ObjectNode entry)) {
      throw exactlyOne();
    }
    Opaque unknown = new Opaque(entry);
    if (before.opaque().contains(unknown)) {
      opaque.add(unknown);
      return;
    }
    List<String> identities = IDENTITIES.stream().filter(key -> isGiven(entry.get(key))).toList();
    if (identities.size() != 1) {
      throw exactlyOne();
    }
    String identity = identities.get(0);
    for (Map.Entry<String, JsonNode> field : entry.properties()) {
      if (!IDENTITIES.contains(field.getKey())
          && !field.getKey().equals("role")
          && !field.getKey().equals("condition")) {
        throw ApiError.notImplemented("field " + field.getKey() + " of an access entry");
      }
    }
    if (AUTHORIZATIONS.contains(identity)) {
      readAuthorization(identity, entry);
    } else {
      readGrant(identity, entry);
    }
  }

  private static boolean isGiven(JsonNode value) {
    return value != null
        && !value.isNull()
        && (value.isTextual() ? !value.textValue().isEmpty() : !value.isEmpty());
  }

  private static ApiError exactlyOne() {
    return ApiError.invalid(
        "An access entry must have exactly one of userByEmail, groupByEmail, domain, specialGroup defined, view,"
            + " routine, or dataset.");
  }

  private ApiError policyError(String text) {
    return ApiError.invalid("IAM setPolicy failed for Dataset " + dataset + ": " + text);
  }

  // Grants

  private void readGrant(String identity, ObjectNode entry) {
    String role = Roles.full(role(entry));
    Member member = member(identity, entry.path(identity).asText());
    Condition condition = null;
    if (entry.hasNonNull("condition")) {
      condition = Condition.parse(entry.path("condition"));
      if (condition.expression().isBlank()) {
        throw policyError("The condition has no expression.");
      }
    }
    Grant grant = new Grant(new Binding(role, member.toString(), condition));
    if (!before.grants().contains(grant)) {
      requireExists(member);
    }
    grants.add(grant);
  }

  private String role(ObjectNode entry) {
    String role = entry.path("role").asText();
    if (role.contains("_withcond_") || role.contains("_with_conditionalbinding_")) {
      throw policyError(
          "Role "
              + role
              + " is the placeholder of a conditional role binding; read the policy with version 3.");
    }
    String full = Roles.full(role);
    if (Roles.isCustom(full)) {
      return full;
    }
    if (!full.startsWith("roles/")) {
      throw ApiError.invalid(
          role.isEmpty()
              ? "An access entry for a user, group, domain or special group needs a role."
              : "Invalid value for role: " + role + " is not a valid value");
    }
    if (Roles.permissions(full).isEmpty()) {
      throw ApiError.notImplemented("role " + role);
    }
    if (!Roles.isGrantableOnDataset(full)) {
      throw policyError("Role " + role + " is not supported for this resource.");
    }
    return full;
  }

  private Member member(String identity, String value) {
    return switch (identity) {
      case "userByEmail" -> account(value);
      case "groupByEmail" -> new Member("group", value.toLowerCase(Locale.ROOT));
      case "domain" -> new Member("domain", value.toLowerCase(Locale.ROOT));
      case "specialGroup" -> specialGroup(value);
      default -> iamMember(value);
    };
  }

  private Member account(String email) {
    if (email.startsWith("deleted:")) {
      throw policyError(
          "The member "
              + email.toLowerCase(Locale.ROOT)
              + " is of an unknown type. Please set a valid type prefix for the member.");
    }
    Optional<Member> known = directory.existingAccount(email);
    if (known.isPresent()) {
      return known.get();
    }
    String kind = email.endsWith("gserviceaccount.com") ? "serviceAccount" : "user";
    return new Member(kind, email.toLowerCase(Locale.ROOT));
  }

  private Member specialGroup(String name) {
    String kind = SPECIAL_GROUPS.get(name);
    if (kind == null) {
      throw ApiError.invalid("Invalid value for specialGroup: " + name + " is not a valid value");
    }
    return kind.startsWith("project") ? new Member(kind, dataset.project()) : new Member(kind, "");
  }

  private Member iamMember(String text) {
    try {
      Member member = Member.parse(text);
      if (member.kind().startsWith("project") && !member.id().equals(dataset.project())) {
        throw policyError("The member " + text + " belongs to another project.");
      }
      return member;
    } catch (IllegalArgumentException e) {
      throw policyError(Objects.requireNonNullElse(e.getMessage(), text));
    }
  }

  private void requireExists(Member member) {
    if (!directory.exists(member)) {
      String kind =
          switch (member.kind()) {
            case "user" -> "User ";
            case "serviceAccount" -> "Service account ";
            case "group" -> "Group ";
            case "domain" -> "Domain ";
            default -> "Principal ";
          };
      throw policyError(kind + member.id() + " does not exist.")
          .by(member.kind().equals("user") ? Assumption.GROUP_AS_USER : Assumption.UNKNOWN_GROUP);
    }
  }

  // Authorizations

  private void readAuthorization(String identity, ObjectNode entry) {
    if (isGiven(entry.get("condition"))) {
      throw ApiError.invalid("An access entry for " + identity + " cannot have a condition.");
    }
    if (isGiven(entry.get("role"))) {
      if (identity.equals("routine")) {
        throw ApiError.notImplemented("authorized stored procedures (a routine entry with a role)");
      }
      throw ApiError.invalid("An access entry for " + identity + " needs an empty role.");
    }
    if (isHidden()) {
      throw ApiError.invalid(
          "Hidden dataset " + dataset + " cannot authorize views, datasets or routines.");
    }
    Target target = target(identity, entry.path(identity));
    if (authorizations.stream().anyMatch(each -> each.target().equals(target))) {
      throw ApiError.invalid(
          identity.equals("view")
              ? "Duplicate authorized views"
              : "Duplicate authorized " + identity + "s");
    }
    authorizations.add(bound(target));
  }

  private boolean isHidden() {
    return dataset.dataset().startsWith("_");
  }

  private static Target target(String identity, JsonNode json) {
    JsonNode ids = identity.equals("dataset") ? json.path("dataset") : json;
    DatasetKey key = new DatasetKey(Json.field(ids, "projectId"), Json.field(ids, "datasetId"));
    Target target =
        switch (identity) {
          case "view" -> new Target(Target.Kind.VIEW, key, Json.field(ids, "tableId"));
          case "routine" -> new Target(Target.Kind.ROUTINE, key, Json.field(ids, "routineId"));
          default -> new Target(Target.Kind.DATASET, key, "");
        };
    if (key.project().isEmpty()
        || key.dataset().isEmpty()
        || (target.kind() != Target.Kind.DATASET && target.id().isEmpty())) {
      throw ApiError.invalid("Required parameter is missing: " + identity + " reference");
    }
    if (target.kind() == Target.Kind.DATASET && !targetTypes(json).equals(Set.of("VIEWS"))) {
      throw ApiError.invalid("Invalid value for targetTypes: only VIEWS is a valid value");
    }
    return target;
  }

  /** The command line's documentation shows a snake-case scalar; the REST field is an array. */
  private static Set<String> targetTypes(JsonNode json) {
    JsonNode types = json.has("target_types") ? json.get("target_types") : json.path("targetTypes");
    return types.isTextual()
        ? Set.of(types.asText())
        : Json.strings(types).stream().collect(toSet());
  }

  /**
   * Binds to the current incarnation of the target. A routine that was already listed keeps its
   * binding, even if dead: it must be removed and added
   * (https://docs.cloud.google.com/bigquery/docs/authorized-routines). A deleted target is accepted
   * only if it was listed before.
   */
  private Authorization bound(Target target) {
    Optional<Authorization> listed = before.find(target);
    if (listed.isPresent() && target.kind() == Target.Kind.ROUTINE) {
      return listed.get();
    }
    Long live = store.liveIncarnation(target);
    if (live == null) {
      return listed.orElseThrow(() -> notFound(target).by(Assumption.MISSING_VIEW));
    }
    if (target.kind() == Target.Kind.VIEW) {
      TableRecord view = store.table(new ItemKey(target.dataset(), target.id()));
      if (view != null && !view.isView()) {
        throw ApiError.invalid("Table " + target + " is not a view and cannot be authorized.")
            .by(Assumption.AUTHORIZED_TABLE);
      }
      if (view != null && !view.location().equalsIgnoreCase(location)) {
        throw ApiError.invalid(
            "View "
                + target
                + " is in location "
                + view.location()
                + ", but dataset "
                + dataset
                + " is in location "
                + location
                + ".");
      }
    }
    return new Authorization(target, live);
  }

  private static ApiError notFound(Target target) {
    return ApiError.notFound(
        switch (target.kind()) {
          case VIEW -> "Not found: Table " + target;
          case ROUTINE -> "Not found: Routine " + target;
          case DATASET -> "Not found: Dataset " + target;
        });
  }

  // The list as a whole

  private void requireOwner(AccessList after, String caller) {
    boolean onlyAuthorizations = after.grants().isEmpty() && !after.authorizations().isEmpty();
    if (!onlyAuthorizations && after.grants().stream().noneMatch(Grant::isOwner)) {
      throw ApiError.invalid("Cannot remove all owners from a dataset.").by(Assumption.NO_OWNER);
    }
    Grant own = new Grant(new Binding(Roles.DATA_OWNER, caller, null));
    if (before.grants().contains(own) && !after.grants().contains(own)) {
      throw ApiError.invalid("A dataset owner cannot remove its own OWNER role.")
          .by(Assumption.OWN_OWNER);
    }
  }

  private void requireConditionsVisible(AccessList after, int policyVersion) {
    if (policyVersion < 3 && !conditional(before).equals(conditional(after))) {
      throw policyError(
          "Adding, removing or changing conditional bindings requires accessPolicyVersion 3.");
    }
  }

  private static Set<Grant> conditional(AccessList list) {
    return list.grants().stream()
        .filter(each -> each.binding().condition() != null)
        .collect(toSet());
  }

  private void requireLimits(AccessList after) {
    if (after.authorizations().size() > MAX_AUTHORIZED) {
      throw new ApiError(
          403,
          "quotaExceeded",
          "Quota exceeded for quota metric 'Authorized Views per dataset' and limit '2500'.",
          "authorizations whose target is gone count until they vanish after 24 hours");
    }
    if (after.grants().size() > MAX_PRINCIPALS) {
      throw policyError(
              "The number of members in the policy ("
                  + after.grants().size()
                  + ") is larger than the maximum allowed size 1500.")
          .by(Assumption.ENTRY_LIMIT);
    }
    long groups =
        after.bindings().stream()
            .map(Binding::member)
            .filter(each -> each.startsWith("group:") || each.startsWith("domain:"))
            .distinct()
            .count();
    if (groups > MAX_GROUPS) {
      throw policyError(
          "The number of groups and domains in the policy ("
              + groups
              + ") is larger than the maximum allowed size 250.");
    }
  }
}
