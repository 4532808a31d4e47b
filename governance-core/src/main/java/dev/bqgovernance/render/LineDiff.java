package dev.bqgovernance.render;

import java.util.ArrayList;
import java.util.List;

/** The lines in which two texts differ, with a few lines of context. */
final class LineDiff {
  private static final int CONTEXT = 2;
  private static final int MOST_LINES = 20;

  /** Longer lines are compared in pieces, so that a change far to the right is visible. */
  private static final int PIECE = 100;

  /** Above this number of pairs of lines, the middle is shown as removed and added as a whole. */
  private static final long MOST_PAIRS = 4_000_000;

  private final List<String> before;
  private final List<String> after;
  private final List<String> lines = new ArrayList<>();

  private LineDiff(String before, String after) {
    boolean areEnded = before.endsWith("\n") && after.endsWith("\n");
    this.before = lines(before, areEnded);
    this.after = lines(after, areEnded);
  }

  private static List<String> lines(String text, boolean isEnded) {
    String whole = isEnded ? text.substring(0, text.length() - 1) : text;
    List<String> lines = new ArrayList<>();
    for (String line : whole.split("\n", -1)) {
      int start = 0;
      while (line.length() - start > PIECE) {
        int end = pieceEnd(line, start);
        lines.add(line.substring(start, end));
        start = end;
      }
      lines.add(line.substring(start));
    }
    return lines;
  }

  /** The end of a piece: after a space, if there is one. */
  private static int pieceEnd(String line, int start) {
    int blank = line.lastIndexOf(' ', start + PIECE - 1);
    return blank > start ? blank + 1 : start + PIECE;
  }

  /**
   * The difference; each line starts with {@code "- "}, {@code "+ "} or two spaces. A long
   * difference is cut and ends with the number of lines left out.
   */
  static List<String> of(String before, String after) {
    LineDiff diff = new LineDiff(before, after);
    diff.compare();
    return cut(nearChanges(diff.lines)).stream().map(line -> line.isBlank() ? "" : line).toList();
  }

  private void compare() {
    int start = 0;
    int common = Math.min(before.size(), after.size());
    while (start < common && before.get(start).equals(after.get(start))) {
      start++;
    }
    int same = 0;
    while (same < common - start && before.get(last(before, same)).equals(lineOfEnd(same))) {
      same++;
    }
    add("  ", before.subList(0, start));
    middle(before.subList(start, before.size() - same), after.subList(start, after.size() - same));
    add("  ", before.subList(before.size() - same, before.size()));
  }

  private static int last(List<String> list, int fromEnd) {
    return list.size() - 1 - fromEnd;
  }

  private String lineOfEnd(int fromEnd) {
    return after.get(last(after, fromEnd));
  }

  private void add(String mark, List<String> added) {
    added.forEach(line -> lines.add(mark + line));
  }

  /** Compares by the longest common subsequence. */
  private void middle(List<String> old, List<String> now) {
    if ((long) old.size() * now.size() > MOST_PAIRS) {
      add("- ", old);
      add("+ ", now);
      return;
    }
    int[][] longest = new int[old.size() + 1][now.size() + 1];
    for (int i = old.size() - 1; i >= 0; i--) {
      for (int j = now.size() - 1; j >= 0; j--) {
        longest[i][j] =
            old.get(i).equals(now.get(j))
                ? longest[i + 1][j + 1] + 1
                : Math.max(longest[i + 1][j], longest[i][j + 1]);
      }
    }
    int i = 0;
    int j = 0;
    while (i < old.size() || j < now.size()) {
      if (i < old.size() && j < now.size() && old.get(i).equals(now.get(j))) {
        lines.add("  " + old.get(i++));
        j++;
      } else if (i < old.size() && (j == now.size() || longest[i + 1][j] >= longest[i][j + 1])) {
        lines.add("- " + old.get(i++));
      } else {
        lines.add("+ " + now.get(j++));
      }
    }
  }

  private static List<String> nearChanges(List<String> all) {
    List<String> near = new ArrayList<>();
    int shown = -1;
    for (int i = 0; i < all.size(); i++) {
      if (isNearChange(all, i)) {
        if (i > shown + 1 && shown >= 0) {
          near.add("  ...");
        }
        near.add(all.get(i));
        shown = i;
      }
    }
    return near;
  }

  private static boolean isNearChange(List<String> all, int line) {
    int end = Math.min(all.size(), line + CONTEXT + 1);
    return all.subList(Math.max(0, line - CONTEXT), end).stream()
        .anyMatch(l -> !l.startsWith("  "));
  }

  private static List<String> cut(List<String> lines) {
    if (lines.size() <= MOST_LINES + 1) {
      return lines;
    }
    List<String> first = new ArrayList<>(lines.subList(0, MOST_LINES));
    first.add("  ... " + (lines.size() - MOST_LINES) + " more lines");
    return first;
  }
}
