package dev.bqgovernance.testkit.internal.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Iterator;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * One page of a listing.
 *
 * @param after the last id of the previous page; empty for the first page
 */
public record Page(int size, String after) {
  private static final int DEFAULT_SIZE = 50;
  private static final int MAX_SIZE = 1_000;

  /** The page that a call of BigQuery asks for. */
  public static Page of(Call call) {
    return of(call, "maxResults");
  }

  /** The page that a call asks for, for services that name its size differently. */
  public static Page of(Call call, String sizeParameter) {
    String max = call.parameter(sizeParameter);
    String token = call.parameter("pageToken");
    try {
      int size = max == null ? DEFAULT_SIZE : Integer.parseInt(max);
      if (size < 1) {
        throw ApiError.invalid("Invalid value for " + sizeParameter + ": " + max);
      }
      return new Page(
          Math.min(size, MAX_SIZE),
          token == null
              ? ""
              : new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      throw ApiError.invalid("Invalid value for pageToken or " + sizeParameter);
    }
  }

  /** Adds the page's items, unless there are none, and the token of the next page to an answer. */
  public <T> void fill(
      ObjectNode answer,
      String field,
      Stream<T> following,
      Function<T, String> id,
      Function<T, ObjectNode> item) {
    Iterator<T> items = following.iterator();
    for (int i = 0; i < size && items.hasNext(); i++) {
      T next = items.next();
      answer.withArray("/" + field).add(item.apply(next));
      if (i == size - 1 && items.hasNext()) {
        answer.put(
            "nextPageToken",
            Base64.getUrlEncoder().encodeToString(id.apply(next).getBytes(StandardCharsets.UTF_8)));
      }
    }
  }
}
