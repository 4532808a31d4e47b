package dev.bqgovernance.testkit;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.bqgovernance.model.Condition;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.ProjectId;
import dev.bqgovernance.model.Role;
import dev.bqgovernance.testkit.internal.iam.Binding;
import dev.bqgovernance.testkit.internal.iam.Iam;
import dev.bqgovernance.testkit.internal.iam.Member;
import dev.bqgovernance.testkit.internal.iam.Roles;
import dev.bqgovernance.testkit.internal.iam.Services;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The projects of a fake cloud, with their IAM policies and services. They are part of the world:
 * snapshots hold them.
 *
 * <p>This class is thread-safe.
 */
public final class Projects {
  private static final long FIRST_NUMBER = 100_000_000_001L;
  private static final Set<Role> BASIC_ROLES =
      Set.of(Role.of("roles/owner"), Role.of("roles/editor"), Role.of("roles/viewer"));

  private final Storage storage;

  Projects(Storage storage) {
    this.storage = storage;
  }

  /** Adds a project under an invented number; does nothing if it exists. */
  @CanIgnoreReturnValue
  public Projects add(ProjectId id) {
    storage.change(world -> add(world, id, FIRST_NUMBER + world.iam().projectCount()));
    return this;
  }

  /** Adds a project; does nothing if it exists. */
  @CanIgnoreReturnValue
  public Projects add(ProjectId id, long number) {
    storage.change(world -> add(world, id, number));
    return this;
  }

  private static void add(World world, ProjectId id, long number) {
    if (world.iam().project(id.value()).isEmpty()) {
      world.iam().put(new Iam.Project(id.value(), number));
    }
  }

  /** The projects that hold datasets, by id. */
  public List<ProjectId> withDatasets() {
    return storage.read(
        world -> world.settled().bigQuery().projects().stream().map(ProjectId::of).toList());
  }

  /**
   * Grants a role on a whole project. {@link Role#READER}, {@link Role#WRITER} and {@link
   * Role#OWNER} stand for the predefined roles that they equal. Roles that the fake does not know
   * are kept and contain nothing.
   *
   * @throws IllegalArgumentException if the project or the principal does not exist, or the
   *     principal is one of the special groups of a project
   */
  @CanIgnoreReturnValue
  public Projects grant(ProjectId project, Role role, Principal principal) {
    return grant(project, binding(role, principal, null));
  }

  /**
   * Grants a role on a whole project under a condition. Expressions that the fake does not
   * understand never hold.
   *
   * @throws IllegalArgumentException if the project or the principal does not exist, the principal
   *     is one of the special groups of a project, or the role is a basic role, which allows no
   *     condition
   */
  @CanIgnoreReturnValue
  public Projects grant(ProjectId project, Role role, Principal principal, Condition condition) {
    if (BASIC_ROLES.contains(role)) {
      throw new IllegalArgumentException(role + " is a basic role, which allows no condition.");
    }
    return grant(project, binding(role, principal, condition));
  }

  private static Binding binding(Role role, Principal principal, @Nullable Condition condition) {
    return new Binding(
        Roles.full(role.name()),
        Member.parse(principal.member()).toString(),
        condition == null
            ? null
            : new dev.bqgovernance.testkit.internal.iam.Condition(
                condition.expression(),
                condition.title().orElse(null),
                condition.description().orElse(null)));
  }

  private Projects grant(ProjectId project, Binding binding) {
    storage.change(
        world -> {
          Iam.Project before = existing(world, project);
          if (!world.iam().directory().exists(Member.parse(binding.member()))) {
            throw new IllegalArgumentException(
                binding.member() + " does not exist in this world; add it first.");
          }
          if (!before.policy().contains(binding)) {
            List<Binding> policy = new ArrayList<>(before.policy());
            policy.add(binding);
            world.iam().put(before.withPolicy(policy));
          }
        });
    return this;
  }

  /**
   * Revokes a role that was granted on a whole project without a condition; does nothing if it was
   * not granted.
   *
   * @throws IllegalArgumentException if the project does not exist, or the principal is one of the
   *     special groups of a project
   */
  @CanIgnoreReturnValue
  public Projects revoke(ProjectId project, Role role, Principal principal) {
    Binding unwanted = binding(role, principal, null);
    return update(
        project,
        before ->
            before.withPolicy(
                before.policy().stream().filter(each -> !each.equals(unwanted)).toList()));
  }

  /**
   * Disables a service in a project: all its methods answer 403 with the reason {@code
   * SERVICE_DISABLED}. Its resources stay.
   *
   * @param service for example {@code logging.googleapis.com}; all services are enabled at first
   * @throws IllegalArgumentException if the project does not exist, or the fake has no such service
   */
  @CanIgnoreReturnValue
  public Projects disableService(ProjectId project, String service) {
    return update(project, before -> before.withService(Services.requireKnown(service), false));
  }

  /**
   * Enables a service again.
   *
   * @throws IllegalArgumentException if the project does not exist, or the fake has no such service
   */
  @CanIgnoreReturnValue
  public Projects enableService(ProjectId project, String service) {
    return update(project, before -> before.withService(Services.requireKnown(service), true));
  }

  @CanIgnoreReturnValue
  private Projects update(ProjectId project, UnaryOperator<Iam.Project> change) {
    storage.change(world -> world.iam().put(change.apply(existing(world, project))));
    return this;
  }

  private static Iam.Project existing(World world, ProjectId id) {
    return world
        .iam()
        .project(id.value())
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Project " + id + " does not exist in this world; add it first."));
  }
}
