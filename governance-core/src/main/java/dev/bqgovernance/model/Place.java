package dev.bqgovernance.model;

import java.util.Comparator;
import java.util.Objects;

/**
 * A place of a declaration: a position in a file of the platform's tree, or a line of Java code.
 *
 * <p>This class is immutable and thread-safe.
 *
 * @param source the file's path relative to the tree's root with {@code /} between its parts, or
 *     the Java source file's name; never empty
 * @param line the line, counted from 1; 0 where only the file as a whole is meant
 * @param column the column in UTF-16 code units, counted from 1; 0 where only the line is known
 */
public record Place(String source, int line, int column) implements Comparable<Place> {
  private static final Comparator<Place> ORDER =
      Comparator.comparing(Place::source)
          .thenComparingInt(Place::line)
          .thenComparingInt(Place::column);

  public Place {
    Objects.requireNonNull(source, "source");
    if (source.isEmpty()) {
      throw new IllegalArgumentException("a place needs a source");
    }
    if (line < 0 || column < 0) {
      throw new IllegalArgumentException("line and column count from 1, or are 0 where unknown");
    }
  }

  /** A place in a file. */
  public static Place of(String source, int line, int column) {
    return new Place(source, line, column);
  }

  /** A file as a whole; shown as its first line and column, so that editors can jump to it. */
  public static Place ofFile(String source) {
    return new Place(source, 1, 1);
  }

  /**
   * A place inside a text that starts here.
   *
   * @param innerLine the line inside the text, counted from 1
   * @param innerColumn the column inside that line, counted from 1
   * @return this place where it is a line of Java code: only files hold such a text as it is
   */
  public Place inside(int innerLine, int innerColumn) {
    return column == 0 ? this : new Place(source, innerLine, innerColumn);
  }

  @Override
  public int compareTo(Place other) {
    return ORDER.compare(this, other);
  }

  /** {@code source:line:column}, without the parts that are unknown. */
  @Override
  public String toString() {
    if (line == 0) {
      return source;
    }
    return column == 0 ? source + ":" + line : source + ":" + line + ":" + column;
  }
}
