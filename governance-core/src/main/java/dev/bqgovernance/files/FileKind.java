package dev.bqgovernance.files;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The kinds of files in a platform's tree, each with the pattern of its paths. */
enum FileKind {
  SETTINGS("platform.json"),
  OVERLAY("platform.<env>.json"),
  WORLD("world.json"),
  ACCESS("datasets/<dataset>/access.json"),
  AUTHORIZED_VIEWS("datasets/<dataset>/authorized_views.json"),
  DATASET("datasets/<dataset>/dataset.json"),
  TABLE("datasets/<dataset>/tables/<table>.json"),
  VIEW_SQL("datasets/<dataset>/views/<view>.sql"),
  VIEW("datasets/<dataset>/views/<view>.json"),
  ROUTINE("datasets/<dataset>/routines/<routine>.sql"),
  ROW_POLICIES("datasets/<dataset>/row_policies/<table>.json"),
  CONNECTION("connections/<connection>.json"),
  SYNC_JOB("sync_jobs/<job>.json"),
  SYNC_JOB_SQL("sync_jobs/<job>.sql"),
  SINK("sinks/<sink>.json"),
  NOTIFICATION_CHANNEL("notification_channels/<channel>.json"),
  POLICIES("policies.json");

  private static final String PLACEHOLDER = "<[a-z]+>";

  @SuppressWarnings("ImmutableEnumChecker") // made by List.of
  private final List<String> segments;

  @SuppressWarnings("ImmutableEnumChecker") // made by Stream.toList
  private final List<Pattern> patterns;

  private final Pattern path;

  FileKind(String template) {
    this.segments = List.of(template.split("/"));
    this.patterns = segments.stream().map(FileKind::pattern).toList();
    this.path = pattern(template);
  }

  /** A file's place in the tree: its kind, and what its path names. */
  record Slot(FileKind kind, String path, List<String> names) {
    /** The dataset that the path names. */
    String dataset() {
      return names.get(0);
    }

    /** The last name in the path: of a table, view, connection, environment and so on. */
    String name() {
      return names.get(names.size() - 1);
    }
  }

  /** Whether files of this kind are in the folder of a dataset. */
  boolean isOfDataset() {
    return segments.get(0).equals("datasets");
  }

  /** Whether files of this kind go when what they declare goes. */
  boolean goesWithContent() {
    return segments.size() > 1 || this == POLICIES;
  }

  /** The meaning of a path; empty if it is not a file of a platform. */
  static Optional<Slot> of(String path) {
    for (FileKind kind : values()) {
      Matcher matcher = kind.path.matcher(path);
      if (matcher.matches()) {
        List<String> names =
            IntStream.rangeClosed(1, matcher.groupCount()).mapToObj(matcher::group).toList();
        return Optional.of(new Slot(kind, path, names));
      }
    }
    return Optional.empty();
  }

  /** The path of a file of this kind. */
  String path(String... names) {
    String result = String.join("/", segments);
    for (String name : names) {
      result = result.replaceFirst(PLACEHOLDER, Matcher.quoteReplacement(name));
    }
    return result;
  }

  /** Whether files of a platform may be in this folder or below it. */
  static boolean isFolder(String path) {
    List<String> parts = List.of(path.split("/"));
    return Arrays.stream(values())
        .anyMatch(kind -> kind.segments.size() > parts.size() && kind.fits(parts));
  }

  private boolean fits(List<String> parts) {
    for (int i = 0; i < parts.size(); i++) {
      if (i >= segments.size() || !patterns.get(i).matcher(parts.get(i)).matches()) {
        return false;
      }
    }
    return true;
  }

  /** The next step for a file or folder that does not belong where it is. */
  static String suggest(String path) {
    List<String> parts = List.of(path.split("/"));
    String last = parts.get(parts.size() - 1);
    List<String> folder = parts.subList(0, parts.size() - 1);
    String prefix = folder.isEmpty() ? "" : String.join("/", folder) + "/";
    Set<String> siblings =
        Arrays.stream(values())
            .filter(kind -> kind.segments.size() > folder.size() && kind.fits(folder))
            .map(kind -> kind.entryAt(folder.size()))
            .collect(Collectors.toCollection(LinkedHashSet::new));
    return nearest(last, siblings)
        .map(near -> "Did you mean " + prefix + near + "?")
        .orElseGet(
            () ->
                String.format(
                    "Expected in %s: %s. Remove it, or move it out of the tree.",
                    prefix.isEmpty() ? "the tree" : prefix, String.join(", ", siblings)));
  }

  private String entryAt(int depth) {
    return segments.get(depth) + (depth + 1 < segments.size() ? "/" : "");
  }

  /** The sibling that was probably meant; of {@code <view>.sql}, with the name that is there. */
  private static Optional<String> nearest(String entry, Set<String> siblings) {
    int dot = entry.lastIndexOf('.');
    for (String sibling : siblings) {
      if (dot > 0 && sibling.startsWith("<") && !sibling.endsWith("/")) {
        return Optional.of(
            sibling.replaceFirst(PLACEHOLDER, Matcher.quoteReplacement(entry.substring(0, dot))));
      }
    }
    return SpellingSuggestion.nearest(dot < 0 ? entry + "/" : entry, siblings)
        .filter(near -> !near.equals(entry));
  }

  private static Pattern pattern(String template) {
    String literal = template.replace(".", "\\.");
    return Pattern.compile(literal.replaceAll(PLACEHOLDER, "([^/]+)"));
  }
}
