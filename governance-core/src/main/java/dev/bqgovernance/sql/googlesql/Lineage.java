package dev.bqgovernance.sql.googlesql;

import com.google.zetasql.Type;
import dev.bqgovernance.model.ColumnId;
import dev.bqgovernance.model.TableId;
import dev.bqgovernance.model.Transformation;
import dev.bqgovernance.sql.Flow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The lineage of a value: a graph whose nodes are shared by all values computed from them, so that
 * its size is proportional to the statement, however deep that is. Arrays are transparent: an array
 * has the lineage of its elements. {@link FlowCollector} collects the flows from it.
 *
 * <p>Nodes are compared by identity.
 */
abstract sealed class Lineage {

  /** Computed from no column. */
  static final Lineage NONE = new Mix(List.of(), false);

  private Lineage() {}

  /** The lineage of a field, where the value is a record. */
  abstract Lineage field(int index);

  /** The values that decide the number of elements, where the value is an array. */
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

  /** A record composed of its fields. */
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
   * A value that is computed from several values, or from one of several. Inside a recursive query
   * it exists before its parts.
   */
  static final class Mix extends Lineage {
    /**
     * Whether it is one of its parts; among these {@link #NONE} is a value computed from no column.
     */
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

    /** Adds the parts of an {@link #open} mix. */
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

  /** A value that was transformed, and thereby lost its shape. */
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

  /** The key of a hash, from the point of view of one of the tables from which it is computed. */
  interface Keys {
    /**
     * The columns that serve as the key; empty if the key is stored outside the data; null if there
     * is no key.
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

  /** An array whose length is computed from values other than its elements. */
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

  /** A value that was decrypted: it reveals the value before the encryption. */
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

  /** A choice whose parts are added later. */
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

  /** The value after a transformation. */
  Lineage then(Transformation transformation) {
    return this == NONE ? this : new Step(this, transformation, Flow.Kind.VALUE);
  }

  /** The value as an influence. */
  Lineage influence() {
    return influence(Transformation.IDENTITY);
  }

  /** The value after a transformation, as an influence. */
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
