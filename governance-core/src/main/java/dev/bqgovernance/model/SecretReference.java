package dev.bqgovernance.model;

import java.util.regex.Pattern;

/**
 * A reference to a secret. The secret itself is never part of a platform, a plan or a message.
 *
 * <p>This class is immutable and thread-safe.
 *
 * @param variable the environment variable that holds the secret
 */
public record SecretReference(String variable) {
  private static final Pattern RULE = Pattern.compile("[A-Za-z_][0-9A-Za-z_]{0,254}");
  private static final String PREFIX = "env:";

  /**
   * Checks the variable's name. The message does not repeat it: it might be the secret.
   *
   * @throws IllegalArgumentException if it is not a name of an environment variable
   */
  public SecretReference {
    Rules.require(
        RULE.matcher(variable).matches(),
        "the name after env: is not a valid name of an environment variable: expected letters, digits and"
            + " underscores, as in env:APP_DB_PASSWORD");
  }

  /** Whether a text is written as a reference; its name may still be none. */
  public static boolean isReference(String text) {
    return text.startsWith(PREFIX);
  }

  /**
   * The reference of this text. The message does not repeat it: it might be the secret.
   *
   * @param text {@code env:NAME}
   * @throws IllegalArgumentException if it is another text
   */
  public static SecretReference of(String text) {
    Rules.require(
        isReference(text),
        "this is a secret: write env:NAME instead, such as env:APP_DB_PASSWORD, and keep the"
            + " secret in the environment variable of that name");
    return new SecretReference(text.substring(PREFIX.length()));
  }

  /** The reference as a text, {@code env:NAME}. */
  @Override
  public String toString() {
    return PREFIX + variable;
  }
}
