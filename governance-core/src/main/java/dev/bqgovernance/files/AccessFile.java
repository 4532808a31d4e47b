package dev.bqgovernance.files;

import dev.bqgovernance.json.LocatedJson;
import dev.bqgovernance.model.AuthorizedDataset;
import dev.bqgovernance.model.AuthorizedResource;
import dev.bqgovernance.model.AuthorizedRoutine;
import dev.bqgovernance.model.AuthorizedView;
import dev.bqgovernance.model.Condition;
import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.Grant;
import dev.bqgovernance.model.Place;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.Principal.SpecialGroup;
import dev.bqgovernance.model.Role;
import dev.bqgovernance.rest.AccessListCodec;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Lists of access entries: access.json, authorized_views.json, inline access and owners. */
final class AccessFile {
  private static final List<String> MEMBERS =
      List.of(
          "groupByEmail",
          "userByEmail",
          "domain",
          "specialGroup",
          "iamMember",
          "view",
          "dataset",
          "routine");

  private static final List<String> AUTHORIZATIONS = List.of("view", "dataset", "routine");
  private static final List<String> DATASET_ROLES = List.of("READER", "WRITER", "OWNER");
  private static final String BIGQUERY_ROLE = "roles/bigquery.";

  /** https://docs.cloud.google.com/bigquery/docs/access-control. */
  private static final List<String> PREDEFINED_ROLES =
      List.of(
          "admin",
          "connectionAdmin",
          "connectionUser",
          "dataEditor",
          "dataOwner",
          "dataViewer",
          "filteredDataViewer",
          "jobUser",
          "metadataViewer",
          "objectRefAdmin",
          "objectRefReader",
          "readSessionUser",
          "resourceAdmin",
          "resourceEditor",
          "resourceViewer",
          "routineAdmin",
          "routineDataEditor",
          "routineDataViewer",
          "routineMetadataViewer",
          "securityAdmin",
          "studioAdmin",
          "studioUser",
          "user");

  private static final String EXAMPLE = "{\"role\": \"READER\", \"groupByEmail\": \"…\"}";

  private final ReadContext reading;
  private final Problems problems;

  AccessFile(ReadContext reading) {
    this.reading = reading;
    this.problems = reading.problems();
  }

  /** Which kinds of entries a list may hold. */
  enum Content {
    /** access.json: whatever BigQuery's own list may hold. */
    ANY,
    /** authorized_views.json. */
    AUTHORIZATIONS,
    /** The owners of a platform. */
    OWNERS
  }

  /**
   * The declaration of one entry: one of the two.
   *
   * @param place where the entry starts
   * @param written what makes the entry the same as another, as the file says it
   * @param grant the right of a principal, as the environment has it
   * @param authorized what may read in place of its reader, as the environment has it
   */
  record Entry(
      Place place,
      Object written,
      Optional<Grant> grant,
      Optional<AuthorizedResource> authorized) {}

  /** The entries of a list that are sound; the others are noted. */
  List<Entry> read(LocatedJson list, Content content) {
    return JsonMembers.list(list, "a list of access entries", problems).stream()
        .flatMap(entry -> entry(entry, content).stream())
        .toList();
  }

  private Optional<Entry> entry(LocatedJson value, Content content) {
    if (!(value instanceof LocatedJson.Obj)) {
      problems.error(
          "wrong-type",
          value.place(),
          String.format("an access entry should be an object, found %s.", value.describe()),
          value instanceof LocatedJson.Null ? "Remove it." : "Write it as " + EXAMPLE + ".");
      return Optional.empty();
    }
    return JsonMembers.of(value, FileKeys.ACCESS_ENTRY, problems)
        .flatMap(entry -> member(entry).flatMap(member -> entry(entry, member, content)));
  }

  /** The one key that names the principal or resource of the entry. */
  private Optional<String> member(JsonMembers entry) {
    List<String> found = MEMBERS.stream().filter(entry::has).toList();
    if (found.size() > 1) {
      Place second =
          found.stream().map(entry::keyPlace).max(Comparator.naturalOrder()).orElseThrow();
      problems.error(
          "two-members",
          second,
          String.format("the entry names more than one member: %s.", String.join(", ", found)),
          "Write one entry for each.");
      return Optional.empty();
    }
    if (found.isEmpty() && entry.isSpelledRight()) {
      problems.error(
          "no-member",
          entry.place(),
          "the entry names nobody: expected one of " + String.join(", ", MEMBERS) + ".",
          "Add one, such as \"groupByEmail\": \"analysts@example.com\".");
    }
    return found.stream().findFirst();
  }

  private Optional<Entry> entry(JsonMembers entry, String member, Content content) {
    if (AUTHORIZATIONS.contains(member)) {
      if (content == Content.OWNERS) {
        problems.error(
            "wrong-list",
            entry.keyPlace(member),
            String.format("a %s cannot own a dataset.", member),
            "Move the entry to the authorized_views.json of the dataset that it may read.");
        return Optional.empty();
      }
      return authorization(entry, member);
    }
    if (content == Content.AUTHORIZATIONS) {
      problems.error(
          "wrong-list",
          entry.keyPlace(member),
          "this list holds views, datasets and routines only.",
          "Move the entry to access.json beside it.");
      return Optional.empty();
    }
    return grant(entry, member, content);
  }

