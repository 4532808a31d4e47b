package dev.bqgovernance.model;

/** The harm that a column's values could do, least first. */
public enum Sensitivity {
  /** May be published. */
  PUBLIC,
  /** For everybody in the company. */
  INTERNAL,
  /** For few: secrets of the business. */
  CONFIDENTIAL,
  /** Personal data: it identifies a person, or describes one. */
  PII
}
