package dev.bqgovernance.examples.gitops;

import dev.bqgovernance.Governance;
import dev.bqgovernance.access.Access;
import dev.bqgovernance.access.AccessAnalysis;
import dev.bqgovernance.model.AccessContext;
import dev.bqgovernance.access.AnswerJson;
import dev.bqgovernance.access.ColumnAccess;
import dev.bqgovernance.access.Explanation;
import dev.bqgovernance.model.Memberships;
import dev.bqgovernance.files.WorldFile;
import dev.bqgovernance.json.JsonText;
import dev.bqgovernance.model.ColumnId;
import dev.bqgovernance.model.DataPlatform;
import dev.bqgovernance.model.Finding;
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
 * Answers questions about who can see what in one platform.
 *
 * <p>This class is immutable and thread-safe.
 */
final class Questions {
  private final AccessAnalysis analysis;
  private final Memberships memberships;
  private final Names names;

  private Questions(DataPlatform platform, AccessAnalysis analysis, Memberships memberships) {
    this.analysis = analysis;
    this.memberships = memberships;
    this.names = new Names(platform.project(), analysis.state(), analysis);
  }

  /** About a platform as it is declared, in a world. */
  static Questions about(DataPlatform platform, Optional<WorldFile> world, Instant now) {
    return new Questions(
        platform,
        Governance.declaredAccess(context(platform, world, now), known(world)),
        memberships(world));
  }

  /** About a cloud as it is. */
  static Questions about(DataPlatform platform, Optional<WorldFile> world, Governance governance) {
    return new Questions(platform, governance.liveAccess(platform), memberships(world));
  }

  /** What an analysis is to know beside the cloud. */
  static AccessContext context(DataPlatform platform, Optional<WorldFile> world, Instant now) {
    return AccessContext.of(platform, now).with(memberships(world));
  }

  /** What a world file tells of the cloud: what the projects' policies grant. */
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

  /** Who is in which group, as a world file has it. */
  static Memberships memberships(Optional<WorldFile> world) {
    return world.<Memberships>map(WorldMemberships::new).orElse(Memberships.unknown());
  }

  AccessAnalysis analysis() {
    return analysis;
  }

  /** The table or column of a name. */
  Names.Subject subject(String name) throws UsageException {
    try {
      return names.subject(name);
    } catch (IllegalArgumentException e) {
      throw new UsageException(sentence(e));
    }
  }

  /** Somebody. */
  static Principal principal(String name) throws UsageException {
    try {
      return Names.asked(name);
    } catch (IllegalArgumentException e) {
      throw new UsageException(sentence(e));
    }
  }

  private static String sentence(IllegalArgumentException e) {
    String message = String.valueOf(e.getMessage());
    return message.endsWith("?") ? message : message + ".";
  }

  List<ColumnAccess> whoCanRead(Names.Subject subject) {
    return subject.column().isPresent()
        ? analysis.whoCanRead(subject.column().get())
        : analysis.whoCanRead(subject.table());
  }

  /**
   * Why somebody can see something of a column. Of a table: of the column of which most can be
   * seen; where nothing can, why the table cannot be queried.
   */
  Explanation explain(Principal principal, Names.Subject subject) {
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
   * What to know about an answer that says nothing can be seen: that no grant names the principal.
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
            String.format(
                "no grant names %s, or a group that it is known to be in.", principal.member()));
    return Optional.of(
        Spelling.nearest(principal.member(), known.stream().map(Principal::member).toList())
            .map(near -> note.withFix("Did you mean " + near + "?"))
            .orElse(note));
  }

  /** That answers are about tables as wholes, where there is no engine. */
  static List<Finding> limits() {
    return SqlAnalyzer.find().isPresent()
        ? List.of()
        : List.of(
            Finding.info(
                    "no-sql-engine",
                    "there is no SQL engine here, so that every column of a table that a text reads"
                        + " counts as read.")
                .withFix("Run it on Linux or macOS on x86-64, with the engine on the class path."));
  }

  /**
   * Answers line by line.
   *
   * @param lines each {@code PRINCIPAL TABLE.COLUMN}; empty ones and those that start with {@code
   *     #} are skipped
   * @return a JSON document for each other line
   */
  Batch batch(List<String> lines) {
    List<String> answers = new ArrayList<>();
    boolean isGood = true;
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
        Principal principal = Names.asked(words[0]);
        Explanation answer = explain(principal, names.subject(words[1]));
        AnswerJson.of(answer).members().forEach(json::put);
        if (answer.access().sight() == Access.Sight.NO) {
          json.put("note", unnamed(principal).map(Finding::message));
        }
      } catch (IllegalArgumentException e) {
        json.put("error", "line " + (i + 1) + ": " + sentence(e));
        isGood = false;
      }
      answers.add(JsonText.compact(json.toObject()));
    }
    return new Batch(answers, isGood);
  }

  /**
   * The answers of a batch.
   *
   * @param answers a JSON document for each question, on one line
   * @param isGood whether every line could be answered
   */
  record Batch(List<String> answers, boolean isGood) {}
}
