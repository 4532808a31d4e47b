package dev.bqgovernance.access;

import static dev.bqgovernance.access.NotedEngine.column;
import static dev.bqgovernance.access.NotedEngine.table;
import static dev.bqgovernance.access.SmallWorld.group;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bqgovernance.sql.SqlEngine;
import dev.bqgovernance.sql.Transformation;
import dev.bqgovernance.state.Json;
import org.junit.jupiter.api.Test;

/** The same answers over GoogleSQL as it is written, where an engine is on the class path. */
final class RealSqlAccessTest {

  private static Json.Obj view(String sql) {
    Json.Obj query = Json.build().put("query", sql).put("useLegacySql", false).toObject();
    return Json.build().put("view", query).toObject();
  }

  @Test
  void a_keyed_hash_is_followed_through_two_views() {
    assumeTrue(SqlEngine.find().isPresent(), "no SQL engine on the class path");
    SmallWorld world =
        new SmallWorld()
            .table("raw.users", "id", "email", "country")
            .table("raw.salts", "salt")
            .put(
                "anon.u",
                view(
                    "SELECT TO_HEX(SHA256(CONCAT(u.email, s.salt))) AS h, u.country"
                        + " FROM raw.users AS u, raw.salts AS s WHERE u.id != 'x'"))
            .put("mart.n", view("SELECT country, MAX(h) AS m FROM anon.u GROUP BY country"))
            .put("mart.all", view("SELECT * FROM raw.users"))
            .authorize("raw", "anon.u")
            .authorize("anon", "mart.n")
            .reader("mart", "g");
    AccessAnalysis analysis = AccessAnalysis.of(world.state(), SmallWorld.context());
    Access email = analysis.canRead(group("g"), column("raw.users.email"));
    assertThat(email.transformation()).contains(Transformation.KEYED_HASH);
    assertThat(email.keys()).containsExactly(column("raw.salts.salt"));
    assertThat(analysis.canRead(group("g"), column("raw.users.id")).sight())
        .isEqualTo(Access.Sight.INFLUENCE);
    assertThat(analysis.openTables(table("mart.all"))).containsExactly(table("raw.users"));
    assertThat(analysis.findings()).isEmpty();
  }
}
