package dev.bqgovernance.state;

import dev.bqgovernance.model.AuthorizedResource;
import dev.bqgovernance.model.Condition;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.ProjectId;
import dev.bqgovernance.model.Role;
import java.util.Optional;

/**
 * One entry of a dataset's access list in canonical form: entries that BigQuery treats as the same
 * are equal values, however they were spelled.
 *
 * <p>All implementations are immutable and thread-safe.
 */
public sealed interface AccessEntry {

  /**
   * This entry in the list of a dataset of a project, whose owners, editors and viewers have two
   * spellings there.
   *
   * @param project the project of the dataset
   */
  default AccessEntry in(ProjectId project) {
    return this;
  }

  /**
   * A role for a principal. The condition is part of its identity.
   *
   * @param role what is allowed
   * @param principal the principal
   * @param condition under which condition
   */
  record RoleEntry(Role role, Principal principal, Optional<Condition> condition)
      implements AccessEntry {
    /** A role for a principal without a condition. */
    public static RoleEntry of(Role role, Principal principal) {
      return new RoleEntry(role, principal, Optional.empty());
    }

    @Override
    public AccessEntry in(ProjectId project) {
      Principal folded = principal.in(project);
      return folded == principal ? this : new RoleEntry(role, folded, condition);
    }
  }

  /**
   * The resource that may read the dataset in place of its reader.
   *
   * @param reader the view, dataset or routine
   */
  record AuthorizationEntry(AuthorizedResource reader) implements AccessEntry {}

  /**
   * An entry that is not understood, such as one of a kind that is newer than this library or one
   * of a deleted principal. It is kept and written back as it came, and never removed.
   *
   * @param raw the entry as the service answered it
   * @param why what is not understood about it, for a person
   */
  record OpaqueEntry(Json.Obj raw, String why) implements AccessEntry {}
}
