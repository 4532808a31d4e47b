package dev.bqgovernance.rest;

import dev.bqgovernance.state.Json;
import java.util.List;
import java.util.Optional;

/**
 * A list of resources, read page by page.
 *
 * <p>This class is immutable and thread-safe.
 *
 * @param request the request for the first page
 * @param member the member of an answer that holds the items
 */
public record Listing(Request request, String member) {
  private static final String PAGE_LENGTH = "1000";

  /** A list whose service calls the length of a page {@code pageSize}. */
  static Listing of(Service service, String path, String member) {
    return new Listing(Request.get(service, path).withQuery("pageSize", PAGE_LENGTH), member);
  }

  /** One of BigQuery's older lists, which call it {@code maxResults}. */
  static Listing counted(String path, String member) {
    return new Listing(
        Request.get(Service.BIGQUERY, path).withQuery("maxResults", PAGE_LENGTH), member);
  }

  Listing withQuery(String name, String value) {
    return new Listing(request.withQuery(name, value), member);
  }

  /** The items of a page. */
  public List<Json.Obj> items(Json.Obj page) {
    return page.array(member).stream().map(Json.Obj.class::cast).toList();
  }

  /** The request for the page after this one; empty after the last. */
  public Optional<Request> next(Json.Obj page) {
    return page.text("nextPageToken").map(token -> request.withQuery("pageToken", token));
  }
}
