package dev.bqgovernance.model;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An identity that roles are granted to. Equal principals are equal values: e-mail addresses and
 * domains are kept in lower case, as BigQuery answers them.
 *
 * <p>All implementations are immutable and thread-safe.
 */
public sealed interface Principal {

  /** By the member as IAM writes it. */
  Comparator<Principal> BY_MEMBER = Comparator.comparing(Principal::member);

  /**
   * The principal as IAM writes it, such as {@code group:analysts@example.com}. The special groups
   * of a project are written without the project: {@code projectOwners}.
   */
  String member();

  /**
   * This principal as the datasets of a project have it: the owners, editors and viewers of their
   * own project are {@link SpecialGroup}s, however they were spelled.
   *
   * @param project the project of the dataset
   */
  default Principal in(ProjectId project) {
    return this;
  }

  /**
   * A Google group.
   *
   * @throws IllegalArgumentException if the address is not an e-mail address
   */
  static Group group(String email) {
    return new Group(email);
  }

  /**
   * A person, or a service account where the address is one's ({@code ….gserviceaccount.com}):
   * BigQuery's {@code userByEmail} does not distinguish them.
   *
   * @throws IllegalArgumentException if the address is not an e-mail address
   */
  static Principal user(String email) {
    String folded = email.toLowerCase(Locale.ROOT);
    return folded.endsWith(".gserviceaccount.com") ? new ServiceAccount(email) : new User(email);
  }

  /**
   * A service account.
   *
   * @throws IllegalArgumentException if the address is not an e-mail address of a service account
   */
  static ServiceAccount serviceAccount(String email) {
    return new ServiceAccount(email);
  }

  /**
   * All accounts of a Google Workspace or Cloud Identity customer.
   *
   * @throws IllegalArgumentException if it is not a domain name
   */
  static Domain domain(String name) {
    return new Domain(name);
  }

  /**
   * The principal that IAM writes this way; the spellings that BigQuery folds are folded ({@code
   * group:…} is a {@link Group}, {@code allAuthenticatedUsers} a {@link SpecialGroup}, …).
   *
   * @throws IllegalArgumentException if it is not an IAM member that can be granted anything
   */
  static Principal ofMember(String member) {
    int colon = member.indexOf(':');
    String kind = colon < 0 ? "" : member.substring(0, colon);
    String rest = member.substring(colon + 1);
    return switch (kind) {
      case "user" -> user(rest);
      case "serviceAccount" -> serviceAccount(rest);
      case "group" -> group(rest);
      case "domain" -> domain(rest);
      default ->
          SpecialGroup.find(member).<Principal>map(g -> g).orElseGet(() -> new IamMember(member));
    };
  }

  /**
   * A Google group; nested membership counts.
   *
   * @param email the group's address, in lower case
   */
  record Group(String email) implements Principal {
    /**
     * Checks and folds the address.
     *
     * @throws IllegalArgumentException if it is not an e-mail address
     */
    public Group {
      email = Emails.checked(email);
    }

    @Override
    public String member() {
      return "group:" + email;
    }

    @Override
    public String toString() {
      return member();
    }
  }

  /**
   * A person's account.
   *
   * @param email the account's address, in lower case
   */
  record User(String email) implements Principal {
    /**
     * Checks and folds the address.
     *
     * @throws IllegalArgumentException if it is not an e-mail address, or a service account's
     */
    public User {
      email = Emails.checked(email);
      Rules.require(
          !email.endsWith(".gserviceaccount.com"), "%s is a service account, not a user", email);
    }

    @Override
    public String member() {
      return "user:" + email;
    }

    @Override
    public String toString() {
      return member();
    }
  }

  /**
   * A service account.
   *
   * @param email the account's address, in lower case
   */
  record ServiceAccount(String email) implements Principal {
    /**
     * Checks and folds the address.
     *
     * @throws IllegalArgumentException if it is not an e-mail address of a service account
     */
    public ServiceAccount {
      email = Emails.checked(email);
      Rules.require(
          email.endsWith(".gserviceaccount.com"),
          "\"%s\" is not a valid service account: expected an address that ends in .gserviceaccount.com",
          email);
    }

