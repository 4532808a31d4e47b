package dev.bqgovernance.access;

import dev.bqgovernance.model.Principal;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;

/**
 * What each of some principals may query, the other way round: who may query a table, view or
 * routine, so that a question about all of them need not ask those who may not.
 *
 * <p>This class is immutable and thread-safe.
 */
final class Audience {
  private static final BitSet NOBODY = new BitSet();

  private final List<Principal> principals;
  private final List<BitSet> byNumber = new ArrayList<>();

  Audience(Collection<Principal> principals, QueryableResources queries) {
    this.principals = List.copyOf(principals);
    for (int i = 0; i < this.principals.size(); i++) {
      add(i, queries.of(this.principals.get(i)).may());
    }
  }

  private void add(int principal, BitSet numbers) {
    while (byNumber.size() < numbers.length()) {
      byNumber.add(new BitSet());
    }
    numbers.stream().forEach(number -> byNumber.get(number).set(principal));
  }

  /** Everybody. */
  List<Principal> principals() {
    return principals;
  }

  /** By their places among the principals, those who may query what has a number. */
  BitSet of(int number) {
    return number < byNumber.size() ? byNumber.get(number) : NOBODY;
  }
}
