package dev.bqgovernance.testkit.internal.bigquery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bqgovernance.testkit.internal.iam.Binding;
import dev.bqgovernance.testkit.internal.iam.Condition;
import dev.bqgovernance.testkit.internal.iam.Member;
import dev.bqgovernance.testkit.internal.iam.Roles;
import dev.bqgovernance.testkit.internal.rest.Json;
import dev.bqgovernance.testkit.internal.rest.ServerMade;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** One element of a dataset's access list, normalised. */
sealed interface AccessEntry {
  /** The REST shape as of {@code accessPolicyVersion=3}, or as an older version sees it. */
  ObjectNode toJson(int policyVersion);

  /** The saved form, including fields that no API shows. */
  ObjectNode save();

  /** Reads the saved form. */
  static AccessEntry load(JsonNode json) {
    if (json.has("opaque")) {
      return new Opaque(Json.required(json, "opaque"));
    }
    if (json.has("target")) {
      JsonNode target = json.get("target");
      return new Authorization(
          new Target(
              Target.Kind.valueOf(target.path("kind").asText()),
              new DatasetKey(target.path("project").asText(), target.path("dataset").asText()),
              target.path("id").asText()),
          json.path("boundTo").asLong());
    }
    return new Grant(
        new Binding(
            json.path("role").asText(),
            json.path("member").asText(),
            json.has("condition") ? Condition.parse(json.get("condition")) : null));
  }

  /** A role for a principal. */
  record Grant(Binding binding) implements AccessEntry {
    private static final Map<String, String> KEYS =
        Map.of(
            "user", "userByEmail",
            "serviceAccount", "userByEmail",
            "group", "groupByEmail",
            "domain", "domain");
    private static final Map<String, String> SPECIAL_GROUPS =
        Map.of(
            "projectOwner", "projectOwners",
            "projectEditor", "projectWriters",
            "projectViewer", "projectReaders",
            "allAuthenticatedUsers", "allAuthenticatedUsers");

    boolean isOwner() {
      return binding.role().equals(Roles.DATA_OWNER) && binding.condition() == null;
    }

    @Override
    public ObjectNode toJson(int policyVersion) {
      Condition condition = binding.condition();
      ObjectNode json = Json.object();
      json.put(
          "role",
          condition == null || policyVersion >= 3
              ? Roles.folded(binding.role())
              : binding.role() + "_withcond_" + hash(condition));
      Member member = Member.parse(binding.member());
      if (SPECIAL_GROUPS.containsKey(member.kind())) {
        json.put("specialGroup", SPECIAL_GROUPS.get(member.kind()));
      } else if (KEYS.containsKey(member.kind())) {
        json.put(KEYS.get(member.kind()), member.id());
      } else {
        json.put("iamMember", binding.member());
      }
      if (condition != null && policyVersion >= 3) {
        json.set("condition", condition.toJson());
      }
      return json;
    }

    private static String hash(Condition condition) {
      return ServerMade.hex(Json.text(condition.toJson()).getBytes(StandardCharsets.UTF_8), 10);
    }

    @Override
    public ObjectNode save() {
      ObjectNode json = Json.object().put("role", binding.role()).put("member", binding.member());
      if (binding.condition() != null) {
        json.set("condition", binding.condition().toJson());
      }
      return json;
    }
  }

  /**
   * The target of an authorization.
   *
   * @param id the view or routine; empty for a dataset
   */
  record Target(Kind kind, DatasetKey dataset, String id) {
    enum Kind {
      VIEW,
      ROUTINE,
      DATASET
    }

    @Override
    public String toString() {
      return id.isEmpty() ? dataset.toString() : dataset + "." + id;
    }
  }

  /**
   * An authorized view, routine or dataset.
   *
   * @param boundTo the incarnation of the target that the authorization was given to
   */
  record Authorization(Target target, long boundTo) implements AccessEntry {
    Authorization boundTo(long incarnation) {
      return new Authorization(target, incarnation);
    }

    @Override
    public ObjectNode toJson(int policyVersion) {
      ObjectNode json = Json.object();
      ObjectNode ids =
          switch (target.kind()) {
            case VIEW -> json.putObject("view");
            case ROUTINE -> json.putObject("routine");
            case DATASET -> json.putObject("dataset").putObject("dataset");
          };
      ids.put("projectId", target.dataset().project());
      ids.put("datasetId", target.dataset().dataset());
      switch (target.kind()) {
        case VIEW -> ids.put("tableId", target.id());
        case ROUTINE -> ids.put("routineId", target.id());
        case DATASET -> json.withObject("/dataset").putArray("targetTypes").add("VIEWS");
      }
      return json;
    }

    @Override
    public ObjectNode save() {
      ObjectNode json = Json.object().put("boundTo", boundTo);
      json.putObject("target")
          .put("kind", target.kind().name())
          .put("project", target.dataset().project())
          .put("dataset", target.dataset().dataset())
          .put("id", target.id());
      return json;
    }
  }

  /** An entry of a kind that this fake does not know; added by a test, kept verbatim. */
  record Opaque(ObjectNode json) implements AccessEntry {
    @Override
    public ObjectNode toJson(int policyVersion) {
      return json.deepCopy();
    }

    @Override
    public ObjectNode save() {
      ObjectNode saved = Json.object();
      saved.set("opaque", json);
      return saved;
    }
  }
}
