package dev.bqgovernance.sql.googlesql;

import com.google.zetasql.Type;
import dev.bqgovernance.model.ColumnId;
import dev.bqgovernance.model.TableId;
import dev.bqgovernance.sql.Flow;
import dev.bqgovernance.sql.Transformation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a value was made from: a graph whose nodes are shared by all values made from them, so that
 * a statement of any depth stays as large as its text. Arrays are transparent: an array has the
 * lineage of its elements. {@link FlowCollector} reads the flows out of it.
 *
 * <p>Nodes are compared by identity.
 */
abstract sealed class Lineage {

  /** Made from no column. */
  static final Lineage NONE = new Mix(List.of(), false);

  private Lineage() {}

  /** The lineage of a field, where the value is a record. */
  abstract Lineage field(int index);

  /** What decides how many elements there are, where the value is an array. */
  Lineage length() {
    return influence();
  }

  /** A column of a table or of all tables of a wildcard, or a field of one. */
  static final class Source extends Lineage {
    final List<TableId> tables;
    final String path;
    final Type type;
    private @Nullable Map<Integer, Lineage> fields;

    Source(List<TableId> tables, String path, Type type) {
      this.tables = tables;
      this.path = path;
      this.type = type;
    }

    @Override
    Lineage field(int index) {
      Type record = element(type);
      if (!record.isStruct()) {
        return this;
      }
      if (fields == null) {
        fields = new HashMap<>();
      }
      var field = record.asStruct().getField(index);
      return fields.computeIfAbsent(
          index, key -> new Source(tables, path + "." + field.getName(), field.getType()));
    }

    @Override
    Lineage length() {
      return influence(Transformation.STATISTIC);
    }
  }

  /** A record put together from its fields. */
  static final class Made extends Lineage {
    final List<Lineage> fields;

    Made(List<Lineage> fields) {
      this.fields = fields;
    }

    @Override
    Lineage field(int index) {
      return fields.get(index);
    }
  }

  /**
   * Something that needs several values, or one or another of them. Inside a recursive query it is
   * known before its parts are.
   */
  static final class Mix extends Lineage {
    /** Whether it is one of its parts; of these {@link #NONE} is one made from no column. */
    final boolean isChoice;

    private List<Lineage> parts;
    private @Nullable Map<Integer, Mix> fields;

    private Mix(List<Lineage> parts, boolean isChoice) {
      this.parts = parts;
      this.isChoice = isChoice;
    }

    List<Lineage> parts() {
      return parts;
    }

    /** Says what an {@link #open} mix consists of. */
    void close(List<Lineage> known) {
      parts = known;
      if (fields != null) {
        fields.forEach((index, field) -> field.close(fieldsOf(known, index)));
      }
    }

    @Override
    Lineage field(int index) {
      if (this == NONE) {
        return this;
      }
      if (fields == null) {
        fields = new HashMap<>();
      }
      Mix known = fields.get(index);
      if (known == null) {
        known = new Mix(List.of(), isChoice);
        fields.put(index, known);
        known.parts = fieldsOf(parts, index);
      }
      return known;
    }

    @Override
    Lineage length() {
      return parts.isEmpty() ? influence() : mix(parts.stream().map(Lineage::length).toList());
    }

    private static List<Lineage> fieldsOf(List<Lineage> parts, int index) {
      return parts.stream().map(part -> part.field(index)).toList();
    }
  }

  /** A value that something was done to, and which thereby lost the shape it had. */
  static final class Step extends Lineage {
    final Lineage of;
    final Transformation transformation;
    final Flow.Kind kind;

    private Step(Lineage of, Transformation transformation, Flow.Kind kind) {
      this.of = of;
      this.transformation = transformation;
      this.kind = kind;
    }

    @Override
    Lineage field(int index) {
      return this;
    }
  }

  /** A value that was hashed or encrypted. */
  static final class Hashed extends Lineage {
    final Lineage of;
    final Keys keys;
    final boolean isCipher;

    Hashed(Lineage of, Keys keys, boolean isCipher) {
      this.of = of;
      this.keys = keys;
      this.isCipher = isCipher;
    }

    @Override
    Lineage field(int index) {
      return this;
    }
  }

  /** What a hash is keyed with, from the point of view of one of the tables it is made from. */
  interface Keys {
    /**
     * The columns that serve as the key; empty where the key lies outside of the data; null where
     * there is no key.
     */
    @Nullable Set<ColumnId> of(TableId table, boolean isSingle);
  }

  /** The only value of a subquery that does not depend on the row. */
  static final class Single extends Lineage {
    final Lineage of;

    Single(Lineage of) {
      this.of = of;
    }

    @Override
    Lineage field(int index) {
      return new Single(of.field(index));
    }
  }

  /** An array whose length is made from something else than its elements. */
  static final class Listed extends Lineage {
    final Lineage elements;
    final Lineage length;

    Listed(Lineage elements, Lineage length) {
      this.elements = elements;
      this.length = length;
    }

    @Override
    Lineage field(int index) {
      return new Listed(elements.field(index), length);
    }

    @Override
    Lineage length() {
      return length;
    }
  }

  /** A value that was decrypted: what was encrypted before is seen again. */
  static final class Revealed extends Lineage {
    final Lineage of;

    Revealed(Lineage of) {
      this.of = of;
    }

    @Override
    Lineage field(int index) {
      return this;
    }
  }

  /** A choice whose parts are told later. */
  static Mix open() {
    return new Mix(List.of(), true);
  }

  static Lineage mix(Lineage... parts) {
    return mix(List.of(parts));
  }

  static Lineage mix(List<Lineage> parts) {
    List<Lineage> some = new ArrayList<>(parts.size());
    for (Lineage part : parts) {
      if (part != NONE && !some.contains(part)) {
        some.add(part);
      }
    }
    return some.isEmpty()
        ? NONE
        : some.size() == 1 ? some.get(0) : new Mix(List.copyOf(some), false);
  }

  /** One of several values. */
  static Lineage choice(List<Lineage> parts) {
    List<Lineage> some = new ArrayList<>(parts.size());
    for (Lineage part : parts) {
      if (!some.contains(part)) {
        some.add(part);
      }
    }
    return some.isEmpty()
        ? NONE
        : some.size() == 1 ? some.get(0) : new Mix(List.copyOf(some), true);
  }

  /** The value after something was done to it. */
  Lineage then(Transformation transformation) {
    return this == NONE ? this : new Step(this, transformation, Flow.Kind.VALUE);
  }

  /** That the value decides something. */
  Lineage influence() {
    return influence(Transformation.IDENTITY);
  }

  /** That what a step leaves of the value decides something. */
  Lineage influence(Transformation transformation) {
    return this == NONE ? this : new Step(this, transformation, Flow.Kind.INFLUENCE);
  }

  /** The type of an array's elements; else the type itself. */
  static Type element(Type type) {
    Type element = type;
    while (element.isArray()) {
      element = element.asArray().getElementType();
    }
    return element;
  }
}
