package dev.bqgovernance.state;

import dev.bqgovernance.model.ServiceLimits;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * The marks by which we know our own: the only memory that a platform keeps beside Git.
 *
 * <p>Datasets and tables carry a label; alert policies and notification channels, whose names the
 * service makes, carry labels with ours; scheduled queries have no labels and carry a comment in
 * their SQL; sinks and connections carry a line at the end of their description.
 *
 * <p>This class has no state and is thread-safe.
 */
@API(status = Status.INTERNAL)
public final class Marker {
  /** The label's key. */
  public static final String LABEL = "bq-governance";

  /** Its value on a resource that we manage. */
  public static final String MANAGED = "managed";

  /** Its value on a resource that we manage and that a plan may delete when asked to. */
  public static final String DELETABLE = "deletable";

  private static final String NAME_LABEL = LABEL + "-name";

  private static final String LINE = "[" + LABEL + ": " + MANAGED + "]";
  private static final Pattern COMMENT =
      Pattern.compile("\\A-- " + LABEL + ": sync job ([^\\s,]+), [^\\n]*\\n");

  private Marker() {}

  /** A body without our marks. */
  public static Json.Obj removedFrom(Json.Obj body) {
    Json.Obj unmarked = withoutLabels(withoutLabels(body, "labels"), "userLabels");
    if (unmarked.text("description").filter(text -> text.endsWith(LINE)).isPresent()) {
      String text = unmarked.text("description").get();
      String rest = text.substring(0, text.length() - LINE.length()).stripTrailing();
      unmarked =
          rest.isEmpty()
              ? unmarked.without("description")
              : unmarked.with("description", Json.of(rest));
    }
    Optional<String> query = unmarked.text("params", "query");
    return query.isPresent()
        ? unmarked.with(
            "params", unmarked.object("params").with("query", Json.of(withoutComment(query.get()))))
        : unmarked;
  }

  private static Json.Obj withoutLabels(Json.Obj body, String member) {
    Json.Obj labels = body.object(member);
    for (String name : labels.members().keySet()) {
      if (name.equals(LABEL) || name.startsWith(NAME_LABEL)) {
        labels = labels.without(name);
      }
    }
    return labels.isEmpty() ? body.without(member) : body.with(member, labels);
  }

  /** Whether a live resource carries our mark. */
  public static boolean isOn(Resource resource) {
    Json.Obj body = resource.body();
    return switch (resource.id().kind()) {
      case DATASET, TABLE, ROUTINE, ROW_POLICY -> body.text("labels", LABEL).isPresent();
      case CONNECTION, SINK ->
          body.text("description").filter(text -> text.endsWith(LINE)).isPresent();
      case CONNECTION_POLICY, SYNC_JOB, SINK_ALERT, NOTIFICATION_CHANNEL -> name(body).isPresent();
    };
  }

  /** Whether a live resource is marked as one that a plan may delete. */
  public static boolean allowsDeletion(Resource resource) {
    return resource.body().text("labels", LABEL).filter(DELETABLE::equals).isPresent();
  }

  /** A description that ends with our mark. */
  public static String marked(Optional<String> description) {
    return description.map(text -> text + "\n\n" + LINE).orElse(LINE);
  }

  /** The SQL of a sync job with our mark. */
  public static String marked(String name, String sql) {
    return "-- " + LABEL + ": sync job " + name + ", generated; an edit here is undone.\n" + sql;
  }

  private static String withoutComment(String sql) {
    return COMMENT.matcher(sql).replaceFirst("");
  }

  /**
   * The labels of a thing whose name the service makes: our mark, and our name for it, written with
   * the characters that a label may have.
   */
  public static Map<String, String> labels(String name) {
    Map<String, String> labels = new TreeMap<>();
    labels.put(LABEL, MANAGED);
    String rest = encode(name);
    for (int part = 1; part == 1 || !rest.isEmpty(); part++) {
      int length = Math.min(ServiceLimits.MAX_LABEL_LENGTH, rest.length());
      labels.put(partLabel(part), rest.substring(0, length));
      rest = rest.substring(length);
    }
    return labels;
  }

  private static String partLabel(int part) {
    return part == 1 ? NAME_LABEL : NAME_LABEL + "-" + part;
  }

  /**
   * Our name of a live thing whose name the service has made; empty if it does not carry our mark.
   */
  public static Optional<String> name(Json.Obj body) {
    Optional<String> query = body.text("params", "query");
    if (query.isPresent()) {
      Matcher comment = COMMENT.matcher(query.get());
      return comment.find() ? Optional.of(comment.group(1)) : Optional.empty();
    }
    StringBuilder encoded = new StringBuilder();
    for (int part = 1; body.text("userLabels", partLabel(part)).isPresent(); part++) {
      encoded.append(body.text("userLabels", partLabel(part)).get());
    }
    return body.text("userLabels", LABEL).isPresent() && encoded.length() > 0
        ? Optional.of(decode(encoded.toString()))
        : Optional.empty();
  }

  /** A label has no capital letters and dots: they are written {@code _a} and {@code _-}. */
  private static String encode(String name) {
    StringBuilder encoded = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c == '_') {
        encoded.append("__");
      } else if (c == '.') {
        encoded.append("_-");
      } else if (c >= 'A' && c <= 'Z') {
        encoded.append('_').append(Character.toLowerCase(c));
      } else {
        encoded.append(c);
      }
    }
    return encoded.toString();
  }

  private static String decode(String encoded) {
    StringBuilder name = new StringBuilder();
    for (int i = 0; i < encoded.length(); i++) {
      char c = encoded.charAt(i);
      if (c == '_' && i + 1 < encoded.length()) {
        i++;
        char next = encoded.charAt(i);
        name.append(
            next == '-' ? "." : next == '_' ? "_" : String.valueOf(next).toUpperCase(Locale.ROOT));
      } else {
        name.append(c);
      }
    }
    return name.toString();
  }
}
