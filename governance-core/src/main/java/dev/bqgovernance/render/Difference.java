package dev.bqgovernance.render;

import dev.bqgovernance.model.ConnectionPolicyId;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.model.RowPolicyId;
import dev.bqgovernance.plan.Change.FieldChange;
import dev.bqgovernance.state.AccessEntry;
import dev.bqgovernance.state.Resource;
import java.util.List;
import java.util.Optional;

/** One change to a resource as a reviewer thinks of it, whatever the requests that make it. */
sealed interface Difference {

  /** The order in which differences are listed. */
  enum Rank {
    /** Somebody loses access. */
    LOSS,
    /** A resource is deleted, if only for a moment. */
    DELETION,
    /** A resource that contains others, or that others belong to, is created. */
    CONTAINER,
    /** Somebody gains access. */
    GAIN,
    /** Everything else. */
    OTHER
  }

  Rank rank();

  <R> R accept(Visitor<R> visitor);

  /**
   * One answer for each kind of difference.
   *
   * @param <R> the type of the answers
   */
  interface Visitor<R> {
    R access(Access access);

    R grantees(Grantees grantees);

    R users(Users users);

    R deleted(Deleted deleted);

    R recreated(Recreated recreated);

    R created(Created created);

    R changed(Changed changed);

    R part(Part part);
  }

  /** The change of an entry of an access list. */
  enum EntryChange {
    REVOKED,
    GRANTED,
    /** It is rewritten, or revoked and granted again: what it allows stays the same. */
    RENEWED,
    /** It has expired, allows nothing, and is removed from the list. */
    EXPIRED
  }

  /**
   * Entries of the dataset's access list.
   *
   * @param entries either roles that differ in the principal only, or authorizations
   * @param reason the declared reason, if any
   */
  record Access(EntryChange change, List<AccessEntry> entries, Optional<String> reason)
      implements Difference {
    @Override
    public Rank rank() {
      return switch (change) {
        case REVOKED -> Rank.LOSS;
        case EXPIRED -> Rank.DELETION;
        case GRANTED -> Rank.GAIN;
        case RENEWED -> Rank.OTHER;
      };
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.access(this);
    }
  }

  /** Grantees that a row policy gains or loses. */
  record Grantees(RowPolicyId policy, boolean isLoss, List<String> grantees) implements Difference {
    @Override
    public Rank rank() {
      return isLoss ? Rank.LOSS : Rank.GAIN;
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.grantees(this);
    }
  }

  /** Users that a connection gains or loses. */
  record Users(ConnectionPolicyId policy, boolean isLoss, List<String> members)
      implements Difference {
    @Override
    public Rank rank() {
      return isLoss ? Rank.LOSS : Rank.GAIN;
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.users(this);
    }
  }

  /**
   * A deleted resource.
   *
   * @param live the resource as it was observed; empty if it was not
   */
  record Deleted(ResourceId id, Optional<Resource> live) implements Difference {
    @Override
    public Rank rank() {
      return Rank.DELETION;
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.deleted(this);
    }
  }

  /** A resource that is deleted and created again. */
  record Recreated(Optional<Resource> before, Resource after) implements Difference {
    @Override
    public Rank rank() {
      return Rank.DELETION;
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.recreated(this);
    }
  }

  /** New resources of one kind that share a line; a dataset has a line of its own. */
  record Created(String kind, List<Resource> resources) implements Difference {
    @Override
    public Rank rank() {
      return switch (resources.get(0).id().kind()) {
        case DATASET, CONNECTION, SINK -> Rank.CONTAINER;
        case ROW_POLICY -> Rank.GAIN;
        case TABLE, ROUTINE, CONNECTION_POLICY, SYNC_JOB, SINK_ALERT, NOTIFICATION_CHANNEL ->
            Rank.OTHER;
      };
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.created(this);
    }
  }

  /** A changed field of a resource. */
  record Changed(ResourceId id, String kind, FieldChange field) implements Difference {
    @Override
    public Rank rank() {
      return Rank.OTHER;
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.changed(this);
    }
  }

  /** An element that a list gains or loses, such as an exclusion of a sink. */
  record Part(ResourceId id, boolean isGone, StyledText what) implements Difference {
    @Override
    public Rank rank() {
      return Rank.OTHER;
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.part(this);
    }
  }
}
