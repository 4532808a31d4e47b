package dev.bqgovernance.render;

import dev.bqgovernance.access.Access;
import dev.bqgovernance.model.ColumnId;
import dev.bqgovernance.model.DatasetScopedId;
import dev.bqgovernance.model.Doubt;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.model.TableId;
import dev.bqgovernance.model.Transformation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The labels of principals, columns, transformations and paths in answers about access. */
final class AccessLabels {
  /** The most columns of a table that are listed by name. */
  private static final int MOST_COLUMNS = 6;

  /** The most principals that are listed by name. */
  private static final int MOST_PRINCIPALS = 4;

  private final DisplayNames names;

  /** Names that several tables have. */
  private final Set<String> ambiguous = new TreeSet<>();

  /** Labels for answers about these columns and the resources on the paths to them. */
  AccessLabels(Collection<ColumnId> columns, Collection<? extends ResourceId> onPaths) {
    List<ResourceId> all = new ArrayList<>(onPaths);
    Set<TableId> tables = new TreeSet<>();
    columns.forEach(column -> tables.add(column.table()));
    all.addAll(tables);
    this.names = DisplayNames.about(all);
    Set<String> seen = new TreeSet<>();
    tables.stream().map(TableId::name).filter(name -> !seen.add(name)).forEach(ambiguous::add);
  }

  /** {@code analysts@acme.com}. */
  StyledText who(Principal principal) {
    if (principal instanceof Principal.Group group) {
      return StyledText.name(group.email());
    } else if (principal instanceof Principal.User user) {
      return StyledText.name(user.email());
    }
    return principal instanceof Principal.ServiceAccount account
        ? StyledText.name(account.email())
        : names.principal(principal);
  }

  StyledText who(Collection<Principal> principals) {
    return and(principals.stream().map(this::who).toList(), MOST_PRINCIPALS, "more");
  }

  /** {@code users.email}, or {@code email and id of users}. */
  StyledText columns(TableId table, List<String> paths) {
    StyledText name =
        ambiguous.contains(table.name()) ? full(table) : StyledText.name(table.name());
    if (paths.size() == 1) {
      String path = "." + paths.get(0);
      return ambiguous.contains(table.name())
          ? full(table.column(paths.get(0)))
          : StyledText.name(table.name() + path);
    }
    return StyledText.of(
        "{} of {}",
        and(paths.stream().map(StyledText::name).toList(), MOST_COLUMNS, "more columns"),
        name);
  }

  /** The name with its dataset, and with its project unless that is clear. */
  StyledText full(ResourceId id) {
    return names.full(id);
  }

  /** The same of a column. */
  StyledText full(ColumnId column) {
    String table =
        names.full(column.table()).spans().stream()
            .map(StyledText.Span::text)
            .reduce("", String::concat);
    return StyledText.name(table + "." + column.path());
  }

  private static StyledText and(List<StyledText> parts, int most, String noun) {
    int shown = parts.size() <= most + 1 ? parts.size() : most;
    if (parts.size() == 1) {
      return parts.get(0);
    } else if (shown < parts.size()) {
      return StyledText.of(
          "{} and {}",
          StyledText.list(parts.subList(0, shown)),
          StyledText.words(DisplayNames.number(parts.size() - shown) + " " + noun));
    }
    return StyledText.of(
        "{} and {}", StyledText.list(parts.subList(0, shown - 1)), parts.get(shown - 1));
  }

  /** {@code keyed hash}. */
  static String label(Transformation transformation) {
    return switch (transformation) {
      case IDENTITY -> "as it is";
      case DERIVED -> "derived";
      case PARTIAL -> "in part";
      case UNKEYED_HASH -> "unkeyed hash";
      case KEYED_HASH -> "keyed hash";
      case STATISTIC -> "statistic";
    };
  }

  /** {@code keyed hash}, {@code as it is}, {@code nothing}. */
  static String visibility(Access access) {
    return switch (access.sight()) {
      case VALUE -> access.transformation().map(AccessLabels::label).orElse("as it is");
      case INFLUENCE -> "only what depends on it";
      case NO -> "nothing";
    };
  }

  /** {@code through mart.signups > dwh.member}, or {@code directly from raw.users}. */
  StyledText path(TableId table, List<? extends DatasetScopedId> path) {
    List<? extends DatasetScopedId> through =
        path.isEmpty() || !path.get(path.size() - 1).equals(table)
            ? path
            : path.subList(0, path.size() - 1);
    if (through.isEmpty()) {
      return StyledText.of(" directly from {}", full(table));
    }
    StyledText hops = StyledText.words(" through ");
    for (int i = 0; i < through.size(); i++) {
      hops = hops.and(StyledText.words(i == 0 ? "" : " > ")).and(full(through.get(i)));
    }
    return hops;
  }

  /** The reasons why an answer is less than certain, after a space; nothing for a certain one. */
  static StyledText caveats(Access access) {
    List<StyledText> caveats = new ArrayList<>();
    if (!access.doubts().isEmpty()) {
      caveats.add(
          StyledText.of(
              "unless BigQuery refuses it: assumption {}",
              StyledText.prose(Doubt.join(access.doubts()))));
    }
    if (!access.isPrecise()) {
      caveats.add(StyledText.words(TABLE_LEVEL));
    }
    return caveats.isEmpty()
        ? StyledText.words("")
        : StyledText.of(" ({})", StyledText.list(caveats));
  }

  /** The open questions that answers name by their number, as sentences. */
  static List<StyledText> openQuestions(Collection<Access> answers) {
    return answers.stream()
        .flatMap(access -> access.doubts().stream())
        .flatMap(doubt -> doubt.assumption().stream())
        .distinct()
        .sorted()
        .map(
            assumption ->
                StyledText.words(
                    String.format(
                        "assumption %s: Google does not say whether %s.",
                        assumption, assumption.question())))
        .toList();
  }

  /** Marks answers about whole tables. */
  static final String TABLE_LEVEL = "table level";
}
