package dev.bqgovernance.sql.googlesql;

import com.google.zetasql.StructType;
import com.google.zetasql.Type;
import dev.bqgovernance.model.ColumnId;
import dev.bqgovernance.model.TableId;
import dev.bqgovernance.model.Transformation;
import dev.bqgovernance.sql.Flow;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Collects the flows of a {@link Lineage}: for one column of a result, or for its rows.
 *
 * <p>Used once; not thread-safe.
 */
final class FlowCollector {
  /** The transformation of a value between a node and the result. */
  private record Fate(
      String output,
      Flow.Kind kind,
      Transformation transformation,
      List<Lineage.Keys> hashes,
      boolean isSingle,
      boolean isRevealed) {

    static Fate of(String output, Flow.Kind kind) {
      return new Fate(output, kind, Transformation.IDENTITY, List.of(), false, false);
    }

    Fate then(Transformation step, Flow.Kind stepKind) {
      return new Fate(
          output,
          stepKind == Flow.Kind.INFLUENCE ? stepKind : kind,
          transformation.then(step),
          hashes,
          isSingle,
          isRevealed);
    }

    Fate hashed(Lineage.Keys keys) {
      List<Lineage.Keys> all = new ArrayList<>(hashes);
      all.add(keys);
      return new Fate(output, kind, transformation, List.copyOf(all), false, false);
    }

    Fate single() {
      return new Fate(output, kind, transformation, hashes, true, isRevealed);
    }

    Fate revealed() {
      return new Fate(output, kind, transformation, hashes, isSingle, true);
    }
  }

  /** A column that was reached. */
  private record Reached(String output, Flow flow) {}

  private final Set<Reached> reached = new LinkedHashSet<>();
  private final IdentityHashMap<Lineage, Set<Object>> seen = new IdentityHashMap<>();

  private FlowCollector() {}

  /** The flows into a column of this type, by the field that they reach. */
  static Map<String, Set<Flow>> column(Lineage lineage, Type type) {
    FlowCollector collector = new FlowCollector();
    collector.place("", lineage, type);
    if (collector.reached.size() == 1) {
      Reached one = collector.reached.iterator().next();
      return Map.of(one.output(), Set.of(one.flow()));
    }
    Map<String, Set<Flow>> flows = new LinkedHashMap<>();
    collector.reached.forEach(
        one -> flows.computeIfAbsent(one.output(), key -> new LinkedHashSet<>()).add(one.flow()));
    flows.replaceAll((output, set) -> strongest(set));
    return flows;
  }

  /** The columns that decide which rows appear. */
  static Set<Flow> rows(Lineage lineage) {
    Set<Flow> flows = new LinkedHashSet<>();
    collect(lineage, Flow.Kind.INFLUENCE).forEach(one -> flows.add(one.flow()));
    return strongest(flows);
  }

  /** Whether a value reveals anything of a column, and not only a decision. */
  static boolean hasValues(Lineage lineage) {
    return collect(lineage, Flow.Kind.VALUE).stream()
        .anyMatch(one -> one.flow().kind() == Flow.Kind.VALUE);
  }

  private static Set<Reached> collect(Lineage lineage, Flow.Kind kind) {
    FlowCollector collector = new FlowCollector();
    collector.collect(lineage, Fate.of("", kind));
    return collector.reached;
  }

  /** Of several flows from one column the most revealing one; keyed hashes with each key. */
  static Set<Flow> strongest(Set<Flow> flows) {
    if (flows.size() < 2) {
      return flows;
    }
    record Way(ColumnId source, Flow.Kind kind, boolean decrypts) {
      static Way of(Flow flow) {
        return new Way(flow.source(), flow.kind(), flow.decrypts());
      }
    }
    Map<Way, Transformation> best = new LinkedHashMap<>();
    for (Flow flow : flows) {
      best.merge(Way.of(flow), flow.transformation(), Transformation::orMore);
    }
    Set<Flow> kept = new LinkedHashSet<>();
    for (Flow flow : flows) {
      boolean isBest = best.get(Way.of(flow)) == flow.transformation();
      if (isBest && !(flow.keepsShape() && flows.contains(flow.withoutShape()))) {
        kept.add(flow);
      }
    }
    return kept;
  }

