package dev.bqgovernance.model;

/** The source of the platform's authorized views. */
public enum AuthorizationMode {
  /** From the declaration of each dataset. */
  DECLARED,
  /** From the SQL of the views. */
  DERIVED
}
