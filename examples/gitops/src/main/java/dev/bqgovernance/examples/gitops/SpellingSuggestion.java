package dev.bqgovernance.examples.gitops;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/** Suggests the correct spelling of a misspelt word. */
final class SpellingSuggestion {
  private SpellingSuggestion() {}

  /** The candidate that needs the fewest edits; empty if none is close. */
  static Optional<String> nearest(String word, Collection<String> candidates) {
    String best = null;
    int fewest = Math.max(2, word.length() / 3) + 1;
    for (String candidate : candidates) {
      int edits = edits(word.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
      if (edits < fewest) {
        best = candidate;
        fewest = edits;
      }
    }
    return Optional.ofNullable(best);
  }

  /** Insertions, deletions and replacements that turn one word into the other. */
  private static int edits(String from, String to) {
    int[] row = IntStream.rangeClosed(0, to.length()).toArray();
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j - 1], diagonal) + 1);
      }
    }
    return row[to.length()];
  }
}
