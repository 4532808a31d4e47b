package dev.bqgovernance.testkit.internal.iam;

import java.util.Locale;
import java.util.Set;

/**
 * An IAM member string, parsed, for example {@code group:analysts@example.com}.
 *
 * @param kind the part before the first colon; the whole text for {@code allUsers} and {@code
 *     allAuthenticatedUsers}
 * @param id the part after it; e-mails and domains in lower case
 */
public record Member(String kind, String id) {
  private static final Set<String> MAILED = Set.of("user", "serviceAccount", "group", "domain");
  private static final Set<String> KINDS =
      Set.of(
          "user",
          "serviceAccount",
          "group",
          "domain",
          "projectOwner",
          "projectEditor",
          "projectViewer",
          "allUsers",
          "allAuthenticatedUsers",
          "principal",
          "principalSet",
          "deleted");

  /**
   * Reads a member.
   *
   * @throws IllegalArgumentException if the text has no valid type prefix
   */
  public static Member parse(String text) {
    int colon = text.indexOf(':');
    String kind = colon < 0 ? text : text.substring(0, colon);
    String id = colon < 0 ? "" : text.substring(colon + 1);
    boolean all = kind.equals("allUsers") || kind.equals("allAuthenticatedUsers");
    if (!KINDS.contains(kind) || all != id.isEmpty()) {
      throw new IllegalArgumentException(
          "The member "
              + text
              + " is of an unknown type. Please set a valid type prefix for the member.");
    }
    return new Member(kind, MAILED.contains(kind) ? id.toLowerCase(Locale.ROOT) : id);
  }

  /**
   * The member of an account: only the directory, not the spelling, distinguishes service accounts
   * from users.
   */
  static Member of(String kind, String email) {
    return new Member(kind, email.toLowerCase(Locale.ROOT));
  }

  /** Whether this names an account that can make calls. */
  boolean isAccount() {
    return kind.equals("user") || kind.equals("serviceAccount");
  }

  @Override
  public String toString() {
    return id.isEmpty() ? kind : kind + ":" + id;
  }
}
