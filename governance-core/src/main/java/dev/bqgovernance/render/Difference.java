package dev.bqgovernance.render;

import dev.bqgovernance.model.ConnectionPolicyId;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.model.RowPolicyId;
import dev.bqgovernance.plan.FieldChange;
import dev.bqgovernance.state.AccessEntry;
import dev.bqgovernance.state.Resource;
import java.util.List;
import java.util.Optional;

/** One thing that a plan does to a dataset or to what lies in it, as a reviewer thinks of it. */
sealed interface Difference {

  /** In which order things are told. */
  enum Weight {
    /** Somebody loses access. */
    LOSS,
    /** Something goes away, if only for a moment. */
    DELETION,
    /** What others lie in or belong to is made. */
    BEGINNING,
    /** Somebody gains access. */
    GAIN,
    /** Everything else. */
    OTHER
  }

  Weight weight();

  <R> R accept(Visitor<R> visitor);

  /** Does something with each kind of difference. */
  interface Visitor<R> {
    R access(Access access);

    R rows(Rows rows);

    R users(Users users);

    R deleted(Deleted deleted);

    R replaced(Replaced replaced);

    R made(Made made);

    R changed(Changed changed);

    R part(Part part);
  }

  /** What happens to an entry of an access list. */
  enum Fate {
    REVOKED,
    GRANTED,
    /** It is taken and given again, or written again: what it allows stays. */
    RENEWED,
    /** It has ended, allows nothing, and is taken off the list. */
    ENDED
  }

  /**
   * Entries of the dataset's access list.
   *
   * @param entries entries that differ in nothing but the principal, or authorizations
   * @param reason why they are declared
   */
  record Access(Fate fate, List<AccessEntry> entries, Optional<String> reason)
      implements Difference {
    @Override
    public Weight weight() {
      return switch (fate) {
        case REVOKED -> Weight.LOSS;
        case ENDED -> Weight.DELETION;
        case GRANTED -> Weight.GAIN;
        case RENEWED -> Weight.OTHER;
      };
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.access(this);
    }
  }

  /** Who is named by a row policy from now on, or no longer. */
  record Rows(RowPolicyId policy, boolean isLoss, List<String> grantees) implements Difference {
    @Override
    public Weight weight() {
      return isLoss ? Weight.LOSS : Weight.GAIN;
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.rows(this);
    }
  }

  /** Who may use a connection from now on, or no longer. */
  record Users(ConnectionPolicyId policy, boolean isLoss, List<String> members)
      implements Difference {
    @Override
    public Weight weight() {
      return isLoss ? Weight.LOSS : Weight.GAIN;
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.users(this);
    }
  }

  /** A resource that goes away; as it was observed, if it was. */
  record Deleted(ResourceId id, Optional<Resource> live) implements Difference {
    @Override
    public Weight weight() {
      return Weight.DELETION;
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.deleted(this);
    }
  }

  /** A resource that is deleted and made again. */
  record Replaced(Optional<Resource> before, Resource after) implements Difference {
    @Override
    public Weight weight() {
      return Weight.DELETION;
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.replaced(this);
    }
  }

  /** New resources of one kind that are told in one line; a dataset alone. */
  record Made(String kind, List<Resource> resources) implements Difference {
    @Override
    public Weight weight() {
      return switch (resources.get(0).id().kind()) {
        case DATASET, CONNECTION, SINK -> Weight.BEGINNING;
        case ROW_POLICY -> Weight.GAIN;
        default -> Weight.OTHER;
      };
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.made(this);
    }
  }

  /** A field of a resource. */
  record Changed(ResourceId id, String kind, FieldChange field) implements Difference {
    @Override
    public Weight weight() {
      return Weight.OTHER;
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.changed(this);
    }
  }

  /** What a list of a resource gains, or no longer has, such as an exclusion of a sink. */
  record Part(ResourceId id, boolean isGone, StyledText what) implements Difference {
    @Override
    public Weight weight() {
      return Weight.OTHER;
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.part(this);
    }
  }
}
