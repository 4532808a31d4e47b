package dev.bqgovernance.testkit.internal.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The top-level fields that an update changes, as {@code updateMask} names them; paths in {@code
 * snake_case} are converted to the names of the fields.
 *
 * @param paths empty if the request names none; the meaning of that differs by service
 */
public record UpdateMask(Set<String> paths) {
  private static final Pattern SNAKE = Pattern.compile("_([a-z])");

  /**
   * The mask of a call.
   *
   * @throws ApiError 400 for a path that does not name a field, or names one that an update cannot
   *     change; 501 for a path below a field
   */
  public static UpdateMask of(Call call, Fields fields) {
    String mask = call.parameter("updateMask");
    Set<String> paths = new LinkedHashSet<>();
    if (mask != null && !mask.isEmpty()) {
      for (String text : mask.split(",", -1)) {
        paths.add(checked(text.strip(), fields));
      }
    }
    return new UpdateMask(paths);
  }

  private static String checked(String text, Fields fields) {
    String path = SNAKE.matcher(text).replaceAll(each -> each.group(1).toUpperCase(Locale.ROOT));
    int dot = path.indexOf('.');
    if (path.equals("*") || (dot > 0 && fields.kept().contains(path.substring(0, dot)))) {
      throw ApiError.notImplemented("update mask path " + text + " of a " + fields.resource());
    }
    if (fields.outputOnly().contains(path)) {
      throw ApiError.invalid(
          "Invalid update mask: " + text + " of a " + fields.resource() + " cannot be updated.");
    }
    if (!fields.kept().contains(path)) {
      throw ApiError.invalid(
          "Invalid update mask: a " + fields.resource() + " has no field " + text + ".");
    }
    return path;
  }

  /** The mask of a call to a service that requires one. */
  public static UpdateMask required(Call call, Fields fields) {
    UpdateMask mask = of(call, fields);
    if (mask.paths().isEmpty()) {
      throw ApiError.invalid("The update mask is required.");
    }
    return mask;
  }

  /** Whether the mask names a field. */
  public boolean names(String field) {
    return paths.contains(field);
  }

  /**
   * The result of an update: the named fields as in the body, removed if absent there; the others
   * as before. Neither argument is changed.
   */
  public ObjectNode apply(ObjectNode before, ObjectNode body) {
    ObjectNode after = before.deepCopy();
    for (String path : paths) {
      if (body.hasNonNull(path)) {
        after.set(path, body.get(path).deepCopy());
      } else {
        after.remove(path);
      }
    }
    return after;
  }
}
