package dev.bqgovernance.examples.gitops;

import dev.bqgovernance.Governance;
import dev.bqgovernance.access.Access;
import dev.bqgovernance.access.AccessAnalysis;
import dev.bqgovernance.access.AnswerJson;
import dev.bqgovernance.access.ColumnAccess;
import dev.bqgovernance.access.Explanation;
import dev.bqgovernance.files.WorldFile;
import dev.bqgovernance.json.JsonText;
import dev.bqgovernance.model.AccessContext;
import dev.bqgovernance.model.ColumnId;
import dev.bqgovernance.model.DataPlatform;
import dev.bqgovernance.model.Finding;
import dev.bqgovernance.model.Memberships;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.sql.SqlAnalyzer;
import dev.bqgovernance.state.Json;
import dev.bqgovernance.state.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Answers questions about access in one platform.
 *
 * <p>This class is immutable and thread-safe.
 */
final class AccessQuestions {
  private final AccessAnalysis analysis;
  private final Memberships memberships;
  private final NameResolver names;

  private AccessQuestions(DataPlatform platform, AccessAnalysis analysis, Memberships memberships) {
    this.analysis = analysis;
    this.memberships = memberships;
    this.names = new NameResolver(platform.project(), analysis.state(), analysis);
  }

  /** Questions about a declared platform in a world. */
  static AccessQuestions about(DataPlatform platform, Optional<WorldFile> world, Instant now) {
    return new AccessQuestions(
        platform,
        Governance.declaredAccess(context(platform, world, now), known(world)),
        memberships(world));
  }

  /** Questions about the live cloud. */
  static AccessQuestions about(
      DataPlatform platform, Optional<WorldFile> world, Governance governance) {
    return new AccessQuestions(platform, governance.liveAccess(platform), memberships(world));
  }

  /** The knowledge of an analysis in addition to the state. */
  static AccessContext context(DataPlatform platform, Optional<WorldFile> world, Instant now) {
    return AccessContext.of(platform, now).with(memberships(world));
  }

  /** The state that a world file describes: the IAM policies and numbers of projects. */
  static State known(Optional<WorldFile> world) {
    State known = State.empty();
    for (WorldFile.Project project : world.map(WorldFile::projects).orElse(List.of())) {
      Map<String, Set<String>> roles = new LinkedHashMap<>();
      project
          .iam()
          .forEach(
              (role, members) ->
                  roles.put(
                      role, members.stream().map(Principal::member).collect(Collectors.toSet())));
      known =
          known
              .withProjectRoles(project.id(), roles)
              .withProjectNumber(project.id(), project.number());
    }
    return known;
  }

  /** The group memberships of a world file. */
  static Memberships memberships(Optional<WorldFile> world) {
    return world.<Memberships>map(WorldFileMemberships::new).orElse(Memberships.unknown());
  }

  AccessAnalysis analysis() {
    return analysis;
  }

  /** The table or column of a name. */
  NameResolver.Subject subject(String name) throws UsageException {
    try {
      return names.subject(name);
    } catch (IllegalArgumentException e) {
      throw new UsageException(sentence(e));
    }
  }

  /** The principal of a name. */
  static Principal principal(String name) throws UsageException {
    try {
      return NameResolver.unambiguousPrincipal(name);
    } catch (IllegalArgumentException e) {
      throw new UsageException(sentence(e));
    }
  }

  private static String sentence(IllegalArgumentException e) {
    String message = String.valueOf(e.getMessage());
    return message.endsWith("?") ? message : message + ".";
  }

  List<ColumnAccess> whoCanRead(NameResolver.Subject subject) {
    return subject.column().isPresent()
        ? analysis.whoCanRead(subject.column().get())
        : analysis.whoCanRead(subject.table());
  }

  /**
   * Explains the access to a column. For a table, explains the column of which most can be seen; if
   * none can be seen, explains why the table cannot be queried.
   */
  Explanation explain(Principal principal, NameResolver.Subject subject) {
    if (subject.column().isPresent()) {
      return analysis.explain(principal, subject.column().get());
    }
    Optional<ColumnId> best = Optional.empty();
    Optional<Access> most = Optional.empty();
    Set<String> known = names.columns(subject.table());
    for (String path : known.isEmpty() ? Set.of("*") : known) {
      ColumnId column = subject.table().column(path);
      Access access = analysis.canRead(principal, column);
      boolean isMore = most.map(access::showsMoreThan).orElse(access.sight() != Access.Sight.NO);
      if (isMore) {
        best = Optional.of(column);
        most = Optional.of(access);
      }
    }
    return best.isPresent()
        ? analysis.explain(principal, best.get())
        : analysis.explain(principal, subject.table());
  }

  /**
   * A note for answers that nothing can be seen: no grant names the principal, or a group of it.
   */
  Optional<Finding> unnamed(Principal principal) {
    Set<Principal> known = analysis.principals();
    Set<Principal> self = new LinkedHashSet<>(memberships.groupsOf(principal));
    self.add(principal);
    if (self.stream().anyMatch(known::contains)) {
      return Optional.empty();
    }
    Finding note =
        Finding.info(
            "unnamed-principal",
            String.format("no grant names %s or one of its known groups.", principal.member()));
    return Optional.of(
        SpellingSuggestion.nearest(
                principal.member(), known.stream().map(Principal::member).toList())
            .map(near -> note.withFix("Did you mean " + near + "?"))
            .orElse(note));
  }

  /** A note that answers are about whole tables, if there is no SQL engine. */
  static List<Finding> limits() {
    return SqlAnalyzer.find().isPresent()
        ? List.of()
        : List.of(
            Finding.info(
                    "no-sql-engine",
                    "no SQL engine is available, so every column of a table that a view reads counts"
                        + " as read.")
                .withFix("Run on Linux or macOS on x86-64 with the engine on the class path."));
  }

  /**
   * Answers questions line by line.
   *
   * @param lines each {@code PRINCIPAL TABLE.COLUMN}; empty lines and lines that start with {@code
   *     #} are skipped
   * @return a JSON document for each other line
   */
  Batch batch(List<String> lines) {
    List<String> answers = new ArrayList<>();
    boolean isComplete = true;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      Json.Builder json = Json.build().put("line", Json.of(i + 1));
      try {
        String[] words = line.split("\\s+", 2);
        if (words.length < 2) {
          throw new IllegalArgumentException(
              "expected PRINCIPAL TABLE.COLUMN, such as group:analysts@acme.com raw__db.users.email");
        }
        Principal principal = NameResolver.unambiguousPrincipal(words[0]);
        Explanation answer = explain(principal, names.subject(words[1]));
        AnswerJson.of(answer).members().forEach(json::put);
        if (answer.access().sight() == Access.Sight.NO) {
          json.put("note", unnamed(principal).map(Finding::message));
        }
      } catch (IllegalArgumentException e) {
        json.put("error", "line " + (i + 1) + ": " + sentence(e));
        isComplete = false;
      }
      answers.add(JsonText.compact(json.toObject()));
    }
    return new Batch(answers, isComplete);
  }

  /**
   * The answers of a batch.
   *
   * @param answers a JSON document for each question, on one line
   * @param isComplete whether every line was answered
   */
  record Batch(List<String> answers, boolean isComplete) {}
}