  private Optional<Entry> grant(JsonMembers entry, String member, Content content) {
    int before = problems.count();
    entry.require("role", "\"READER\"");
    Optional<Role> role = entry.text("role").flatMap(text -> role(text, content));
    Optional<Principal> principal = entry.text(member).flatMap(text -> principal(member, text));
    Optional<Condition> condition =
        entry.object("condition", FileKeys.CONDITION).flatMap(this::condition);
    Optional<String> reason = entry.text("reason").map(LocatedJson.Str::value);
    Optional<LocalDate> expires = entry.day("expires");
    if (entry.has("condition") && entry.has("expires")) {
      problems.error(
          "two-ends",
          entry.keyPlace("expires"),
          "the entry has a condition and an end: an end is a condition of its own.",
          "Keep one of the two; a condition can say request.time < timestamp(\"…\").");
    }
    if (role.isEmpty() || principal.isEmpty() || problems.count() > before) {
      return Optional.empty();
    }
    UnaryOperator<Grant> details =
        grant -> {
          Grant reasoned = reason.map(grant::because).orElse(grant);
          Grant limited = condition.map(reasoned::onlyIf).orElse(reasoned);
          return expires.map(limited::until).orElse(limited);
        };
    EnvironmentOverlay overlay = reading.overlay();
    Grant actual = Grant.of(overlay.role(role.get()), overlay.principal(principal.get()));
    return Optional.of(
        new Entry(
            entry.place(),
            List.of(role.get(), principal.get().in(overlay.declared()), condition),
            Optional.of(details.apply(actual)),
            Optional.empty()));
  }

  private Optional<Role> role(LocatedJson.Str text, Content content) {
    String name = text.value();
    if (name.contains("_withcond_") || name.contains("_with_conditionalbinding_")) {
      problems.error(
          "invalid-value",
          text.place(),
          String.format("\"%s\" is a role whose condition was cut off when it was read.", name),
          "Read the dataset again with accessPolicyVersion=3, and write role and condition.");
      return Optional.empty();
    }
    Optional<Role> role = Optional.empty();
    if (name.contains("/")) {
      role = problems.checked(text.place(), () -> Role.of(name));
      role.ifPresent(sound -> checkPredefined(text));
    } else if (DATASET_ROLES.contains(name)) {
      role = Optional.of(Role.of(name));
    } else {
      problems.error(
          "invalid-value",
          text.place(),
          String.format(
              "\"%s\" is not a valid role: expected READER, WRITER, OWNER, or an IAM role such as"
                  + " roles/bigquery.metadataViewer.",
              name),
          SpellingSuggestion.suggest(name, DATASET_ROLES));
    }
    if (content == Content.OWNERS && role.filter(r -> !r.equals(Role.OWNER)).isPresent()) {
      problems.error(
          "invalid-value",
          text.place(),
          String.format("owners are granted OWNER, not %s.", name),
          "Write \"role\": \"OWNER\", or move the entry to the access.json of a dataset.");
      return Optional.empty();
    }
    return role;
  }

  /** Google adds roles: one that is near none of those known may be new. */
  private void checkPredefined(LocatedJson.Str text) {
    String name = text.value();
    if (!name.startsWith(BIGQUERY_ROLE)
        || PREDEFINED_ROLES.contains(name.substring(BIGQUERY_ROLE.length()))) {
      return;
    }
    String message = String.format("\"%s\" is not a known predefined role of BigQuery.", name);
    SpellingSuggestion.nearest(name.substring(BIGQUERY_ROLE.length()), PREDEFINED_ROLES)
        .ifPresentOrElse(
            near ->
                problems.error(
                    "unknown-role",
                    text.place(),
                    message,
                    "Did you mean \"" + BIGQUERY_ROLE + near + "\"?"),
            () ->
                problems.warning(
                    "unknown-role", text.place(), message, "Check the name; if it is new, go on."));
  }

  private Optional<Principal> principal(String member, LocatedJson.Str text) {
    String value = text.value();
    if (value.startsWith("deleted:")) {
      problems.error(
          "deleted-member",
          text.place(),
          String.format("\"%s\" was deleted: a deleted member cannot be granted anything.", value),
          "Remove the entry.");
      return Optional.empty();
    }
    if (member.equals("specialGroup")) {
      List<String> known = Arrays.stream(SpecialGroup.values()).map(Principal::member).toList();
      return JsonMembers.isWord(text, known, problems)
          ? SpecialGroup.find(value).<Principal>map(group -> group)
          : Optional.empty();
    }
    return problems.checked(
        text.place(),
        () ->
            switch (member) {
              case "groupByEmail" -> Principal.group(value);
              case "userByEmail" -> Principal.user(value);
              case "domain" -> Principal.domain(value);
              default -> Principal.ofMember(value);
            });
  }

