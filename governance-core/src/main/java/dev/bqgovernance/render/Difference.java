package dev.bqgovernance.render;

import dev.bqgovernance.model.ConnectionPolicyId;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.plan.FieldChange;
import dev.bqgovernance.state.AccessEntry;
import dev.bqgovernance.state.Resource;
import java.util.List;
import java.util.Optional;

/** One effect of a plan on a dataset or its contents, as a reviewer thinks of it. */
sealed interface Difference {

  /** The order in which differences are listed. */
  enum Weight {
    /** Somebody loses access. */
    LOSS,
    /** Something is deleted, if only for a moment. */
    DELETION,
    /** A resource that others belong to is created. */
    BEGINNING,
    /** Somebody gains access. */
    GAIN,
    /** Everything else. */
    OTHER
  }

  Weight weight();

  <R> R accept(Visitor<R> visitor);

  /** One answer for each kind of difference. */
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

  /** The change to an entry of an access list. */
  enum Fate {
    REVOKED,
    GRANTED,
    /** It is revoked and granted again, or rewritten: the access stays. */
    RENEWED,
    /** It has expired, allows nothing, and is removed from the list. */
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

  /** Principals that a row policy gains or loses. */
  record Rows(ResourceId policy, boolean isLoss, List<String> grantees) implements Difference {
    @Override
    public Weight weight() {
      return isLoss ? Weight.LOSS : Weight.GAIN;
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.rows(this);
    }
  }

  /** Principals that gain or lose the use of a connection. */
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

  /** A deleted resource, with its live state if it was observed. */
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

  /** A resource that is deleted and recreated. */
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

  /** New resources of one kind that share one line; a dataset has a line of its own. */
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

  /** An element that a list of a resource gains or loses, such as an exclusion of a sink. */
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
