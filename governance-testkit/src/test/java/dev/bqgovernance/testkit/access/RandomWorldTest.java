package dev.bqgovernance.testkit.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bqgovernance.model.Certainty;
import dev.bqgovernance.model.DatasetScopedId;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.ProjectId;
import dev.bqgovernance.model.RoutineId;
import dev.bqgovernance.model.TableId;
import dev.bqgovernance.sql.SqlScan;
import dev.bqgovernance.sql.SqlScanner;
import dev.bqgovernance.state.Resource;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The random worlds are what they say they are. */
class RandomWorldTest {
  private static final int WORLDS = 500;

  @Test
  void sameSeed_sameWorld() {
    for (long seed = 0; seed < 20; seed++) {
      assertThat(RandomWorld.of(seed)).hasToString(RandomWorld.of(seed).toString());
    }
  }

  @Test
  void texts_nameWhatTheirBodiesSay() {
    for (long seed = 0; seed < WORLDS; seed++) {
      World world = RandomWorld.of(seed);
      world
          .bodies()
          .forEach(
              (id, body) -> {
                String sql = body.sql(id.project());
                SqlScan scan = SqlScanner.scan("SELECT " + sql);
                assertThat(scan.problems()).as(sql).isEmpty();
                assertThat(referencesOf(SqlScanner.scan(sql), id.project()))
                    .as(sql)
                    .isEqualTo(body.references());
              });
    }
  }

  private static Set<DatasetScopedId> referencesOf(SqlScan scan, ProjectId home) {
    return scan.references().stream()
        .flatMap(
            each ->
                Stream.concat(each.table(home).stream(), each.routine(home).stream())
                    .map(DatasetScopedId.class::cast))
        .collect(Collectors.toSet());
  }

  /** A generator that never makes a case tests nothing about it. */
  @Test
  void everyCase_occurs() {
    Map<String, Integer> cases = new TreeMap<>();
    for (long seed = 0; seed < WORLDS; seed++) {
      World world = RandomWorld.of(seed);
      NaiveAccess naive = new NaiveAccess(world, false);
      for (Principal caller : world.people()) {
        for (Resource resource : world.state().resources()) {
          if (resource.id() instanceof TableId || resource.id() instanceof RoutineId) {
            DatasetScopedId node = (DatasetScopedId) resource.id();
            Certainty truth = naive.canQuery(caller, node);
            String kind = world.bodies().containsKey(node) ? "text " : "table ";
            cases.merge(kind + truth, 1, Integer::sum);
          }
        }
        naive
            .whatCanRead(caller)
            .values()
            .forEach(
                seen ->
                    cases.merge(
                        seen.sight()
                            + " "
                            + seen.transformation().orElseThrow()
                            + " "
                            + seen.truth(),
                        1,
                        Integer::sum));
      }
    }
    assertThat(cases)
        .containsKeys("text YES", "text ASSUMED_NO", "text NO", "table YES", "table ASSUMED_NO");
  }
}
