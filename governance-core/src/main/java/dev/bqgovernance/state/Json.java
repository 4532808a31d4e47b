package dev.bqgovernance.state;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A JSON value, kept apart from any JSON library.
 *
 * <p>Two objects are equal if they have equal members, in whatever order; the order is kept for
 * writing.
 *
 * <p>All implementations are immutable and thread-safe.
 */
public sealed interface Json {

  /**
   * An object.
   *
   * @param members the members in order; names are unique
   */
  record Obj(Map<String, Json> members) implements Json {
    private static final Obj EMPTY = new Obj(Map.of());

    /** Copies the members. */
    public Obj {
      // One member has no order to keep, and a large world has many such objects.
      members =
          members.size() < 2
              ? Map.copyOf(members)
              : Collections.unmodifiableMap(new LinkedHashMap<>(members));
    }

    /** The member of this name; empty where there is none. */
    public Optional<Json> get(String name) {
      return Optional.ofNullable(members.get(name));
    }

    /** The text behind this path of names; empty where there is none, or no text. */
    public Optional<String> text(String... path) {
      Json value = this;
      for (String name : path) {
        if (!(value instanceof Obj object)) {
          return Optional.empty();
        }
        value = object.members.get(name);
      }
      return value instanceof Str string ? Optional.of(string.value) : Optional.empty();
    }

    /** The object of this name; an empty one where there is none, or no object. */
    public Obj object(String name) {
      return members.get(name) instanceof Obj object ? object : EMPTY;
    }

    /** The elements of the array of this name; none where there is none, or no array. */
    public List<Json> array(String name) {
      return members.get(name) instanceof Arr array ? array.elements : List.of();
    }

    /** Whether the member of this name is true. */
    public boolean isTrue(String name) {
      return members.get(name) instanceof Bool bool && bool.value;
    }

    /** This object with one member set. */
    public Obj with(String name, Json value) {
      Map<String, Json> changed = new LinkedHashMap<>(members);
      changed.put(name, value);
      return new Obj(changed);
    }

    /** This object without a member. */
    public Obj without(String name) {
      if (!members.containsKey(name)) {
        return this;
      }
      Map<String, Json> changed = new LinkedHashMap<>(members);
      changed.remove(name);
      return new Obj(changed);
    }

    /** Whether it has no members. */
    public boolean isEmpty() {
      return members.isEmpty();
    }

    /**
     * This object after a JSON merge patch (<a href="https://www.rfc-editor.org/rfc/rfc7396">RFC
     * 7396</a>): null removes, objects merge, everything else replaces.
     */
    public Obj merge(Obj patch) {
      Map<String, Json> merged = new LinkedHashMap<>(members);
      patch.members.forEach(
          (name, value) -> {
            if (value instanceof Null) {
              merged.remove(name);
            } else if (value instanceof Obj inner) {
              Obj target = merged.get(name) instanceof Obj object ? object : EMPTY;
              merged.put(name, target.merge(inner));
            } else {
              merged.put(name, value);
            }
          });
      return new Obj(merged);
    }
  }

  /**
   * An array.
   *
   * @param elements the elements in order
   */
  record Arr(List<Json> elements) implements Json {
    /** Copies the elements. */
    public Arr {
      elements = List.copyOf(elements);
    }
  }

  /**
   * A text.
   *
   * @param value the text
   */
  record Str(String value) implements Json {}

  /**
   * A number.
   *
   * @param text the number as it was written
   */
  record Num(String text) implements Json {}

  /**
   * True or false.
   *
   * @param value which
   */
  record Bool(boolean value) implements Json {}

  /** The null literal. */
  enum Null implements Json {
    /** The only one. */
    NULL
  }

  /** Whether it is what services leave out of their answers: false, zero, or empty. */
  default boolean isDefault() {
    return equals(of(false))
        || (this instanceof Num number && new BigDecimal(number.text()).signum() == 0)
        || (this instanceof Str text && text.value().isEmpty())
        || (this instanceof Arr array && array.elements().isEmpty());
  }

  /** A text. */
  static Json of(String value) {
    return new Str(value);
  }

  /** True or false. */
  static Json of(boolean value) {
    return new Bool(value);
  }

  /** A whole number. */
  static Json of(long value) {
    return new Num(Long.toString(value));
  }

  /** An array. */
  static Arr array(List<? extends Json> elements) {
    return new Arr(List.copyOf(elements));
  }

  /** An object without members. */
  static Obj object() {
    return Obj.EMPTY;
  }

  /** Starts an object. */
  static Builder build() {
    return new Builder();
  }

  /**
   * Builds an object member by member; what is absent is left out.
   *
   * <p>This class is <em>not</em> thread-safe.
   */
  final class Builder {
    private final Map<String, Json> members = new LinkedHashMap<>();

    private Builder() {}

    /** Sets a member. */
    @CanIgnoreReturnValue
    public Builder put(String name, Json value) {
      members.put(name, value);
      return this;
    }

    /** Sets a text. */
    @CanIgnoreReturnValue
    public Builder put(String name, String value) {
      return put(name, of(value));
    }

    /** Sets a truth value. */
    @CanIgnoreReturnValue
    public Builder put(String name, boolean value) {
      return put(name, of(value));
    }

    /** Sets a text if there is one. */
    @CanIgnoreReturnValue
    public Builder put(String name, Optional<String> value) {
      value.ifPresent(text -> put(name, text));
      return this;
    }

    /** Sets an object or array unless it is empty. */
    @CanIgnoreReturnValue
    public Builder putNonEmpty(String name, Json value) {
      boolean isEmpty =
          (value instanceof Obj object && object.isEmpty())
              || (value instanceof Arr array && array.elements.isEmpty());
      return isEmpty ? this : put(name, value);
    }

    /** Sets an array of texts unless it is empty. */
    @CanIgnoreReturnValue
    public Builder putTexts(String name, Iterable<String> values) {
      List<Json> elements = new ArrayList<>();
      values.forEach(value -> elements.add(of(value)));
      return putNonEmpty(name, new Arr(elements));
    }

    /** Sets an object of texts unless it is empty. */
    @CanIgnoreReturnValue
    public Builder putTexts(String name, Map<String, String> values) {
      Builder inner = new Builder();
      values.forEach(inner::put);
      return putNonEmpty(name, inner.toObject());
    }

    /** The object. */
    public Obj toObject() {
      return new Obj(members);
    }
  }
}
