package dev.bqgovernance.access;

import dev.bqgovernance.model.Hop;
import dev.bqgovernance.model.Principal;
import java.util.List;

/**
 * An explanation of why a principal can see something, or why not.
 *
 * <p>This class is immutable and thread-safe.
 *
 * @param principal who
 * @param subject what was asked about: a column, table, view or routine by its full name
 * @param access what can be seen
 * @param path the way that shows most, from what the principal queries to what was asked about;
 *     empty if there is none
 * @param tried for a no, every way that leads there and where it ends; for a yes, nothing
 */
public record Explanation(
    Principal principal, String subject, Access access, List<Hop> path, List<Hop> tried) {
  public Explanation {
    path = List.copyOf(path);
    tried = List.copyOf(tried);
  }
}
