package dev.bqgovernance.files;

import dev.bqgovernance.json.LocatedJson;
import dev.bqgovernance.model.Finding;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.ProjectId;
import dev.bqgovernance.model.Role;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * world.json: who exists, for the in-memory cloud. The real cloud knows it already.
 *
 * <p>This class is immutable and thread-safe.
 *
 * @param projects the projects, in order
 * @param users users and service accounts
 * @param groups groups and their direct members
 */
public record WorldFile(
    List<Project> projects, Set<Principal> users, Map<Principal.Group, Set<Principal>> groups) {
  /** Copies all. */
  public WorldFile {
    projects = List.copyOf(projects);
    users = Collections.unmodifiableSet(new LinkedHashSet<>(users));
    groups = copy(groups);
  }

  private static <K> Map<K, Set<Principal>> copy(Map<K, Set<Principal>> members) {
    Map<K, Set<Principal>> copy = new LinkedHashMap<>();
    members.forEach(
        (key, set) -> copy.put(key, Collections.unmodifiableSet(new LinkedHashSet<>(set))));
    return Collections.unmodifiableMap(copy);
  }

  /**
   * A project and its IAM policy.
   *
   * @param id its id
   * @param number its number, decimal digits
   * @param iam roles as IAM writes them ({@code roles/bigquery.admin}) and their members
   */
  public record Project(ProjectId id, String number, Map<String, Set<Principal>> iam) {
    /** Copies all. */
    public Project {
      iam = copy(iam);
    }
  }

  /**
   * The result of reading.
   *
   * @param world the world; empty if there are findings
   * @param findings what is wrong, ordered by place
   */
  public record Result(Optional<WorldFile> world, List<Finding> findings) {
    /** Copies the findings. */
    public Result {
      findings = List.copyOf(findings);
    }
  }

  /**
   * Reads a file.
   *
   * @param file a file such as {@code world.json}; places name it by its last name
   */
  public static Result read(Path file) {
    Problems problems = new Problems();
    WorldFile world =
        SourceTree.json(file, String.valueOf(file.getFileName()), problems)
            .flatMap(json -> JsonMembers.of(json, FileKeys.WORLD, problems))
            .map(members -> new Reader(problems).world(members))
            .orElseGet(() -> new WorldFile(List.of(), Set.of(), Map.of()));
    return new Result(
        problems.hasErrors() ? Optional.empty() : Optional.of(world), problems.byPlace());
  }

  private record Reader(Problems problems) {
    WorldFile world(JsonMembers file) {
      List<Project> projects =
          file.list("projects").stream()
              .flatMap(value -> JsonMembers.of(value, FileKeys.WORLD_PROJECT, problems).stream())
              .flatMap(project -> project(project).stream())
              .toList();
      Set<Principal> users = new LinkedHashSet<>();
      for (LocatedJson.Str text : file.texts("users")) {
        problems.checked(text.place(), () -> Principal.user(text.value())).ifPresent(users::add);
      }
      Map<Principal.Group, Set<Principal>> groups = new LinkedHashMap<>();
      for (LocatedJson.Member member : file.free("groups")) {
        Set<Principal> members = members(JsonMembers.texts(member.value(), member.key(), problems));
        problems
            .checked(member.keyPlace(), () -> Principal.group(member.key()))
            .ifPresent(group -> groups.put(group, members));
      }
      return new WorldFile(projects, users, groups);
    }

    private Optional<Project> project(JsonMembers project) {
      Optional<ProjectId> id =
          project
              .requiredText("id", "my-project")
              .flatMap(text -> problems.checked(text.place(), () -> ProjectId.of(text.value())));
      project.require("number", "\"123456789012\"");
      Optional<JsonMembers.Whole> number = project.whole("number");
      Map<String, Set<Principal>> iam = new LinkedHashMap<>();
      for (LocatedJson value : project.list("iam")) {
        JsonMembers.of(value, FileKeys.IAM_BINDING, problems)
            .ifPresent(binding -> bind(binding, iam));
      }
      return id.flatMap(
          known -> number.map(n -> new Project(known, Long.toString(n.value()), iam)));
    }

    private void bind(JsonMembers binding, Map<String, Set<Principal>> iam) {
      Optional<LocatedJson.Str> role = binding.requiredText("role", "roles/bigquery.jobUser");
      binding.require("members", "[\"group:analysts@example.com\"]");
      Set<Principal> members = members(binding.texts("members"));
      role.filter(text -> isIamRole(text))
          .ifPresent(
              text ->
                  iam.computeIfAbsent(text.value(), unused -> new LinkedHashSet<>())
                      .addAll(members));
    }

    private boolean isIamRole(LocatedJson.Str text) {
      return problems
          .checked(
              text.place(),
              () -> {
                if (!text.value().contains("/")) {
                  throw new IllegalArgumentException(
                      String.format(
                          "\"%s\" is not a valid IAM role: expected one such as roles/bigquery.jobUser",
                          text.value()));
                }
                return Role.of(text.value());
              })
          .isPresent();
    }

    private Set<Principal> members(List<LocatedJson.Str> texts) {
      Set<Principal> members = new LinkedHashSet<>();
      for (LocatedJson.Str text : texts) {
        problems
            .checked(text.place(), () -> Principal.ofMember(text.value()))
            .ifPresent(members::add);
      }
      return members;
    }
  }
}
