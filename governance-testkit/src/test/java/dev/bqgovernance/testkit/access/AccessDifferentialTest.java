package dev.bqgovernance.testkit.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bqgovernance.access.AccessAnalysis;
import dev.bqgovernance.access.Truth;
import dev.bqgovernance.model.DatasetScopedId;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.RoutineId;
import dev.bqgovernance.model.TableId;
import dev.bqgovernance.state.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * The analysis and a naive evaluator, which were written apart from each other, agree on every
 * answer about random worlds.
 *
 * <p>{@code -Ddifferential.worlds=N} and {@code -Ddifferential.seed=N} ask for more, or others.
 */
class AccessDifferentialTest {
  private static final int WORLDS = Integer.getInteger("differential.worlds", 2_000);
  private static final long SEED = Long.getLong("differential.seed", 0);

  private long answers;
  private final Map<Object, Integer> seen = new TreeMap<>();

  @Test
  void analysisAndNaiveEvaluator_agree() {
    for (long seed = SEED; seed < SEED + WORLDS; seed++) {
      World world = RandomWorld.of(seed);
      if (!disagreements(world).isEmpty()) {
        World smallest = world.shrunk(each -> !disagreements(each).isEmpty());
        assertThat(disagreements(smallest)).as("seed %s%n%s", seed, smallest).isEmpty();
      }
    }
    // Worlds in which everything has the same answer would prove nothing.
    System.out.println(answers + " " + seen);
    assertThat(seen.get("query YES")).isGreaterThan(WORLDS);
    assertThat(seen.get("query ASSUMED_NO")).isGreaterThan(WORLDS / 4);
    assertThat(seen.get("query NO")).isGreaterThan(WORLDS);
  }

  private List<String> disagreements(World world) {
    NaiveAccess naive = new NaiveAccess(world);
    AccessAnalysis analysis = AccessAnalysis.of(world.state(), world.context());
    List<String> found = new ArrayList<>();
    for (Principal principal : world.people()) {
      for (DatasetScopedId node : nodes(world)) {
        Truth expected = naive.canQuery(principal, node);
        compare(
            found, principal + " queries " + node, analysis.canQuery(principal, node), expected);
        count("query " + expected);
      }
    }
    return found;
  }

  private void compare(List<String> found, String question, Object answer, Object expected) {
    answers++;
    if (!answer.equals(expected)) {
      found.add(question + ": analysis " + answer + ", naive " + expected);
    }
  }

  private void count(String what) {
    seen.merge(what, 1, Integer::sum);
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
