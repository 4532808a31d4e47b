package dev.bqgovernance.testkit;

import java.util.ArrayList;
import java.util.List;

/**
 * The requests that reached a fake cloud. It is an instrument of a test and no part of the world: a
 * snapshot does not hold it, and restoring one leaves it as it is.
 *
 * <p>This class is thread-safe.
 */
public final class Journal {
  private final List<JournalEntry> entries = new ArrayList<>();

  Journal() {}

  /** Every request since the beginning or the last {@link #clear()}, oldest first; a copy. */
  public synchronized List<JournalEntry> entries() {
    return List.copyOf(entries);
  }

  /** Forgets the requests so far. */
  public synchronized void clear() {
    entries.clear();
  }

  synchronized void add(JournalEntry entry) {
    entries.add(entry);
  }
}
