package dev.bqgovernance.testkit.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bqgovernance.access.Access;
import dev.bqgovernance.access.AccessAnalysis;
import dev.bqgovernance.access.ColumnAccess;
import dev.bqgovernance.access.Explanation;
import dev.bqgovernance.model.Certainty;
import dev.bqgovernance.model.ColumnId;
import dev.bqgovernance.model.DatasetScopedId;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.RoutineId;
import dev.bqgovernance.model.TableId;
import dev.bqgovernance.sql.SqlAnalyzer;
import dev.bqgovernance.state.Json;
import dev.bqgovernance.state.Resource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The analysis and a naive evaluator, which were written apart from each other, agree on every
 * answer about random worlds.
 *
 * <p>{@code -Ddifferential.worlds=N} and {@code -Ddifferential.seed=N} ask for more, or others;
 * {@code -Ddifferential.engine=N} lets the SQL engine, if there is one, read every N-th world. In
 * the others everything that a text names counts as shown.
 */
class AccessDifferentialTest {
  private static final int WORLDS = Integer.getInteger("differential.worlds", 800);
  private static final long SEED = Long.getLong("differential.seed", 0);

  private static final int EVERY = Integer.getInteger("differential.engine", 7);
  private static final Optional<SqlAnalyzer> ENGINE = SqlAnalyzer.find();

  /** What reads the texts of the world at hand. */
  private Optional<SqlAnalyzer> engine = Optional.empty();

  /** Whether lists and explanations are compared too, which takes most of the time. */
  private boolean explains;

  private long answers;
  private final Map<Object, Integer> seen = new TreeMap<>();

  @Test
  void analysisAndNaiveEvaluator_agree() {
    for (long seed = SEED; seed < SEED + WORLDS; seed++) {
      World world = RandomWorld.of(seed);
      engine = seed % EVERY == 0 ? ENGINE : Optional.empty();
      explains = seed % 10 == 0;
      if (!disagreements(world).isEmpty()) {
        World smallest = world.shrunk(each -> !disagreements(each).isEmpty());
        assertThat(disagreements(smallest))
            .as("seed %s, engine %s%n%s", seed, engine, smallest)
            .isEmpty();
      }
    }
    // Worlds in which everything has the same answer would prove nothing.
    assertThat(answers).isGreaterThan(100L * WORLDS);
    assertThat(seen.get("query YES")).isGreaterThan(WORLDS);
    assertThat(seen.get("query ASSUMED_NO")).isGreaterThan(WORLDS / 4);
    assertThat(seen.get("query NO")).isGreaterThan(WORLDS);
  }

  private List<String> disagreements(World world) {
    NaiveAccess naive = new NaiveAccess(world, engine.isEmpty());
    AccessAnalysis analysis = AccessAnalysis.of(world.state(), world.context(), engine);
    List<String> found = new ArrayList<>();
    for (Principal caller : world.people()) {
      for (DatasetScopedId node : nodes(world)) {
        Certainty expected = naive.canQuery(caller, node);
        compare(found, caller + " queries " + node, analysis.canQuery(caller, node), expected);
        count("query " + expected);
        if (explains) {
          checkExplanation(found, analysis.explain(caller, node), expected.isCertain());
        }
      }
      checkColumns(found, world, caller, analysis, naive);
    }
    if (explains) {
      columns(world).forEach(column -> checkReaders(found, column, analysis));
    }
    return found;
  }

  private void checkColumns(
      List<String> found,
      World world,
      Principal caller,
      AccessAnalysis analysis,
      NaiveAccess naive) {
    Map<ColumnId, NaiveAccess.Seen> readable = naive.whatCanRead(caller);
    Map<ColumnId, Access> answered = new TreeMap<>();
    for (ColumnAccess each : analysis.whatCanRead(caller)) {
      answered.put(each.column(), each.access());
    }
    for (ColumnId column : columns(world)) {
      NaiveAccess.Seen expected = readable.getOrDefault(column, NaiveAccess.Seen.NOTHING);
      Access access = analysis.canRead(caller, column);
      compare(found, caller + " reads " + column, seenBy(access), expected.comparable());
      boolean sees = access.sight() != Access.Sight.NO;
      compare(found, caller + " lists " + column, answered.get(column), sees ? access : null);
      if (explains) {
        checkExplanation(found, analysis.explain(caller, column), sees);
      }
      count("read " + expected.sight() + " " + expected.truth());
    }
    compare(
        found, caller + " lists", Set.copyOf(columns(world)).containsAll(answered.keySet()), true);
  }

  private static NaiveAccess.Seen seenBy(Access access) {
    return new NaiveAccess.Seen(access.sight(), access.transformation(), access.truth())
        .comparable();
  }

  /** A way is told exactly where there is one, and what was tried exactly where there is none. */
  private void checkExplanation(List<String> found, Explanation explanation, boolean isYes) {
    String question = explanation.principal() + " explained " + explanation.subject();
    compare(found, question + " by a path", !explanation.path().isEmpty(), isYes);
    if (isYes) {
      compare(found, question + " by what was tried", explanation.tried().isEmpty(), true);
    }
  }

  /**
   * Whoever is listed for a column can read it, and everybody named in a grant who can is listed.
   */
  private void checkReaders(List<String> found, ColumnId column, AccessAnalysis analysis) {
    Map<Principal, Access> listed = new HashMap<>();
    for (ColumnAccess each : analysis.whoCanRead(column)) {
      listed.put(each.principal(), each.access());
    }
    for (Principal principal : analysis.principals()) {
      Access access = analysis.canRead(principal, column);
      compare(
          found,
          column + " lists " + principal,
          listed.remove(principal),
          access.sight() == Access.Sight.NO ? null : access);
    }
    compare(found, column + " lists others", listed.keySet(), Set.of());
  }

  private void compare(
      List<String> found, String question, @Nullable Object answer, @Nullable Object expected) {
    answers++;
    if (!Objects.equals(answer, expected)) {
      found.add(question + ": analysis " + answer + ", naive " + expected);
    }
  }

  private void count(String what) {
    seen.merge(what, 1, Integer::sum);
  }

  /** The columns of base tables. */
  private static List<ColumnId> columns(World world) {
    List<ColumnId> columns = new ArrayList<>();
    for (Resource resource : world.state().resources()) {
      if (resource.id() instanceof TableId table && !resource.isView()) {
        for (Json field : resource.body().object("schema").array("fields")) {
          columns.add(table.column(((Json.Obj) field).text("name").orElseThrow()));
        }
      }
    }
    return columns;
  }

  /** Tables, views and table functions. */
  private static List<DatasetScopedId> nodes(World world) {
    List<DatasetScopedId> nodes = new ArrayList<>();
    for (Resource resource : world.state().resources()) {
      if (resource.id() instanceof TableId table) {
        nodes.add(table);
      } else if (resource.id() instanceof RoutineId routine
          && world.bodies().get(routine) instanceof Body.Rows) {
        nodes.add(routine);
      }
    }
    return nodes;
  }
}
