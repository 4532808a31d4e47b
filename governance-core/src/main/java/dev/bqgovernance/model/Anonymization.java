package dev.bqgovernance.model;

import java.util.Arrays;
import java.util.Optional;

/** The anonymization of a sensitive column by a view. */
public enum Anonymization {
  /** Replaces it by a hash with a secret key: a pseudonym. */
  KEYED_HASH("keyedHash"),
  /** Replaces it by a plain hash, which a dictionary can reverse. */
  HASH("hash"),
  /** Makes it coarser: an age band, a region, a month. */
  GENERALIZE("generalize"),
  /** Leaves it out. */
  DROP("drop");

  private final String fileName;

  Anonymization(String fileName) {
    this.fileName = fileName;
  }

  /** The word for it in the platform's files. */
  public String fileName() {
    return fileName;
  }

  /** The anonymization of this word in the platform's files; empty if there is none. */
  public static Optional<Anonymization> find(String fileName) {
    return Arrays.stream(values()).filter(a -> a.fileName.equals(fileName)).findFirst();
  }
}
