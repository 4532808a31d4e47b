package dev.bqgovernance.model;

import java.util.regex.Pattern;

/**
 * A kind of data, which is the unit of access: each dataset belongs to one layer.
 *
 * <p>This class is immutable and thread-safe.
 *
 * @param name the layer's name
 */
public record Layer(String name) {
  private static final Pattern RULE = Pattern.compile("[a-z][a-z0-9_-]{0,62}");

  /** As it came in, personal data included. */
  public static final Layer RAW = new Layer("raw");

  /** Row by row, without personal data. */
  public static final Layer ANONYMIZED = new Layer("anonymized");

  /** Modelled for analysis. */
  public static final Layer WAREHOUSE = new Layer("warehouse");

  /** Ready-made answers: statistics. */
  public static final Layer MART = new Layer("mart");

  /**
   * Checks the name.
   *
   * @throws IllegalArgumentException if the name is not a lower-case word
   */
  public Layer {
    Rules.matching(
        RULE, name, "layer", "a lower-case word such as raw, anonymized, warehouse or mart");
  }

  /**
   * The layer of this name.
   *
   * @throws IllegalArgumentException if the name is not a lower-case word
   */
  public static Layer of(String name) {
    return new Layer(name);
  }

  @Override
  public String toString() {
    return name;
  }
}
