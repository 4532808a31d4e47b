package dev.bqgovernance.compile;

import dev.bqgovernance.model.DataPlatform;
import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.DatasetScopedId;
import dev.bqgovernance.model.Place;
import dev.bqgovernance.sql.SqlReference;
import dev.bqgovernance.sql.SqlScan;
import dev.bqgovernance.sql.SqlScanner;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The references between a platform's views and routines: which of them names which resources, in
 * an order that follows the references.
 *
 * <p>This class is immutable and thread-safe.
 */
public final class SqlReferences {
  private final DataPlatform platform;
  private final SortedMap<DatasetScopedId, SqlScan> scans = new TreeMap<>();
  private final Map<DatasetScopedId, Map<DatasetScopedId, Optional<Place>>> reads = new TreeMap<>();
  private final Map<DatasetScopedId, Map<DatasetId, Optional<Place>>> datasets = new TreeMap<>();
  private final Deque<DatasetScopedId> fromTop = new ArrayDeque<>();
  private final List<Circle> circles = new ArrayList<>();

  /**
   * Views and routines that read each other.
   *
   * @param readers the readers, each of which reads the next, and the last of which reads the first
   * @param place the reference of the last one to the first one
   */
  public record Circle(List<DatasetScopedId> readers, Optional<Place> place) {
    public Circle {
      readers = List.copyOf(readers);
    }

    private DatasetScopedId first() {
      return readers.get(0);
    }

    private DatasetScopedId last() {
      return readers.get(readers.size() - 1);
    }
  }

  private SqlReferences(DataPlatform platform) {
    this.platform = platform;
  }

  static SqlReferences of(DataPlatform platform, DerivedResources derived) {
    SqlReferences references = new SqlReferences(platform);
    derived.views().forEach((id, view) -> references.scan(id, view.query()));
    platform.views().forEach((id, view) -> references.scan(id, view.query()));
    platform.routines().forEach((id, routine) -> references.scan(id, routine.definition()));
    references.findCircles();
    return references;
  }

  /** The scans of the texts of all views and routines, generated views included. */
  public SortedMap<DatasetScopedId, SqlScan> scans() {
    return Collections.unmodifiableSortedMap(scans);
  }

  /** The resources that each view and routine reads, without references that close a circle. */
  public Map<DatasetScopedId, Set<DatasetScopedId>> withoutCircles() {
    Map<DatasetScopedId, Set<DatasetScopedId>> references = new HashMap<>();
    reads.forEach((reader, read) -> references.put(reader, new LinkedHashSet<>(read.keySet())));
    circles.forEach(
        circle ->
            references.computeIfPresent(
                circle.last(),
                (reader, read) -> {
                  read.remove(circle.first());
                  return read;
                }));
    return references;
  }

  /** The circles; each reference that closes one is part of exactly one of them. */
  public List<Circle> circles() {
    return Collections.unmodifiableList(circles);
  }

  /**
   * All views and routines, each before those that it reads, except where a reference closes a
   * circle.
   */
  public Collection<DatasetScopedId> fromTop() {
    return Collections.unmodifiableCollection(fromTop);
  }

  /** The reverse of {@link #fromTop()}. */
  public List<DatasetScopedId> fromBottom() {
    List<DatasetScopedId> fromBottom = new ArrayList<>(fromTop);
    Collections.reverse(fromBottom);
    return fromBottom;
  }

  /** The datasets of all resources that each view and routine names, wildcard tables included. */
  Map<DatasetScopedId, Set<DatasetId>> datasets() {
    Map<DatasetScopedId, Set<DatasetId>> read = new TreeMap<>();
    datasets.forEach((reader, places) -> read.put(reader, places.keySet()));
    return read;
  }

  /** The place where a view or routine first names a resource of a dataset. */
  public Optional<Place> place(DatasetScopedId reader, DatasetId dataset) {
    return datasets.getOrDefault(reader, Map.of()).getOrDefault(dataset, Optional.empty());
  }

  /** Whether every resource that a view or routine reads is known. */
  boolean isComplete(DatasetScopedId reader) {
    SqlScan scan = scans.get(reader);
    return scan != null && scan.problems().isEmpty() && !scan.usesExternalQuery();
  }

  /** The resources that a text names, in order, without those whose names are not valid. */
  static Set<DatasetScopedId> named(SqlScan scan, DatasetId home) {
    Set<DatasetScopedId> named = new LinkedHashSet<>();
    scan.references().forEach(reference -> target(reference, home).ifPresent(named::add));
    return named;
  }

  /**
   * The resource that a reference names.
   *
   * @param home the dataset of the text
   * @return empty for models and metadata, for wildcard tables, and for names that are not valid
   */
  public static Optional<DatasetScopedId> target(SqlReference reference, DatasetId home) {
    return switch (reference.kind()) {
      case TABLE -> reference.table(home.project()).map(id -> id);
      case TABLE_FUNCTION, ROUTINE -> reference.routine(home.project()).map(id -> id);
      case MODEL, METADATA -> Optional.empty();
    };
  }

  private void scan(DatasetScopedId reader, String sql) {
    SqlScan scan = SqlScanner.scan(sql);
    Optional<Place> start = platform.origins().of(reader);
    Map<DatasetScopedId, Optional<Place>> read = new LinkedHashMap<>();
    Map<DatasetId, Optional<Place>> from = new TreeMap<>();
    for (SqlReference reference : scan.references()) {
      Optional<Place> place = start.map(s -> s.inside(reference.line(), reference.column()));
      target(reference, reader.dataset()).ifPresent(id -> read.putIfAbsent(id, place));
      reference
          .dataset(reader.dataset().project())
          .ifPresent(dataset -> from.putIfAbsent(dataset, place));
    }
    scans.put(reader, scan);
    reads.put(reader, read);
    datasets.put(reader, from);
  }

  private record Frame(DatasetScopedId reader, Iterator<DatasetScopedId> next) {}

  /** Walks depth first, without recursion: a chain of views may be long. */
  private void findCircles() {
    Set<DatasetScopedId> done = new HashSet<>();
    for (DatasetScopedId root : reads.keySet()) {
      LinkedHashSet<DatasetScopedId> path = new LinkedHashSet<>();
      Deque<Frame> stack = new ArrayDeque<>();
      enter(root, done, path, stack);
      while (!stack.isEmpty()) {
        Frame top = stack.element();
        if (top.next().hasNext()) {
          DatasetScopedId read = top.next().next();
          if (path.contains(read)) {
            addCircle(read, path);
          } else {
            enter(read, done, path, stack);
          }
        } else {
          stack.pop();
          path.remove(top.reader());
          fromTop.push(top.reader());
        }
      }
    }
  }

  private void enter(
      DatasetScopedId reader,
      Set<DatasetScopedId> done,
      Set<DatasetScopedId> path,
      Deque<Frame> stack) {
    Map<DatasetScopedId, Optional<Place>> read = reads.get(reader);
    if (read != null && done.add(reader)) {
      path.add(reader);
      stack.push(new Frame(reader, read.keySet().iterator()));
    }
  }

  private void addCircle(DatasetScopedId start, Set<DatasetScopedId> path) {
    List<DatasetScopedId> readers = path.stream().dropWhile(id -> !id.equals(start)).toList();
    DatasetScopedId last = readers.get(readers.size() - 1);
    circles.add(
        new Circle(
            readers, reads.getOrDefault(last, Map.of()).getOrDefault(start, Optional.empty())));
  }
}
