package dev.bqgovernance.model;

/** The severity of a {@link Finding}. */
public enum Severity {
  /** Worth knowing; nothing to do. */
  INFO,
  /** Probably not meant; does not stop anything. */
  WARNING,
  /** Wrong or dangerous; blocks every plan. */
  ERROR
}
