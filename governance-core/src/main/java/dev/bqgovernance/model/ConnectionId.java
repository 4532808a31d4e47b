package dev.bqgovernance.model;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The full name of a connection to a database.
 *
 * <p>This class is immutable and thread-safe.
 *
 * @param project the project that it belongs to
 * @param location where queries through it run
 * @param name letters, digits, underscores and dashes (<a
 *     href="https://cloud.google.com/bigquery/docs/reference/bigqueryconnection/rest/v1/projects.locations.connections/create">source</a>)
 */
public record ConnectionId(ProjectId project, Location location, String name)
    implements ProjectScopedId {
  private static final Pattern RULE = Pattern.compile("[0-9A-Za-z_-]{1,128}");
  private static final Pattern PATH =
      Pattern.compile(
          "projects/(?<project>[^/]+)/locations/(?<location>[^/]+)/connections/(?<name>[^/]+)");
  private static final Pattern DOTTED =
      Pattern.compile("(?:(?<project>[^/]+)\\.)?(?<location>[^./]+)\\.(?<name>[^./]+)");

  /**
   * Checks the name.
   *
   * @throws IllegalArgumentException if the name breaks its rule
   */
  public ConnectionId {
    Rules.matching(RULE, name, "connection id", "letters, digits, underscores and dashes only");
  }

  /**
   * The connection of this name, as SQL writes it: {@code location.name}, {@code
   * project.location.name} or {@code projects/…/locations/…/connections/…}.
   *
   * @param home the project where the text says none
   * @throws IllegalArgumentException if it is neither of these
   */
  public static ConnectionId parse(ProjectId home, String text) {
    Matcher full = PATH.matcher(text);
    Matcher dotted = DOTTED.matcher(text);
    Matcher parts = full.matches() ? full : dotted;
    Rules.require(
        parts == full || dotted.matches(),
        "\"%s\" is not a valid connection: expected its name, location.name or"
            + " projects/…/locations/…/connections/…",
        text);
    return new ConnectionId(
        parts.group("project") == null ? home : ProjectId.of(parts.group("project")),
        Location.of(parts.group("location")),
        parts.group("name"));
  }

  /** The name of who may use it. */
  public ConnectionPolicyId policy() {
    return new ConnectionPolicyId(this);
  }

  /**
   * The name by which SQL and the API know it: {@code projects/…/locations/…/connections/…}; in it,
   * the location is in lower case.
   */
  public String path() {
    return "projects/"
        + project
        + "/locations/"
        + location.value().toLowerCase(Locale.ROOT)
        + "/connections/"
        + name;
  }

  @Override
  public Kind kind() {
    return Kind.CONNECTION;
  }

  @Override
  public Optional<ResourceId> parent() {
    return Optional.empty();
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.connection(this);
  }

  @Override
  public String toString() {
    return project + "." + location.value() + "." + name;
  }
}
