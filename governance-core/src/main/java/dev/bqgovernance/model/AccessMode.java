package dev.bqgovernance.model;

/** The treatment of live access entries that are not declared. */
public enum AccessMode {
  /** They are revoked, once the dataset is ours. */
  AUTHORITATIVE,
  /** They stay: the declaration only ever adds. */
  ADDITIVE
}
