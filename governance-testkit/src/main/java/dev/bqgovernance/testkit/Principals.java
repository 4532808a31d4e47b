package dev.bqgovernance.testkit;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.testkit.internal.connection.ConnectionsApi;
import dev.bqgovernance.testkit.internal.iam.Directory;
import dev.bqgovernance.testkit.internal.iam.Member;
import java.util.List;
import java.util.stream.Stream;

/**
 * The users, service accounts, groups and domains that exist in a fake cloud. They are part of the
 * world: snapshots hold them.
 *
 * <p>This class is thread-safe.
 */
public final class Principals {
  private final Storage storage;

  Principals(Storage storage) {
    this.storage = storage;
  }

  /**
   * Adds a user or a service account, with the domain of its address; a group without members; or a
   * domain without accounts. Does nothing if it exists.
   *
   * @throws IllegalArgumentException if the address belongs to another kind of principal, or the
   *     principal is a special group or another member that cannot be created
   */
  @CanIgnoreReturnValue
  public Principals add(Principal principal) {
    storage.change(
        world -> {
          Directory directory = world.iam().changeDirectory();
          if (principal instanceof Principal.Group group) {
            if (!directory.exists(Member.parse(group.member()))) {
              directory.putGroup(group.email(), List.of());
            }
          } else if (principal instanceof Principal.SpecialGroup
              || principal instanceof Principal.IamMember) {
            throw new IllegalArgumentException(principal + " cannot be created.");
          } else {
            directory.add(Member.parse(principal.member()));
          }
        });
    return this;
  }

  /**
   * Replaces the direct members of a group. The group and members that do not exist yet are added.
   *
   * @param members users, service accounts and groups; groups may nest in circles
   * @throws IllegalArgumentException if a member is of another kind, or an address belongs to
   *     another kind of principal
   */
  @CanIgnoreReturnValue
  public Principals setMembers(Principal.Group group, Principal... members) {
    List<String> names = Stream.of(members).map(Principal::member).toList();
    storage.change(world -> world.iam().changeDirectory().putGroup(group.email(), names));
    return this;
  }

  /**
   * Whether a principal may be named in a policy: a user, service account, group or domain if it
   * was added, any other principal always.
   */
  public boolean exists(Principal principal) {
    return principal instanceof Principal.SpecialGroup
        || storage.read(world -> world.iam().directory().exists(Member.parse(principal.member())));
  }

  /**
   * Deletes a user, service account or group. What was granted to it stays in all policies as
   * {@code deleted:user:…?uid=…} and grants nothing, even if the principal is added again.
   *
   * @throws IllegalArgumentException if there is no such user, service account or group
   */
  @CanIgnoreReturnValue
  public Principals delete(Principal principal) {
    storage.change(
        world -> {
          Member member = Member.parse(principal.member());
          String tombstone = world.iam().changeDirectory().remove(member);
          world.iam().replaceMember(member.toString(), tombstone);
          world.bigQuery().replaceMember(member.toString(), tombstone);
          ConnectionsApi.replaceMember(world.resources(), member.toString(), tombstone);
        });
    return this;
  }
}