  private Optional<Condition> condition(JsonMembers condition) {
    Optional<String> title = condition.text("title").map(LocatedJson.Str::value);
    Optional<String> description = condition.text("description").map(LocatedJson.Str::value);
    return condition
        .requiredText("expression", "…")
        .flatMap(
            text ->
                problems.checked(
                    text.place(), () -> new Condition(text.value(), title, description)));
  }

  private Optional<Entry> authorization(JsonMembers entry, String member) {
    int before = problems.count();
    if (entry.has("role")) {
      problems.error(
          "unexpected-role",
          entry.keyPlace("role"),
          String.format("an authorized %s has no role: it may read the whole dataset.", member),
          "Remove \"role\".");
    }
    for (String key : List.of("condition", "reason", "expires")) {
      if (entry.has(key)) {
        problems.error(
            "unexpected-key",
            entry.keyPlace(key),
            String.format("an authorized %s has no \"%s\": only principals have.", member, key),
            String.format("Remove \"%s\"; a comment may say why.", key));
      }
    }
    Optional<AuthorizedResource> resource =
        switch (member) {
          case "view" ->
              entry
                  .object(member, FileKeys.TABLE_REFERENCE)
                  .flatMap(reading::table)
                  .map(AuthorizedView::of);
          case "routine" ->
              entry
                  .object(member, FileKeys.ROUTINE_REFERENCE)
                  .flatMap(reading::routine)
                  .map(AuthorizedRoutine::of);
          default ->
              entry
                  .object(member, FileKeys.AUTHORIZED_DATASET)
                  .flatMap(this::authorizedDataset)
                  .map(AuthorizedDataset::of);
        };
    return resource
        .filter(r -> problems.count() == before)
        .map(r -> new Entry(entry.place(), r, Optional.empty(), Optional.of(r)));
  }

  private Optional<DatasetId> authorizedDataset(JsonMembers value) {
    String key = value.has("target_types") ? "target_types" : "targetTypes";
    value.require(key, "[\"VIEWS\"]");
    value.require("dataset", "{\"projectId\": \"…\", \"datasetId\": \"…\"}");
    boolean areViews =
        value.value(key).stream()
            .flatMap(types -> targetTypes(key, types).stream())
            .allMatch(type -> JsonMembers.isWord(type, List.of("VIEWS"), problems));
    return value
        .object("dataset", FileKeys.DATASET_REFERENCE)
        .flatMap(reading::dataset)
        .filter(dataset -> areViews);
  }

  /** A list, or the one word that the command line's documentation writes. */
  private List<LocatedJson.Str> targetTypes(String key, LocatedJson types) {
    return types instanceof LocatedJson.Str word
        ? List.of(word)
        : JsonMembers.texts(types, key, problems);
  }

  /** The entries of a dataset's grants, sorted. */
  static List<Map<String, Object>> grants(Collection<Grant> grants) {
    return grants.stream()
        .sorted(
            Comparator.comparing(Grant::role)
                .thenComparing(Grant::principal, Principal.BY_MEMBER)
                .thenComparing(g -> g.condition().map(Condition::toString).orElse("")))
        .map(AccessFile::json)
        .toList();
  }

  private static Map<String, Object> json(Grant grant) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("role", grant.role().name());
    json.putAll(AccessListCodec.memberOf(grant.principal()));
    grant
        .condition()
        .ifPresent(
            condition -> {
              Map<String, Object> details = new LinkedHashMap<>();
              details.put("expression", condition.expression());
              condition.title().ifPresent(title -> details.put("title", title));
              condition.description().ifPresent(text -> details.put("description", text));
              json.put("condition", details);
            });
    grant.reason().ifPresent(reason -> json.put("reason", reason));
    grant.expires().ifPresent(day -> json.put("expires", JsonMembers.DAY.format(day)));
    return json;
  }

  /** The entries of a dataset's authorizations, sorted. */
  static List<Map<String, Object>> authorized(Collection<AuthorizedResource> authorized) {
    List<AuthorizedResource> sorted = new ArrayList<>(authorized);
    sorted.sort(Comparator.naturalOrder());
    return sorted.stream().map(AccessFile::json).toList();
  }

  private static Map<String, Object> json(AuthorizedResource authorized) {
    Map<String, Object> reference = new LinkedHashMap<>();
    reference.put("projectId", authorized.resource().dataset().project().value());
    reference.put("datasetId", authorized.resource().dataset().name());
    if (authorized instanceof AuthorizedView view) {
      reference.put("tableId", view.resource().name());
      return Map.of("view", reference);
    } else if (authorized instanceof AuthorizedRoutine routine) {
      reference.put("routineId", routine.resource().name());
      return Map.of("routine", reference);
    }
    Map<String, Object> dataset = new LinkedHashMap<>();
    dataset.put("dataset", reference);
    dataset.put("targetTypes", List.of("VIEWS"));
    return Map.of("dataset", dataset);
  }
}
