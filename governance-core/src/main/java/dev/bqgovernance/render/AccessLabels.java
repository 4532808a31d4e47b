package dev.bqgovernance.render;

import dev.bqgovernance.access.Access;
import dev.bqgovernance.model.ColumnId;
import dev.bqgovernance.model.DatasetScopedId;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.model.TableId;
import dev.bqgovernance.sql.Transformation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** How it is told what people see of columns. */
final class AccessLabels {
  /** So many columns of a table are told by name. */
  private static final int MOST_COLUMNS = 6;

  /** So many principals are told by name. */
  private static final int MOST_PRINCIPALS = 4;

  private final DisplayNames words;

  /** Tables whose name alone does not tell which one is meant. */
  private final Set<String> ambiguous = new TreeSet<>();

  /** Words for talk about these columns and the ways to them. */
  AccessLabels(Collection<ColumnId> columns, Collection<? extends ResourceId> ways) {
    List<ResourceId> all = new ArrayList<>(ways);
    Set<TableId> tables = new TreeSet<>();
    columns.forEach(column -> tables.add(column.table()));
    all.addAll(tables);
    this.words = DisplayNames.about(all);
    Set<String> names = new TreeSet<>();
    tables.stream().map(TableId::name).filter(name -> !names.add(name)).forEach(ambiguous::add);
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
        : words.principal(principal);
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

  /** The table's name, with its project's if that is not clear. */
  StyledText full(ResourceId id) {
    return words.full(id);
  }

  /** The same of a column. */
  StyledText full(ColumnId column) {
    String table =
        words.full(column.table()).spans().stream()
            .map(StyledText.Span::text)
            .reduce("", String::concat);
    return StyledText.name(table + "." + column.path());
  }

  private static StyledText and(List<StyledText> phrases, int most, String noun) {
    int shown = phrases.size() <= most + 1 ? phrases.size() : most;
    if (phrases.size() == 1) {
      return phrases.get(0);
    } else if (shown < phrases.size()) {
      return StyledText.of(
          "{} and {}",
          StyledText.list(phrases.subList(0, shown)),
          StyledText.words(DisplayNames.number(phrases.size() - shown) + " " + noun));
    }
    return StyledText.of(
        "{} and {}", StyledText.list(phrases.subList(0, shown - 1)), phrases.get(shown - 1));
  }

  /** {@code keyed hash}. */
  static String what(Transformation transformation) {
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
  static String what(Access access) {
    return switch (access.sight()) {
      case VALUE -> access.transformation().map(AccessLabels::what).orElse("as it is");
      case INFLUENCE -> "only what depends on it";
      case NO -> "nothing";
    };
  }

  /** {@code through mart.signups > dwh.member}, or that the table itself is read. */
  StyledText way(TableId table, List<? extends DatasetScopedId> path) {
    List<? extends DatasetScopedId> through =
        path.isEmpty() || !path.get(path.size() - 1).equals(table)
            ? path
            : path.subList(0, path.size() - 1);
    if (through.isEmpty()) {
      return StyledText.of(" directly from {}", full(table));
    }
    StyledText way = StyledText.words(" through ");
    for (int i = 0; i < through.size(); i++) {
      way = way.and(StyledText.words(i == 0 ? "" : " > ")).and(full(through.get(i)));
    }
    return way;
  }

  /** What makes an answer less than certain, with a space before. */
  static StyledText doubts(Access access) {
    List<StyledText> doubts = new ArrayList<>();
    assumption(access).ifPresent(doubts::add);
    if (!access.isPrecise()) {
      doubts.add(StyledText.words(TABLE_LEVEL));
    }
    return doubts.isEmpty()
        ? StyledText.words("")
        : StyledText.of(" ({})", StyledText.list(doubts));
  }

  /** The open questions that answers name by their number, in words. */
  static List<StyledText> questions(Collection<Access> answers) {
    Set<String> numbers = new TreeSet<>();
    for (Access access : answers) {
      access.assumption().ifPresent(text -> numbers.addAll(List.of(text.split("; "))));
    }
    List<StyledText> questions = new ArrayList<>();
    for (String number : numbers) {
      if (QUESTIONS.containsKey(number)) {
        questions.add(
            StyledText.words(
                String.format(
                    "assumption %s: Google does not say whether %s.",
                    number, QUESTIONS.get(number))));
      }
    }
    return questions;
  }

  /** What could not be settled, by the numbers of docs/access.md. */
  private static final Map<String, String> QUESTIONS =
      Map.of(
          "11.1", "authorizing the outermost view helps a view in between that is not authorized",
          "11.2", "a routine that was replaced is still authorized",
          "11.3", "a view that was made again is still authorized",
          "11.14",
              "a view may read its own dataset's tables for somebody who may read only the view",
          "11.16", "an authorized dataset covers materialized views and functions",
          "11.17", "who may read a tag both raw and masked gets raw values",
          "11.23", "a query is refused that uses a column with a tag only to decide what is seen");

  /** The mark of an answer that is about tables as wholes. */
  static final String TABLE_LEVEL = "table level";

  private static Optional<StyledText> assumption(Access access) {
    return access
        .assumption()
        .map(
            number ->
                StyledText.of(
                    "unless BigQuery refuses it: assumption {}", StyledText.prose(number)));
  }
}