    @Override
    public String member() {
      return "serviceAccount:" + email;
    }

    @Override
    public String toString() {
      return member();
    }
  }

  /**
   * All accounts of a customer.
   *
   * @param name the domain, in lower case
   */
  record Domain(String name) implements Principal {
    private static final Pattern RULE =
        Pattern.compile("([a-z0-9]([a-z0-9-]*[a-z0-9])?\\.)+[a-z][a-z0-9-]*[a-z0-9]");

    /**
     * Checks and folds the name.
     *
     * @throws IllegalArgumentException if it is not a domain name
     */
    public Domain {
      name = name.toLowerCase(Locale.ROOT);
      Rules.matching(RULE, name, "domain", "a name such as example.com");
    }

    @Override
    public String member() {
      return "domain:" + name;
    }

    @Override
    public String toString() {
      return member();
    }
  }

  /** The groups that BigQuery knows by a name of their own. */
  enum SpecialGroup implements Principal {
    /** Owners of the dataset's project. */
    PROJECT_OWNERS("projectOwners"),
    /** Editors of the dataset's project. */
    PROJECT_WRITERS("projectWriters"),
    /** Viewers of the dataset's project. */
    PROJECT_READERS("projectReaders"),
    /** Everybody with a Google account: public. */
    ALL_AUTHENTICATED_USERS("allAuthenticatedUsers");

    private final String restName;

    SpecialGroup(String restName) {
      this.restName = restName;
    }

    /**
     * The group of BigQuery's name for it, such as {@code projectOwners}; empty if there is none.
     */
    public static Optional<SpecialGroup> find(String restName) {
      return Arrays.stream(values()).filter(g -> g.restName.equals(restName)).findFirst();
    }

    /** BigQuery's name for it. */
    @Override
    public String member() {
      return restName;
    }

    @Override
    public String toString() {
      return restName;
    }
  }

  /**
   * Any other IAM member: {@code allUsers}, {@code principal://…}, {@code principalSet://…}.
   *
   * @param member the member as IAM writes it
   */
  record IamMember(String member) implements Principal {
    private static final Pattern RULE =
        Pattern.compile(
            "allUsers|principal(Set)?://\\S+|project(Owner|Editor|Viewer):[a-z0-9.:-]+");

    /**
     * Checks the member.
     *
     * @throws IllegalArgumentException if it is not an IAM member, one that has a type of its own
     *     here, or a deleted one
     */
    public IamMember {
      Rules.require(
          !member.startsWith("deleted:"),
          "\"%s\" is deleted: a deleted principal cannot be granted anything",
          member);
      Rules.matching(
          RULE,
          member,
          "IAM member",
          "user:, group:, serviceAccount: or domain: with an address, allUsers,"
              + " allAuthenticatedUsers, principal:// or principalSet://");
    }

    @Override
    public Principal in(ProjectId project) {
      int colon = member.indexOf(':');
      if (!member.substring(colon + 1).equals(project.value())) {
        return this;
      }
      return switch (member.substring(0, Math.max(0, colon))) {
        case "projectOwner" -> SpecialGroup.PROJECT_OWNERS;
        case "projectEditor" -> SpecialGroup.PROJECT_WRITERS;
        case "projectViewer" -> SpecialGroup.PROJECT_READERS;
        default -> this;
      };
    }

    @Override
    public String toString() {
      return member;
    }
  }

  /** The rule for e-mail addresses, shared by the principals that have one. */
  final class Emails {
    private static final Pattern RULE =
        Pattern.compile(
            "[a-z0-9.!#$%&'*+/=?^_`{|}~-]+@([a-z0-9]([a-z0-9-]*[a-z0-9])?\\.)+[a-z0-9-]+");

    private Emails() {}

    private static String checked(String email) {
      String folded = email.toLowerCase(Locale.ROOT);
      Rules.matching(RULE, folded, "e-mail address", "an address such as name@example.com");
      return folded;
    }
  }
}
