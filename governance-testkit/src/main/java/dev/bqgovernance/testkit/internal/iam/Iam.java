package dev.bqgovernance.testkit.internal.iam;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bqgovernance.testkit.internal.rest.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Decides which calls are allowed: by the union of the allow policies from the project down to the
 * resource. Deny policies, folders and organizations do not exist in this world. Not thread-safe.
 */
public final class Iam {
  private static final Map<String, String> BASIC_ROLES =
      Map.of(
          "roles/owner", "projectOwner:",
          "roles/editor", "projectEditor:",
          "roles/viewer", "projectViewer:");

  private final Directory directory;
  private final TreeMap<String, Project> projects = new TreeMap<>();

  /**
   * The members that each caller counts as; cleared whenever the directory or a project's policy
   * changes.
   */
  private final Map<String, Set<String>> identities = new HashMap<>();

  /**
   * A project of this world, with its policy.
   *
   * @param disabledServices the services that are disabled, for example {@code
   *     logging.googleapis.com}
   */
  public record Project(
      String id, long number, List<Binding> policy, SortedSet<String> disabledServices) {
    /** A project with no grants and all services enabled. */
    public Project(String id, long number) {
      this(id, number, List.of(), Collections.emptySortedSet());
    }

    /** The same project with another policy. */
    public Project withPolicy(List<Binding> newPolicy) {
      return new Project(id, number, List.copyOf(newPolicy), disabledServices);
    }

    /** The same project with a service enabled or disabled. */
    public Project withService(String service, boolean enabled) {
      SortedSet<String> disabled = new TreeSet<>(disabledServices);
      if (enabled) {
        disabled.remove(service);
      } else {
        disabled.add(service);
      }
      return new Project(id, number, policy, Collections.unmodifiableSortedSet(disabled));
    }
  }

  /** One resource that carries bindings, with its name in explanations. */
  public record Level(String label, List<Binding> bindings) {}

  /**
   * A permission check.
   *
   * @param levels from the project down to the resource
   * @param condition the attributes that conditions of the bindings may use
   */
  public record Question(
      String permission, String on, List<Level> levels, Condition.Request condition) {}

  /** Creates an empty world of principals. */
  public Iam() {
    this(new Directory());
  }

  private Iam(Directory directory) {
    this.directory = directory;
  }

  /** An independent copy. */
  public Iam copy() {
    Iam copy = new Iam(directory.copy());
    copy.projects.putAll(projects);
    return copy;
  }

  /** The principals, for reading; change them through {@link #changeDirectory()}. */
  public Directory directory() {
    return directory;
  }

  /** The principals, for changing. */
  public Directory changeDirectory() {
    identities.clear();
    return directory;
  }

  /** A project by id. */
  public Optional<Project> project(String id) {
    return Optional.ofNullable(projects.get(id));
  }

  /** Adds or replaces a project. */
  public void put(Project project) {
    identities.clear();
    projects.put(project.id(), project);
  }

  /** The number of projects. */
  public int projectCount() {
    return projects.size();
  }

  /** Replaces a member in the policies of all projects. */
  public void replaceMember(String member, String replacement) {
    identities.clear();
    projects.replaceAll(
        (id, project) -> project.withPolicy(replaced(project.policy(), member, replacement)));
  }

  /** The bindings with one member replaced. */
  public static List<Binding> replaced(List<Binding> bindings, String member, String replacement) {
    return bindings.stream()
        .map(each -> each.member().equals(member) ? each.withMember(replacement) : each)
        .toList();
  }

