package dev.bqgovernance.model;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.immutables.value.Value;

/**
 * A connection to a Cloud SQL database. Everybody who may use it reads whatever its database user
 * may read: the rights of the asker do not reach into the database (<a
 * href="https://docs.cloud.google.com/bigquery/docs/connect-to-sql">source</a>).
 *
 * <p>This class is immutable and thread-safe.
 */
@Value.Immutable
@ModelStyle
public abstract sealed class Connection permits ImmutableConnection {
  private static final Pattern INSTANCE =
      Pattern.compile(
          "(?:[a-z0-9.-]+:)?[a-z][a-z0-9-]{4,28}[a-z0-9]"
              + ":(?<region>[a-z]+-[a-z]+[0-9]+):[a-z][a-z0-9-]{0,97}");

  Connection() {}

  /** The full name. */
  public abstract ConnectionId id();

  /** The display name. */
  public abstract Optional<String> friendlyName();

  /** The description. */
  public abstract Optional<String> description();

  /** The kind of database. */
  public abstract DatabaseType database();

  /** The Cloud SQL instance, {@code project:region:instance}. */
  public abstract String instanceId();

  /** The name of the database in the instance. */
  public abstract String databaseName();

  /** The database user that runs queries. */
  public abstract String username();

  /** The reference to the user's password. */
  public abstract SecretReference password();

  /** The principals that may use it, besides the accounts of the sync jobs that read through it. */
  public abstract Set<Principal> users();

  /** The region of the database instance. */
  public Location region() {
    Matcher parts = INSTANCE.matcher(instanceId());
    Rules.require(
        parts.matches(),
        "\"%s\" is not a valid Cloud SQL instance: expected project:region:instance, such as"
            + " my-project:asia-northeast1:app",
        instanceId());
    return Location.of(parts.group("region"));
  }

  /** Starts a connection. */
  public static Builder builder(ConnectionId id) {
    return new Builder().id(id);
  }

  @Value.Check
  void check() {
    Rules.markedDescription(
        description(), "connection " + id(), ServiceLimits.MAX_DESCRIPTION_LENGTH);
    Location unused = region();
    Rules.require(!databaseName().isBlank(), "connection %s names no database", id());
    Rules.require(!username().isBlank(), "connection %s names no database user", id());
    for (Principal user : users()) {
      Rules.require(
          !(user instanceof Principal.SpecialGroup) && !user.member().equals("allUsers"),
          "connection %s: %s cannot use a connection; name a group instead",
          id(),
          user);
    }
  }

  /**
   * Builds a {@link Connection}.
   *
   * <p>This class is <em>not</em> thread-safe. {@code build()} throws {@link
   * IllegalArgumentException} where a rule is broken, and says which.
   */
  public static final class Builder extends ImmutableConnection.Builder {
    Builder() {}

    /** Leads to a PostgreSQL database. */
    @CanIgnoreReturnValue
    public Builder postgres(String instanceId, String databaseName) {
      return database(DatabaseType.POSTGRES).instanceId(instanceId).databaseName(databaseName);
    }

    /** Leads to a MySQL database. */
    @CanIgnoreReturnValue
    public Builder mysql(String instanceId, String databaseName) {
      return database(DatabaseType.MYSQL).instanceId(instanceId).databaseName(databaseName);
    }

    /**
     * Sets the database user that runs queries.
     *
     * @param password where the password is found: {@code env:NAME}
     * @throws IllegalArgumentException if the password is not such a reference
     */
    @CanIgnoreReturnValue
    public Builder credential(String username, String password) {
      return username(username).password(SecretReference.of(password));
    }

    /** Lets a principal use the connection. */
    @CanIgnoreReturnValue
    public Builder user(Principal principal) {
      return addUsers(principal);
    }
  }

  /** The kinds of databases from which tables are copied. */
  public enum DatabaseType {
    /** PostgreSQL. */
    POSTGRES,
    /** MySQL. */
    MYSQL
  }

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
}
