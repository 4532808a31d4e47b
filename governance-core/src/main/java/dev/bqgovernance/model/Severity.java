package dev.bqgovernance.model;

/** How much a {@link Finding} weighs. */
public enum Severity {
  /** Worth knowing; nothing to do. */
  INFO,
  /** Probably not meant; does not stop anything. */
  WARNING,
  /** Wrong or dangerous; nothing is applied while it stands. */
  ERROR
}
