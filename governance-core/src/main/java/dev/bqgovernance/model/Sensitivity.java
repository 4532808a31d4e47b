package dev.bqgovernance.model;

/** How much harm a column's values could do, least first. */
public enum Sensitivity {
  /** May be published. */
  PUBLIC,
  /** For everybody in the company. */
  INTERNAL,
  /** For few: secrets of the business. */
  CONFIDENTIAL,
  /** Personal data: it tells who somebody is, or something about that person. */
  PII
}
