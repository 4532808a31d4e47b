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
final class AccessWords {
  /** So many columns of a table are told by name. */
  private static final int MOST_COLUMNS = 6;

  /** So many principals are told by name. */
  private static final int MOST_PRINCIPALS = 4;

  private final Words words;

  /** Tables whose name alone does not tell which one is meant. */
  private final Set<String> ambiguous = new TreeSet<>();

  /** Words for talk about these columns and the ways to them. */
  AccessWords(Collection<ColumnId> columns, Collection<? extends ResourceId> ways) {
    List<ResourceId> all = new ArrayList<>(ways);
    Set<TableId> tables = new TreeSet<>();
    columns.forEach(column -> tables.add(column.table()));
    all.addAll(tables);
    this.words = Words.about(all);
    Set<String> names = new TreeSet<>();
    tables.stream().map(TableId::name).filter(name -> !names.add(name)).forEach(ambiguous::add);
  }

  /** {@code analysts@acme.com}. */
  Phrase who(Principal principal) {
    if (principal instanceof Principal.Group group) {
      return Phrase.name(group.email());
    } else if (principal instanceof Principal.User user) {
      return Phrase.name(user.email());
    }
    return principal instanceof Principal.ServiceAccount account
        ? Phrase.name(account.email())
        : words.principal(principal);
  }

  Phrase who(Collection<Principal> principals) {
    return and(principals.stream().map(this::who).toList(), MOST_PRINCIPALS, "more");
  }

  /** {@code users.email}, or {@code email and id of users}. */
  Phrase columns(TableId table, List<String> paths) {
    Phrase name = ambiguous.contains(table.name()) ? full(table) : Phrase.name(table.name());
    if (paths.size() == 1) {
      String path = "." + paths.get(0);
      return ambiguous.contains(table.name())
          ? full(table.column(paths.get(0)))
          : Phrase.name(table.name() + path);
    }
    return Phrase.of(
        "{} of {}",
        and(paths.stream().map(Phrase::name).toList(), MOST_COLUMNS, "more columns"),
        name);
  }

  /** The table's name, with its project's if that is not clear. */
  Phrase full(ResourceId id) {
    return words.full(id);
  }

  /** The same of a column. */
  Phrase full(ColumnId column) {
    String table =
        words.full(column.table()).spans().stream()
            .map(Phrase.Span::text)
            .reduce("", String::concat);
    return Phrase.name(table + "." + column.path());
  }

  private static Phrase and(List<Phrase> phrases, int most, String noun) {
    int shown = phrases.size() <= most + 1 ? phrases.size() : most;
    if (phrases.size() == 1) {
      return phrases.get(0);
    } else if (shown < phrases.size()) {
      return Phrase.of(
          "{} and {}",
          Phrase.list(phrases.subList(0, shown)),
          Phrase.words(Words.number(phrases.size() - shown) + " " + noun));
    }
    return Phrase.of(
        "{} and {}", Phrase.list(phrases.subList(0, shown - 1)), phrases.get(shown - 1));
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
      case VALUE -> access.transformation().map(AccessWords::what).orElse("as it is");
      case INFLUENCE -> "only what depends on it";
      case NO -> "nothing";
    };
  }

  /** {@code through mart.signups > dwh.member}, or that the table itself is read. */
  Phrase way(TableId table, List<? extends DatasetScopedId> path) {
    List<? extends DatasetScopedId> through =
        path.isEmpty() || !path.get(path.size() - 1).equals(table)
            ? path
            : path.subList(0, path.size() - 1);
    if (through.isEmpty()) {
      return Phrase.of(" directly from {}", full(table));
    }
    Phrase way = Phrase.words(" through ");
    for (int i = 0; i < through.size(); i++) {
      way = way.and(Phrase.words(i == 0 ? "" : " > ")).and(full(through.get(i)));
    }
    return way;
  }

  /** What makes an answer less than certain, with a space before. */
  static Phrase doubts(Access access) {
    List<Phrase> doubts = new ArrayList<>();
    assumption(access).ifPresent(doubts::add);
    if (!access.isPrecise()) {
      doubts.add(Phrase.words(TABLE_LEVEL));
    }
    return doubts.isEmpty() ? Phrase.words("") : Phrase.of(" ({})", Phrase.list(doubts));
  }

  /** The open questions that answers name by their number, in words. */
  static List<Phrase> questions(Collection<Access> answers) {
    Set<String> numbers = new TreeSet<>();
    for (Access access : answers) {
      access.assumption().ifPresent(text -> numbers.addAll(List.of(text.split("; "))));
    }
    List<Phrase> questions = new ArrayList<>();
    for (String number : numbers) {
      if (QUESTIONS.containsKey(number)) {
        questions.add(
            Phrase.words(
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

  private static Optional<Phrase> assumption(Access access) {
    return access
        .assumption()
        .map(
            number -> Phrase.of("unless BigQuery refuses it: assumption {}", Phrase.prose(number)));
  }
}
