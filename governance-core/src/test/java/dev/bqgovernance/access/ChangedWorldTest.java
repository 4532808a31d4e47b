package dev.bqgovernance.access;

import static dev.bqgovernance.access.NotedEngine.table;
import static dev.bqgovernance.access.SmallWorld.group;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bqgovernance.access.lineage.BaseLineage;
import dev.bqgovernance.access.lineage.FlowIndex;
import dev.bqgovernance.model.AccessContext;
import dev.bqgovernance.model.ColumnId;
import dev.bqgovernance.model.DatasetScopedId;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.TableId;
import dev.bqgovernance.model.TagReaders;
import dev.bqgovernance.sql.QueryFlow;
import dev.bqgovernance.sql.SqlAnalyzer;
import dev.bqgovernance.state.Json;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Worlds that change step by step at random: what is kept must be what a new look would find. */
final class ChangedWorldTest {
  private static final List<String> DATASETS = List.of("a", "b", "c");
  private static final List<String> GROUPS = List.of("g", "h");
  private static final int STEPS = 25;

  private final AccessContext context =
      SmallWorld.context()
          .with(
              (TagReaders)
                  (who, tag) ->
                      who.equals(group("g")) ? TagReaders.Right.NONE : TagReaders.Right.MASKED);

  static IntStream seeds() {
    return IntStream.range(0, 30);
  }

