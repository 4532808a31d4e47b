package dev.bqgovernance.access;

import static dev.bqgovernance.access.NotedEngine.column;
import static dev.bqgovernance.access.NotedEngine.table;
import static dev.bqgovernance.access.SmallWorld.group;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bqgovernance.model.Certainty;
import dev.bqgovernance.model.ColumnId;
import dev.bqgovernance.model.DatasetScopedId;
import dev.bqgovernance.model.Doubt;
import dev.bqgovernance.model.TagReaders;
import dev.bqgovernance.state.Json;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AccessAnalysisTest {

  private static String told(Access access) {
    return access.sight()
        + access.transformation().map(t -> " " + t).orElse("")
        + (access.truth() == Certainty.ASSUMED_NO ? " " + Doubt.join(access.doubts()) : "")
        + (access.isPrecise() ? "" : " imprecise");
  }

  private static String read(SmallWorld world, String group, String column) {
    return told(world.analysis().canRead(group(group), column(column)));
  }

  private static String flows(SmallWorld world, String view) {
    return world.analysis().baseFlows(table(view)).stream()
        .map(
            f ->
                f.output().orElse("rows")
                    + "<"
                    + f.flow().source().table().name()
                    + "."
                    + f.flow().source().path()
                    + " "
                    + f.flow().kind()
                    + " "
                    + f.flow().transformation()
                    + f.flow().keys().stream()
                        .map(ColumnId::path)
                        .sorted()
                        .map(k -> " by " + k)
                        .collect(Collectors.joining())
                    + (f.isPrecise() ? "" : " ?"))
        .collect(Collectors.joining("; "));
  }

  private static SmallWorld users() {
    return new SmallWorld()
        .table("raw.users", "id", "email", "addr{zip,city}")
        .table("raw.salts", "salt");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          e <- raw.users.email                        | out <- mid.v.e                  | out<users.email VALUE IDENTITY
          e <- raw.users.email PARTIAL                | out <- mid.v.e DERIVED          | out<users.email VALUE PARTIAL
          e <- raw.users.email UNKEYED_HASH           | out <- mid.v.e PARTIAL          | out<users.email VALUE UNKEYED_HASH
          e <- raw.users.email STATISTIC              | out <- mid.v.e                  | out<users.email VALUE STATISTIC
          e <- raw.users.email influence              | out <- mid.v.e                  | out<users.email INFLUENCE IDENTITY
          e <- raw.users.email                        | rows <- mid.v.e                 | rows<users.email INFLUENCE IDENTITY
          rows <- raw.users.id; e <- raw.users.email  | out <- mid.v.e                  | rows<users.id INFLUENCE IDENTITY; out<users.email VALUE IDENTITY
          rows <- raw.users.id; e                     | out                             | rows<users.id INFLUENCE IDENTITY
          A <- raw.users.addr shape                   | out <- mid.v.a.zip              | out<users.addr.zip VALUE IDENTITY
          a <- raw.users.addr                         | out <- mid.v.a.zip              | out<users.addr VALUE IDENTITY
          a.zip <- raw.users.id; a.b <- raw.users.email | out <- mid.v.a.zip            | out<users.id VALUE IDENTITY
          a.zip <- raw.users.id; a.b <- raw.users.email | out <- mid.v.a shape          | out.b<users.email VALUE IDENTITY; out.zip<users.id VALUE IDENTITY
          a.zip <- raw.users.id; a.b <- raw.users.email | out <- mid.v.a PARTIAL        | out<users.email VALUE PARTIAL; out<users.id VALUE PARTIAL
          e <- raw.users.email; ?                     | whole <- mid.v; out             | out<users.email VALUE IDENTITY ?
          e <- raw.users.email KEYED_HASH key=raw.salts.salt | out <- mid.v.e           | out<users.email VALUE KEYED_HASH by salt
          e <- raw.users.email KEYED_HASH             | out <- mid.v.e UNKEYED_HASH     | out<users.email VALUE KEYED_HASH
          e <- raw.users.email KEYED_HASH             | out <- mid.v.e decrypts         | out<users.email VALUE IDENTITY
          e <- raw.users.email KEYED_HASH             | out <- mid.v.e PARTIAL decrypts | out<users.email VALUE PARTIAL
          e <- raw.users.email KEYED_HASH             | rows <- mid.v.e decrypts        | rows<users.email INFLUENCE IDENTITY
          e <- raw.users.email STATISTIC              | out <- mid.v.e decrypts         | out<users.email VALUE STATISTIC
          e <- raw.users.email; k <- raw.salts.salt   | out <- mid.v.e KEYED_HASH key=mid.v.k decrypts | out<users.email VALUE KEYED_HASH by salt
          e <- raw.users.email KEYED_HASH             | whole <- mid.v; out             | out<users.email VALUE IDENTITY ?
          e <- raw.users.email; k <- raw.salts.salt   | out <- mid.v.e KEYED_HASH key=mid.v.k | out<users.email VALUE KEYED_HASH by salt
          e <- raw.users.email; k <- raw.users.id     | out <- mid.v.e KEYED_HASH key=mid.v.k | out<users.email VALUE UNKEYED_HASH
          e <- raw.users.email; k                     | out <- mid.v.e KEYED_HASH key=mid.v.k | out<users.email VALUE UNKEYED_HASH
          e <- raw.users.email; k <- raw.salts.salt UNKEYED_HASH | out <- mid.v.e KEYED_HASH key=mid.v.k | out<users.email VALUE UNKEYED_HASH
          """)
  void composes_flows_through_views_to_base_tables(String inner, String outer, String expected) {
    SmallWorld world =
        users().view("mid.v", inner, "raw.users", "raw.salts").view("mart.w", outer, "mid.v");
    assertThat(flows(world, "mart.w")).isEqualTo(expected);
  }

  @Test
  void every_column_of_all_that_is_read_may_reach_a_text_that_fails_and_what_stands_on_it() {
    SmallWorld world =
        users().view("mid.v", "!; whole <- raw.salts", "raw.salts").view("mart.w", "", "mid.v");
    assertThat(flows(world, "mid.v")).isEqualTo("*<salts.salt VALUE IDENTITY ?");
    assertThat(flows(world, "mart.w")).isEqualTo("*<salts.salt VALUE IDENTITY ?");
    world.reader("mart", "g").authorize("mid", "mart.w").authorize("raw", "mid.v");
    assertThat(read(world, "g", "raw.salts.salt")).isEqualTo("VALUE IDENTITY imprecise");
    assertThat(read(world, "g", "raw.users.email")).isEqualTo("NO");
  }

  @Test
  void whoever_may_query_a_circle_is_taken_to_see_what_stands_in_it() {
    SmallWorld world = users().view("mid.v", "", "mart.w", "raw.salts").view("mart.w", "", "mid.v");
    assertThat(flows(world, "mart.w")).isEqualTo("*<salts.salt VALUE IDENTITY ?");
    assertThat(flows(world, "mid.v")).isEqualTo("*<salts.salt VALUE IDENTITY ?");
  }

  @Test
  void stars_are_open_through_chains_of_stars_only() {
    SmallWorld world =
        users()
            .view("mid.v", "open <- raw.users; e <- raw.users.email", "raw.users")
            .view("mart.w", "open <- mid.v; e <- mid.v.e", "mid.v")
            .view("mart.x", "e <- mid.v.e", "mid.v");
    AccessAnalysis analysis = world.analysis();
    assertThat(analysis.openTables(table("mart.w"))).containsExactly(table("raw.users"));
    assertThat(analysis.openTables(table("mart.x"))).isEmpty();
  }

  private static SmallWorld ladder() {
    return users()
        .view(
            "mart.v",
            "h <- raw.users.email KEYED_HASH key=raw.salts.salt; n <- raw.users.id STATISTIC;"
                + " z <- raw.users.addr.zip PARTIAL; rows <- raw.users.addr.city",
            "raw.users",
            "raw.salts")
        .authorize("raw", "mart.v")
        .reader("mart", "analysts")
        .reader("raw", "owners");
  }

  @ParameterizedTest
  @CsvSource({
    "owners,   email,     VALUE IDENTITY",
    "owners,   addr,      VALUE IDENTITY",
    "analysts, email,     VALUE KEYED_HASH",
    "analysts, EMAIL,     VALUE KEYED_HASH",
    "analysts, id,        VALUE STATISTIC",
    "analysts, addr,      VALUE PARTIAL",
    "analysts, addr.zip,  VALUE PARTIAL",
    "analysts, addr.city, INFLUENCE IDENTITY",
    "nobody,   email,     NO",
  })
  void tells_the_most_that_is_seen(String group, String path, String expected) {
    assertThat(read(ladder(), group, "raw.users." + path)).isEqualTo(expected);
  }

  @Test
  void a_hash_is_not_keyed_for_who_holds_the_key() {
    SmallWorld world =
        ladder()
            .view("keys.k", "s <- raw.salts.salt", "raw.salts")
            .authorize("raw", "keys.k")
            .reader("keys", "keepers")
            .reader("mart", "keepers");
    assertThat(read(world, "keepers", "raw.users.email")).isEqualTo("VALUE UNKEYED_HASH");
    assertThat(world.analysis().canRead(group("analysts"), column("raw.users.email")).keys())
        .containsExactly(column("raw.salts.salt"));
    AccessDelta delta = world.copy().reader("keys", "analysts").analysis().since(world.analysis());
    assertThat(lines(delta))
        .containsExactly(
            "+ group:analysts@x.com salt NO > VALUE IDENTITY via keys.k > raw.salts",
            "+ group:analysts@x.com email VALUE KEYED_HASH > VALUE UNKEYED_HASH via mart.v >"
                + " raw.users");
  }

  /** As with COALESCE(salt, ''), or a union of salts with something else. */
  @Test
  void a_key_that_a_view_gives_only_sometimes_is_none() {
    SmallWorld world =
        new SmallWorld()
            .table("raw.users", "email")
            .table("raw.salts", "salt", "pepper")
            .view("mid.k", "s <- raw.salts.salt; s <- raw.salts.pepper", "raw.salts")
            .view("mart.v", "h <- raw.users.email KEYED_HASH key=mid.k.s", "raw.users", "mid.k")
            .authorize("raw", "mid.k")
            .authorize("raw", "mart.v")
            .authorize("mid", "mart.v")
            .reader("mart", "g");
    assertThat(world.analysis().canRead(group("g"), column("raw.users.email")).keys())
        .containsExactlyInAnyOrder(column("raw.salts.salt"), column("raw.salts.pepper"));
    world.view("mid.k", "s <- raw.salts.salt; s <- raw.salts.pepper; sometimes <- s", "raw.salts");
    assertThat(read(world, "g", "raw.users.email")).isEqualTo("VALUE UNKEYED_HASH");
  }

  private static List<String> lines(AccessDelta delta) {
    return delta.columns().stream()
        .map(
            c ->
                (c.isGain() ? "+ " : "- ")
                    + c.principal().member()
                    + " "
                    + c.column().path()
                    + " "
                    + told(c.before())
                    + " > "
                    + told(c.after())
                    + " via "
                    + names(c.path()))
        .toList();
  }

  private static String names(List<DatasetScopedId> path) {
    return path.stream()
        .map(id -> id.toString().substring(NotedEngine.PROJECT.length() + 1))
        .collect(Collectors.joining(" > "));
  }

  @Test
  void what_is_authorized_nowhere_is_refused_or_assumed_to_be() {
    SmallWorld world =
        users()
            .view("raw.v", "e <- raw.users.email", "raw.users")
            .view("mart.w", "e <- raw.v.e", "raw.v")
            .reader("mart", "g");
    assertThat(read(world, "g", "raw.users.email")).isEqualTo("NO");
    world.authorize("raw", "mart.w");
    assertThat(read(world, "g", "raw.users.email")).startsWith("VALUE IDENTITY 11.");
    assertThat(world.analysis().canQuery(group("g"), table("mart.w")))
        .isEqualTo(Certainty.ASSUMED_NO);
  }

  @Test
  void columns_of_views_are_followed_to_the_views_above() {
    SmallWorld world =
        ladder()
            .view("top.t", "x <- mart.v.h; rows <- mart.v.z", "mart.v")
            .authorize("mart", "top.t")
            .reader("top", "visitors");
    assertThat(read(world, "visitors", "mart.v.h")).isEqualTo("VALUE IDENTITY");
    assertThat(read(world, "visitors", "mart.v.z")).isEqualTo("INFLUENCE IDENTITY");
    assertThat(read(world, "visitors", "mart.v.n")).isEqualTo("NO");
    assertThat(read(world, "analysts", "mart.v.n")).isEqualTo("VALUE IDENTITY");
  }

  @Test
  void row_policies_bind_whoever_asks() {
    SmallWorld world =
        ladder()
            .rowPolicy("raw.users", "addr.zip = '1'", "owners")
            .view("raw2.s", "i <- raw.users.id", "raw.users")
            .authorize("raw", "raw2.s")
            .reader("raw2", "owners");
    assertThat(read(world, "analysts", "raw.users.email")).isEqualTo("NO");
    assertThat(read(world, "owners", "raw.users.email")).isEqualTo("VALUE IDENTITY");
    SmallWorld filtered = world.copy().noReader("raw", "owners");
    assertThat(read(filtered, "owners", "raw.users.id")).isEqualTo("VALUE IDENTITY");
    assertThat(read(filtered, "owners", "raw.users.addr")).isEqualTo("INFLUENCE IDENTITY");
    assertThat(read(filtered, "owners", "raw.users.email")).isEqualTo("NO");
  }

  @ParameterizedTest
  @CsvSource({
    "RAW,     secret, VALUE IDENTITY",
    "MASKED,  secret, VALUE PARTIAL",
    "NONE,    secret, NO",
    "UNKNOWN, secret, VALUE IDENTITY policy tags are opaque",
    "NONE,    other,  NO",
    "MASKED,  other,  VALUE IDENTITY",
    "NONE,    free,   VALUE IDENTITY",
  })
  void tags_bind_whoever_asks(TagReaders.Right right, String path, String expected) {
    SmallWorld world =
        new SmallWorld()
            .table("raw.t", "secret#tag", "other", "free")
            .view("mart.v", "a <- raw.t.secret; a <- raw.t.other; b <- raw.t.free", "raw.t")
            .authorize("raw", "mart.v")
            .reader("mart", "g");
    AccessAnalysis analysis =
        AccessAnalysis.of(
            world.state(),
            SmallWorld.context().with((TagReaders) (who, tag) -> right),
            Optional.of(new NotedEngine()));
    assertThat(told(analysis.canRead(group("g"), column("raw.t." + path)))).isEqualTo(expected);
  }

  /** https://docs.cloud.google.com/bigquery/docs/using-row-level-security-with-features. */
  @Test
  void tags_are_checked_before_rows_are_filtered() {
    SmallWorld world =
        new SmallWorld()
            .table("raw.t", "secret#tag")
            .table("raw.u", "free")
            .rowPolicy("raw.t", "TRUE", "others")
            .view("mart.v", "a <- raw.u.free; rows <- raw.t.secret", "raw.t", "raw.u")
            .authorize("raw", "mart.v")
            .reader("mart", "g");
    AccessAnalysis analysis =
        AccessAnalysis.of(
            world.state(),
            SmallWorld.context().with((TagReaders) (who, tag) -> TagReaders.Right.NONE),
            Optional.of(new NotedEngine()));
    assertThat(told(analysis.canRead(group("g"), column("raw.t.secret")))).isEqualTo("NO");
    assertThat(told(analysis.canRead(group("g"), column("raw.u.free"))))
        .isEqualTo("VALUE IDENTITY 11.23");
  }

  @Test
  void lists_who_reads_and_what_with_the_way() {
    AccessAnalysis analysis = ladder().analysis();
    assertThat(
            analysis.whoCanRead(column("raw.users.email")).stream()
                .map(a -> a.principal().member() + " " + told(a.access()) + " " + names(a.path())))
        .containsExactly(
            "group:analysts@x.com VALUE KEYED_HASH mart.v > raw.users",
            "group:owners@x.com VALUE IDENTITY raw.users");
    assertThat(
            analysis.whatCanRead(group("analysts")).stream()
                .map(a -> a.column().path() + " " + told(a.access())))
        .containsExactly(
            "id VALUE STATISTIC",
            "email VALUE KEYED_HASH",
            "addr.zip VALUE PARTIAL",
            "addr.city INFLUENCE IDENTITY");
    assertThat(analysis.whoCanRead(table("raw.salts")))
        .extracting(a -> a.principal().member())
        .containsExactly("group:owners@x.com");
    assertThat(analysis.whatCanQuery(group("analysts"))).containsExactly(table("mart.v"));
  }

  @Test
  void without_an_engine_what_is_read_is_seen() {
    AccessAnalysis analysis =
        AccessAnalysis.of(ladder().state(), SmallWorld.context(), Optional.empty());
    assertThat(told(analysis.canRead(group("analysts"), column("raw.users.email"))))
        .isEqualTo("VALUE IDENTITY imprecise");
    assertThat(told(analysis.canRead(group("owners"), column("raw.users.email"))))
        .isEqualTo("VALUE IDENTITY");
    assertThat(told(analysis.canRead(group("nobody"), column("raw.users.email")))).isEqualTo("NO");
  }

  @Test
  void without_columns_a_table_is_told_as_a_whole() {
    SmallWorld world =
        new SmallWorld()
            .table("raw.t")
            .view("mart.v", "a <- raw.t.a", "raw.t")
            .authorize("raw", "mart.v")
            .reader("mart", "g");
    AccessAnalysis analysis = world.analysis();
    assertThat(told(analysis.canRead(group("g"), column("raw.t.whatever"))))
        .isEqualTo("VALUE IDENTITY imprecise");
    assertThat(analysis.whatCanRead(group("g")))
        .extracting(a -> a.column().path())
        .containsExactly("*");
  }

  @Test
  void legacy_sql_and_wildcards_read_all_that_they_may_mean() {
    SmallWorld world =
        new SmallWorld()
            .table("raw.e_1", "a")
            .table("raw.e_2", "a")
            .table("raw.f", "a")
            .view("mid.w", "! ", "`estate.raw.e_*`")
            .put(
                "mid.l",
                Json.build()
                    .put(
                        "view",
                        Json.build()
                            .put("query", "SELECT a FROM [estate:raw.f]")
                            .put("useLegacySql", true)
                            .toObject())
                    .toObject());
    assertThat(flows(world, "mid.w"))
        .isEqualTo("*<e_1.a VALUE IDENTITY ?; *<e_2.a VALUE IDENTITY ?");
    assertThat(flows(world, "mid.l")).isEqualTo("*<f.a VALUE IDENTITY ?");
  }
}