  /** Whether the caller is an account of this world. */
  public boolean canCall(String caller) {
    try {
      Member member = Member.parse(caller);
      return member.isAccount() && directory.exists(member);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** Whether the caller has any role at all in the policy of a project. */
  public boolean hasRoleIn(String caller, String projectId) {
    Set<String> who = identities(caller);
    return project(projectId).stream()
        .flatMap(project -> project.policy().stream())
        .anyMatch(binding -> who.contains(binding.member()));
  }

  /** Whether a binding allows it. */
  public boolean allows(String caller, Question question) {
    Set<String> who = identities(caller);
    for (Level level : question.levels()) {
      for (Binding binding : level.bindings()) {
        if (grants(binding, question, who)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean grants(Binding binding, Question question, Set<String> who) {
    return who.contains(binding.member())
        && Roles.permissions(binding.role()).orElse(Set.of()).contains(question.permission())
        && (binding.condition() == null || binding.condition().holds(question.condition()));
  }

  /**
   * Explains a denial: the caller, the permission, the resource, the bindings tried, and the grants
   * that would have sufficed.
   */
  public String explain(String caller, Question question) {
    Set<String> who = identities(caller);
    Set<String> tried = new LinkedHashSet<>();
    for (Level level : question.levels()) {
      for (Binding binding : level.bindings()) {
        if (who.contains(binding.member())) {
          tried.add(
              binding.role()
                  + " as "
                  + binding.member()
                  + " on "
                  + level.label()
                  + ": "
                  + whyNot(binding, question));
        }
      }
    }
    List<String> remedies =
        Roles.containing(question.permission()).stream()
            .map(
                role ->
                    Roles.folded(role).equals(role) ? role : role + " (" + Roles.folded(role) + ")")
            .toList();
    return caller
        + " lacks "
        + question.permission()
        + " on "
        + question.on()
        + ". "
        + (tried.isEmpty() ? "It holds no role there" : "Tried: " + String.join("; ", tried))
        + ". Any of these roles on "
        + String.join(" or on ", question.levels().stream().map(Level::label).toList())
        + " would do: "
        + String.join(", ", remedies)
        + ".";
  }

  private static String whyNot(Binding binding, Question question) {
    Optional<Set<String>> permissions = Roles.permissions(binding.role());
    if (permissions.isEmpty()) {
      return "the fake does not know what this role contains and counts it as nothing";
    }
    return permissions.get().contains(question.permission())
        ? "its condition does not hold, or is beyond what the fake understands"
        : "the role does not contain the permission";
  }

  private Set<String> identities(String caller) {
    return identities.computeIfAbsent(caller, this::computeIdentities);
  }

  private Set<String> computeIdentities(String caller) {
    Set<String> who = directory.identities(Member.parse(caller));
    List<String> special = new ArrayList<>();
    for (Project project : projects.values()) {
      for (Binding binding : project.policy()) {
        String prefix = BASIC_ROLES.get(binding.role());
        if (prefix != null && who.contains(binding.member())) {
          special.add(prefix + project.id());
        }
      }
    }
    who.addAll(special);
    return who;
  }

  /** Bindings in the shape of an IAM policy: one element per role and condition, members sorted. */
  public static ObjectNode policyJson(List<Binding> bindings, String etag) {
    ObjectNode policy = Json.object();
    policy.put("version", bindings.stream().anyMatch(each -> each.condition() != null) ? 3 : 1);
    policy.put("etag", etag);
    TreeMap<String, TreeSet<String>> byRole = new TreeMap<>();
    Map<String, Binding> samples = new HashMap<>();
    for (Binding binding : bindings) {
      String key =
          binding.role()
              + '\n'
              + (binding.condition() == null ? "" : Json.text(binding.condition().toJson()));
      byRole.computeIfAbsent(key, each -> new TreeSet<>()).add(binding.member());
      samples.put(key, binding);
    }
    byRole.forEach(
        (key, members) -> {
          Binding sample = samples.getOrDefault(key, bindings.get(0));
          ObjectNode json = policy.withArray("bindings").addObject();
          json.put("role", sample.role());
          json.set("members", Json.array(members));
          if (sample.condition() != null) {
            json.set("condition", sample.condition().toJson());
          }
        });
    return policy;
  }

  /** The bindings of an IAM policy, with canonical members. */
  public static List<Binding> bindings(JsonNode policy) {
    Set<Binding> bindings = new LinkedHashSet<>();
    for (JsonNode each : policy.path("bindings")) {
      Condition condition =
          each.hasNonNull("condition") ? Condition.parse(each.path("condition")) : null;
      for (String member : Json.strings(each.path("members"))) {
        bindings.add(
            new Binding(each.path("role").asText(), Member.parse(member).toString(), condition));
      }
    }
    return List.copyOf(bindings);
  }

  /** The saved form. */
  public ObjectNode save() {
    ObjectNode json = Json.object();
    json.set("directory", directory.save());
    for (Project project : projects.values()) {
      ObjectNode saved = json.withArray("projects").addObject();
      saved.put("id", project.id()).put("number", project.number());
      saved.set("policy", policyJson(project.policy(), ""));
      if (!project.disabledServices().isEmpty()) {
        saved.set("disabledServices", Json.array(project.disabledServices()));
      }
    }
    return json;
  }

  /** The principals and projects of a saved form. */
  public static Iam load(JsonNode json) {
    Iam iam = new Iam(Directory.load(json.path("directory")));
    for (JsonNode saved : json.path("projects")) {
      iam.put(
          new Project(
              saved.path("id").asText(),
              saved.path("number").asLong(),
              bindings(saved.path("policy")),
              new TreeSet<>(Json.strings(saved.path("disabledServices")))));
    }
    return iam;
  }
}