  /** Follows a value as long as it keeps its shape. */
  private void place(String output, Lineage lineage, Type type) {
    Type element = Lineage.element(type);
    @Nullable StructType record = element.isStruct() ? element.asStruct() : null;
    if (lineage instanceof Lineage.Source source) {
      if (record == null || sameShape(source.type, element)) {
        add(source, Fate.of(output, Flow.Kind.VALUE), true);
      } else if (isNamed(record) && fieldCount(source.type) == record.getFieldCount()) {
        placeFields(output, source, record);
      } else {
        add(source, Fate.of(output, Flow.Kind.VALUE), false);
      }
    } else if (lineage instanceof Lineage.Made made
        && record != null
        && isNamed(record)
        && made.fields.size() == record.getFieldCount()) {
      placeFields(output, made, record);
    } else if (lineage instanceof Lineage.Mix mix) {
      if (isNew(mix, output)) {
        mix.parts().forEach(part -> place(output, part, type));
      }
    } else if (lineage instanceof Lineage.Single single) {
      place(output, single.of, type);
    } else if (lineage instanceof Lineage.Listed listed) {
      place(output, listed.elements, type);
      collect(listed.length, Fate.of(output, Flow.Kind.VALUE));
    } else {
      collect(lineage, Fate.of(output, Flow.Kind.VALUE));
    }
  }

  private void placeFields(String output, Lineage lineage, StructType record) {
    for (int i = 0; i < record.getFieldCount(); i++) {
      StructType.StructField field = record.getField(i);
      String path = output.isEmpty() ? field.getName() : output + "." + field.getName();
      place(path, lineage.field(i), field.getType());
    }
  }

  /** Follows a value that may not have its shape any more. */
  private void collect(Lineage lineage, Fate fate) {
    if (lineage instanceof Lineage.Source source) {
      add(source, fate, false);
    } else if (!isNew(lineage, fate)) {
      return;
    } else if (lineage instanceof Lineage.Mix mix) {
      mix.parts().forEach(part -> collect(part, fate));
    } else if (lineage instanceof Lineage.Made made) {
      made.fields.forEach(field -> collect(field, fate));
    } else if (lineage instanceof Lineage.Step step) {
      collect(step.of, fate.then(step.transformation, step.kind));
    } else if (lineage instanceof Lineage.Single single) {
      collect(single.of, fate.single());
    } else if (lineage instanceof Lineage.Listed listed) {
      collect(listed.elements, fate);
      collect(listed.length, fate);
    } else if (lineage instanceof Lineage.Revealed revealed) {
      collect(revealed.of, fate.revealed());
    } else if (lineage instanceof Lineage.Hashed hashed) {
      boolean isUndone = fate.isRevealed() && hashed.isCipher;
      collect(hashed.of, isUndone ? fate : fate.hashed(hashed.keys));
    }
  }

  private boolean isNew(Lineage lineage, Object fate) {
    return seen.computeIfAbsent(lineage, key -> new HashSet<>(2)).add(fate);
  }

  private void add(Lineage.Source source, Fate fate, boolean keepsShape) {
    for (TableId table : source.tables) {
      Transformation transformation = fate.transformation();
      Set<ColumnId> keys = Set.of();
      for (Lineage.Keys hash : fate.hashes()) {
        Set<ColumnId> more = hash.of(table, fate.isSingle());
        boolean isKeyed = more != null && fate.kind() == Flow.Kind.VALUE;
        transformation =
            transformation.then(isKeyed ? Transformation.KEYED_HASH : Transformation.UNKEYED_HASH);
        if (isKeyed && more != null) {
          keys = union(keys, more);
        }
      }
      Flow flow =
          new Flow(
              table.column(source.path),
              fate.kind(),
              transformation,
              transformation == Transformation.KEYED_HASH ? keys : Set.of(),
              keepsShape,
              fate.isRevealed());
      reached.add(new Reached(fate.output(), flow));
    }
  }

  private static Set<ColumnId> union(Set<ColumnId> some, Set<ColumnId> more) {
    Set<ColumnId> all = new LinkedHashSet<>(some);
    all.addAll(more);
    return all;
  }

  private static int fieldCount(Type type) {
    Type element = Lineage.element(type);
    return element.isStruct() ? element.asStruct().getFieldCount() : 0;
  }

  /** Whether two records have the same names at the same places, all the way down. */
  private static boolean sameShape(Type one, Type other) {
    Type a = Lineage.element(one);
    Type b = Lineage.element(other);
    if (!a.isStruct() || !b.isStruct()) {
      return a.isStruct() == b.isStruct();
    }
    StructType left = a.asStruct();
    StructType right = b.asStruct();
    if (left.getFieldCount() != right.getFieldCount()) {
      return false;
    }
    for (int i = 0; i < left.getFieldCount(); i++) {
      if (!left.getField(i).getName().equalsIgnoreCase(right.getField(i).getName())
          || !sameShape(left.getField(i).getType(), right.getField(i).getType())) {
        return false;
      }
    }
    return true;
  }

  /** Whether the names of all fields are distinct. */
  private static boolean isNamed(StructType record) {
    Set<String> names = new HashSet<>();
    return record.getFieldList().stream()
        .allMatch(
            field ->
                !field.getName().isEmpty() && names.add(field.getName().toLowerCase(Locale.ROOT)));
  }
}
