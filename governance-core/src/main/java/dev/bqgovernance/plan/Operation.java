package dev.bqgovernance.plan;

import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.DatasetScopedId;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.state.AccessEntry;
import dev.bqgovernance.state.AccessEntry.AuthorizationEntry;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The smallest thing that can be ordered: a whole change of a resource, or one part of what changes
 * in a dataset's access list. Parts of one list become one change wherever the order allows it.
 *
 * <p>Moves are told apart by identity.
 */
final class Operation {
  /** What a move does, in the order in which moves that are free to be anywhere are made. */
  enum Kind {
    /** Deletes a resource that is made again, or is no longer wanted. */
    DELETE,
    /** Makes a resource. */
    CREATE,
    /** Changes the text of a view or routine. */
    REDEFINE,
    /** Changes fields, a row policy included. */
    UPDATE,
    /** Lets a view, dataset or routine read a dataset. */
    AUTHORIZE,
    /** Gives principals roles on a dataset. */
    GRANT,
    /** Takes roles on a dataset from principals. */
    REVOKE,
    /** Stops a view, dataset or routine from reading a dataset. */
    DEAUTHORIZE
  }

  static final Comparator<Operation> ORDER =
      Comparator.comparing((Operation move) -> move.kind).thenComparing(move -> move.target);

  final Kind kind;
  final ResourceId target;

  /** The change; of a part of an access list only its own part. */
  final Change change;

  /** Who must go before, and why. */
  final Map<Operation, Edge> before = new LinkedHashMap<>();

  /** How many of them are not done yet; the schedule counts it down. */
  int waiting;

  Operation(Kind kind, Change change) {
    this.kind = kind;
    this.target = change.id();
    this.change = change;
  }

  /** Why another move goes before; apart if the two cannot be one request. */
  record Edge(Step.Rule rule, String reason, boolean isApart) {}

  void after(Operation earlier, Step.Rule rule, String reason) {
    if (earlier != this) {
      before.putIfAbsent(earlier, new Edge(rule, reason, false));
    }
  }

  void apartFrom(Operation earlier, String reason) {
    before.put(earlier, new Edge(Step.Rule.NECESSITY, reason, true));
  }

  /** Exchanges forerunners for the moves that they have become a part of. */
  void redirect(Map<Operation, Operation> wholes) {
    for (Operation part : List.copyOf(before.keySet())) {
      Operation whole = wholes.get(part);
      if (whole != null) {
        Edge edge = before.remove(part);
        if (whole != this && edge != null) {
          before.putIfAbsent(whole, edge);
        }
      }
    }
  }

  /** The move as part of a sentence. */
  String inWords() {
    return switch (kind) {
      case DELETE -> "deleting " + target;
      case CREATE -> "making " + target;
      case REDEFINE -> "changing the text of " + target;
      case UPDATE -> "changing " + target;
      case AUTHORIZE -> "authorizing " + reader() + " on " + target;
      case GRANT -> "granting access to " + target;
      case REVOKE -> "revoking access to " + target;
      case DEAUTHORIZE -> "no longer authorizing " + reader() + " on " + target;
    };
  }

  @Override
  public String toString() {
    return inWords();
  }

  /** Whether it is a change of a dataset, which can be one request with others of its kind. */
  boolean isOnDataset() {
    return target instanceof DatasetId && change instanceof Change.Update;
  }

  /** The target of a move that is about something in a dataset. */
  DatasetScopedId scoped() {
    return (DatasetScopedId) target;
  }

  /** The dataset that it changes, or in which it changes something. */
  DatasetId dataset() {
    return scoped().dataset();
  }

  /** The one view, dataset or routine that an authorization is about. */
  DatasetScopedId reader() {
    AccessListDelta access = ((Change.Update) change).access();
    Set<? extends AccessEntry> entries = access.renew();
    if (entries.isEmpty()) {
      entries = access.add().isEmpty() ? access.remove() : access.add();
    }
    return ((AuthorizationEntry) entries.iterator().next()).reader().resource();
  }
}
