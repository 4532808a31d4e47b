package dev.bqgovernance.testkit.internal.rest;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the handler of a request by HTTP method and path template, in process or over a socket.
 *
 * <p>Templates look like {@code /v1/projects/{project}:getIamPolicy}; a variable matches one
 * segment, and a custom verb follows the last colon of the last segment.
 */
public final class Router {
  private static final Set<String> STANDARD_PARAMETERS =
      Set.of("alt", "prettyPrint", "quotaUser", "userIp");

  private final List<Route> routes = new ArrayList<>();

  /** Serves one method of an API. */
  @FunctionalInterface
  public interface Handler {
    /**
     * Serves the call.
     *
     * @throws ApiError if the call is refused
     */
    Answer handle(Call call);
  }

  /** A request matched to its handler. */
  public record Match(
      String methodId, Map<String, String> variables, Set<String> parameters, Handler handler) {
    /** The service that the method belongs to, for example {@code bigquery.googleapis.com}. */
    public String service() {
      return methodId.substring(0, methodId.indexOf('.')) + ".googleapis.com";
    }

    /**
     * Refuses query parameters that the handler would silently ignore.
     *
     * @throws ApiError 501 for a query parameter that the method does not know
     */
    public void requireKnownParameters(Map<String, String> query) {
      for (Map.Entry<String, String> parameter : query.entrySet()) {
        String name = parameter.getKey();
        if (!parameters.contains(name) && !STANDARD_PARAMETERS.contains(name)) {
          throw ApiError.notImplemented("query parameter " + name + " of " + methodId);
        }
        if (name.equals("alt") && !parameter.getValue().equals("json")) {
          throw ApiError.notImplemented("alt=" + parameter.getValue());
        }
      }
    }
  }

  private record Route(
      String methodId,
      String httpMethod,
      List<String> segments,
      String verb,
      Set<String> parameters,
      Handler handler) {}

  private record Path(List<String> segments, String verb) {
    static Path of(String text) {
      List<String> segments = new ArrayList<>(Arrays.asList(text.split("/", -1)));
      String last = segments.get(segments.size() - 1);
      int colon = last.lastIndexOf(':');
      if (colon < 0) {
        return new Path(List.copyOf(segments), "");
      }
      segments.set(segments.size() - 1, last.substring(0, colon));
      return new Path(List.copyOf(segments), last.substring(colon + 1));
    }
  }

  /** Adds a route; the first that matches wins. */
  public void add(
      String methodId,
      String httpMethod,
      String template,
      Set<String> parameters,
      Handler handler) {
    Path path = Path.of(template);
    routes.add(new Route(methodId, httpMethod, path.segments(), path.verb(), parameters, handler));
  }

  /** The handler of a request; empty if no API method has this path. */
  public Optional<Match> find(String httpMethod, String path) {
    Path wanted = Path.of(path);
    for (Route route : routes) {
      if (route.httpMethod().equals(httpMethod) && route.verb().equals(wanted.verb())) {
        Map<String, String> variables = variables(route.segments(), wanted.segments());
        if (variables != null) {
          return Optional.of(
              new Match(route.methodId(), variables, route.parameters(), route.handler()));
        }
      }
    }
    return Optional.empty();
  }

  private static @Nullable Map<String, String> variables(List<String> template, List<String> path) {
    if (template.size() != path.size()) {
      return null;
    }
    Map<String, String> variables = new HashMap<>();
    for (int i = 0; i < template.size(); i++) {
      String expected = template.get(i);
      String actual = path.get(i);
      if (expected.startsWith("{")) {
        if (actual.isEmpty()) {
          return null;
        }
        variables.put(
            expected.substring(1, expected.length() - 1),
            URLDecoder.decode(actual.replace("+", "%2B"), StandardCharsets.UTF_8));
      } else if (!expected.equals(actual)) {
        return null;
      }
    }
    return variables;
  }
}
