package dev.bqgovernance.model;

/** Where the platform's authorized views come from. */
public enum AuthorizationMode {
  /** From the declaration of each dataset. */
  DECLARED,
  /** From the SQL of the views. */
  DERIVED
}