  private AccessAnalysis analysis(SmallWorld world) {
    return AccessAnalysis.of(world.state(), context, Optional.of(new NotedEngine()));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void what_is_kept_equals_a_new_look(int seed) {
    Random random = new Random(seed);
    SmallWorld world = new SmallWorld();
    AccessAnalysis kept = analysis(world);
    for (int step = 0; step < STEPS; step++) {
      AccessAnalysis before = kept;
      AccessAnalysis freshBefore = analysis(world);
      changeOften(random, world, step == 0 ? 12 : 1 + random.nextInt(2));
      kept = kept.after(world.state(), context);
      AccessAnalysis fresh = analysis(world);
      assertThat(index(kept)).as("index, step %d", step).isEqualTo(index(fresh));
      Map<String, Access> answers = answers(fresh, columns(fresh));
      assertThat(answers(kept, columns(fresh))).as("answers, step %d", step).isEqualTo(answers);
      AccessDelta delta = kept.since(before);
      assertThat(delta).as("delta, step %d", step).isEqualTo(fresh.since(freshBefore));
      assertThat(backwards(before.since(kept))).isEqualTo(told(delta));
      assertThat(told(delta))
          .as("all changes, step %d", step)
          .containsExactlyInAnyOrderElementsOf(all(freshBefore, fresh));
      assertThat(kept.since(kept).isEmpty()).isTrue();
      assertThat(kept.since(fresh).isEmpty()).isTrue();
    }
  }

  /** The same over GoogleSQL, with functions whose bodies change below views that call them. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 19})
  void what_is_kept_of_sql_equals_a_new_look(int seed) {
    assumeTrue(SqlAnalyzer.find().isPresent(), "no SQL engine on the class path");
    Random random = new Random(seed);
    SmallWorld world = new SmallWorld();
    world.function("a.f0", "v").function("a.f1", "v");
    AccessAnalysis kept = AccessAnalysis.of(world.state(), context);
    for (int step = 0; step < STEPS; step++) {
      AccessAnalysis before = kept;
      AccessAnalysis freshBefore = AccessAnalysis.of(world.state(), context);
      for (int i = step == 0 ? 20 : 1; i > 0; i--) {
        changeSql(random, world);
      }
      kept = kept.after(world.state(), context);
      AccessAnalysis fresh = AccessAnalysis.of(world.state(), context);
      assertThat(index(kept)).as("index, step %d", step).isEqualTo(index(fresh));
      assertThat(answers(kept, columns(fresh)))
          .as("answers, step %d", step)
          .isEqualTo(answers(fresh, columns(fresh)));
      AccessDelta delta = kept.since(before);
      assertThat(delta).as("delta, step %d", step).isEqualTo(fresh.since(freshBefore));
      assertThat(told(delta))
          .as("all changes, step %d", step)
          .containsExactlyInAnyOrderElementsOf(all(freshBefore, fresh));
      assertThat(kept.since(fresh).isEmpty()).isTrue();
    }
  }

  private static void changeSql(Random random, SmallWorld world) {
    switch (random.nextInt(8)) {
      case 0 -> world.reader(one(random, DATASETS), one(random, GROUPS));
      case 1 -> world.noReader(one(random, DATASETS), one(random, GROUPS));
      case 2 -> world.authorize(one(random, DATASETS), view(random));
      case 3 ->
          world.table(
              baseTable(random),
              random.nextInt(4) == 0 ? new String[] {"x"} : new String[] {"x", "y#tag"});
      case 4 -> world.rowPolicy(baseTable(random), "x = 'a'", one(random, GROUPS));
      case 5 -> world.function("a.f1", one(random, BODIES));
      case 6 ->
          world.function(
              "a.f0",
              random.nextBoolean()
                  ? one(random, BODIES)
                  : "`" + NotedEngine.PROJECT + "`.a.f1(" + one(random, BODIES) + ")");
      default -> world.put(view(random), body(sql(random)));
    }
  }

  private static final List<String> BODIES =
      List.of("v", "TO_HEX(SHA256(v))", "LEFT(v, 2)", "CONCAT(v, 'z')", "'fixed'");

  private static String sql(Random random) {
    String from = random.nextBoolean() ? view(random) : baseTable(random);
    String x = one(random, List.of("x", "a.f0(x)", "a.f1(x)", "a.f0(a.f1(x))", "MAX(x)"));
    String where = one(random, List.of("", "", " WHERE a.f1(x) = 'q'", " WHERE x > 'b'"));
    return String.format("SELECT %s AS x, 'c' AS y FROM %s%s", x, from, where)
        .replaceAll("\\b([abc]\\.[a-z]\\d)", "`" + NotedEngine.PROJECT + "`.$1");
  }

  private static Json.Obj body(String sql) {
    return Json.build()
        .put("view", Json.build().put("query", sql).put("useLegacySql", false).toObject())
        .toObject();
  }

  private static void changeOften(Random random, SmallWorld world, int times) {
    for (int i = 0; i < times; i++) {
      change(random, world);
    }
  }

  private static <T> T one(Random random, List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  private static void change(Random random, SmallWorld world) {
    String dataset = one(random, DATASETS);
    switch (random.nextInt(9)) {
      case 0 -> world.reader(dataset, one(random, GROUPS));
      case 1 -> world.noReader(dataset, one(random, GROUPS));
      case 2 -> world.authorize(dataset, view(random));
      case 3 -> world.without(random.nextBoolean() ? view(random) : baseTable(random));
      case 4 ->
          world.table(
              baseTable(random),
              random.nextInt(4) == 0
                  ? new String[0]
                  : random.nextBoolean()
                      ? new String[] {"x", "y#tag", "z{u,v}"}
                      : new String[] {"x", "k"});
      case 5 -> world.rowPolicy(baseTable(random), "x = 'a'", one(random, GROUPS));
      default -> {
        List<String> from = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
          from.add(random.nextBoolean() ? view(random) : baseTable(random));
        }
        world.view(view(random), notes(random, from), from.toArray(new String[0]));
      }
    }
  }

  private static String view(Random random) {
    return one(random, DATASETS) + ".v" + random.nextInt(3);
  }

  private static String baseTable(Random random) {
    return "a.t" + random.nextInt(3);
  }

  private static String notes(Random random, List<String> from) {
    if (random.nextInt(10) == 0) {
      return "!; whole <- " + from.get(0);
    }
    List<String> notes = new ArrayList<>(List.of("x", "y"));
    for (int i = random.nextInt(4); i >= 0; i--) {
      String target = one(random, List.of("x", "y", "z.u", "rows"));
      String source = one(random, from) + "." + one(random, List.of("x", "y", "z", "z.u", "k"));
      String note = one(random, List.of("", "", " DERIVED", " STATISTIC", " influence", " shape"));
      notes.add(target + " <- " + source + note);
    }
    if (random.nextInt(4) == 0) {
      notes.add("y <- " + one(random, from) + ".x KEYED_HASH key=" + one(random, from) + ".k");
    }
    if (random.nextInt(6) == 0) {
      notes.add("whole <- " + one(random, from));
    }
    if (random.nextInt(4) == 0) {
      notes.add("open <- " + one(random, from));
    }
    return String.join("; ", notes);
  }

  private static Object index(AccessAnalysis analysis) {
    FlowIndex index = analysis.index();
    Map<DatasetScopedId, Object> shown = new LinkedHashMap<>();
    for (TableId table : new TreeSet<>(index.exposures().tables())) {
      index
          .exposures()
          .of(table)
          .columns()
          .values()
          .forEach(c -> c.exposures().forEach(e -> shown.put(e.node(), e.ways())));
      index.exposures().of(table).whole().forEach(e -> shown.put(e.node(), e.ways()));
    }
    Map<DatasetScopedId, QueryFlow> flows = new LinkedHashMap<>();
    Map<DatasetScopedId, BaseLineage> composed = new LinkedHashMap<>();
    Map<DatasetScopedId, Object> shapes = new LinkedHashMap<>();
    index
        .nodes()
        .forEach(
            (id, node) -> {
              flows.put(id, node.flow());
              composed.put(id, node.composed());
              shapes.put(id, node.shape());
            });
    return List.of(flows, composed, shapes, index.readers(), shown, index.exposures().tables());
  }

  private static Set<ColumnId> columns(AccessAnalysis analysis) {
    Set<ColumnId> columns = new TreeSet<>();
    analysis.baseTables().forEach(t -> columns.addAll(analysis.columns(t)));
    for (String dataset : DATASETS) {
      for (int i = 0; i < 3; i++) {
        columns.addAll(analysis.columns(table(dataset + ".v" + i)));
      }
    }
    return columns;
  }

  private static Map<String, Access> answers(
      AccessAnalysis analysis, Collection<ColumnId> columns) {
    Map<String, Access> answers = new LinkedHashMap<>();
    for (String group : GROUPS) {
      for (ColumnId column : columns) {
        Access access = analysis.canRead(group(group), column);
        answers.put(group + " " + column, access);
        assertThat(analysis.explain(group(group), column).access()).isEqualTo(access);
      }
    }
    return answers;
  }

  private static Set<String> told(AccessDelta delta) {
    Set<String> told = new TreeSet<>();
    for (AccessDelta.ColumnChange change : delta.columns()) {
      told.add(tell(change.principal(), change.column(), change.before(), change.after()));
    }
    return told;
  }

  private static Set<String> backwards(AccessDelta delta) {
    Set<String> told = new TreeSet<>();
    for (AccessDelta.ColumnChange change : delta.columns()) {
      told.add(tell(change.principal(), change.column(), change.after(), change.before()));
    }
    return told;
  }

  private static String tell(Principal who, ColumnId column, Access before, Access after) {
    return who + " " + column + " " + before + " > " + after;
  }

  /** Every principal and column asked for in both worlds. */
  private static Set<String> all(AccessAnalysis before, AccessAnalysis after) {
    Set<String> told = new TreeSet<>();
    Set<Principal> principals = new TreeSet<>(Principal.BY_MEMBER);
    principals.addAll(before.principals());
    principals.addAll(after.principals());
    Set<TableId> tables = new TreeSet<>(before.baseTables());
    tables.addAll(after.baseTables());
    for (TableId table : tables) {
      boolean isInNeither = before.index().isForeign(table) && after.index().isForeign(table);
      Set<ColumnId> columns = new TreeSet<>(before.columns(table));
      columns.addAll(after.columns(table));
      if (columns.size() > 1) {
        columns.remove(table.column("*"));
      }
      for (Principal principal : principals) {
        for (ColumnId column : columns) {
          Access old = before.best(principal, column, isInNeither).access();
          Access now = after.best(principal, column, isInNeither).access();
          if (now.isMoreThan(old) || old.isMoreThan(now)) {
            told.add(tell(principal, column, old, now));
          }
        }
      }
    }
    return told;
  }

  @Test
  void an_edit_of_one_view_looks_into_what_stands_on_its_columns_only() {
    SmallWorld world = new SmallWorld().table("a.t", "x");
    for (int i = 0; i < 50; i++) {
      world.view("b.v" + i, "x <- a.t.x", "a.t").view("c.w" + i, "x <- b.v" + i + ".x", "b.v" + i);
    }
    NotedEngine engine = new NotedEngine();
    FlowIndex index = FlowIndex.of(world.state(), Optional.of(engine));
    assertThat(engine.looks.getAndSet(0)).isEqualTo(100);
    FlowIndex same = index.after(world.state());
    assertThat(engine.looks.getAndSet(0)).isZero();
    world.view("b.v7", "x <- a.t.x PARTIAL", "a.t");
    FlowIndex edited = same.after(world.state());
    assertThat(engine.looks.getAndSet(0)).as("its columns are the same").isEqualTo(1);
    assertThat(edited.composed(table("c.w7"))).isNotEqualTo(same.composed(table("c.w7")));
    assertThat(edited.composed(table("c.w8"))).isSameAs(same.composed(table("c.w8")));
    world.view("b.v7", "x <- a.t.x; y <- a.t.x", "a.t");
    assertThat(edited.after(world.state()).node(table("c.w7"))).isNotNull();
    assertThat(engine.looks.get()).as("it has another column").isEqualTo(2);
  }
}
