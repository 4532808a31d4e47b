package dev.bqgovernance.access;

import static dev.bqgovernance.access.NotedEngine.column;
import static dev.bqgovernance.access.NotedEngine.table;
import static dev.bqgovernance.access.SmallWorld.group;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bqgovernance.model.Finding;
import dev.bqgovernance.model.Finding.Severity;
import dev.bqgovernance.model.Transformation;
import dev.bqgovernance.sql.SqlAnalyzer;
import dev.bqgovernance.state.Json;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The same answers over GoogleSQL as it is written, where an engine is on the class path. */
final class RealSqlAccessTest {

  private static Json.Obj view(String sql) {
    Json.Obj query = Json.build().put("query", sql).put("useLegacySql", false).toObject();
    return Json.build().put("view", query).toObject();
  }

  @Test
  void a_keyed_hash_is_followed_through_two_views() {
    assumeTrue(SqlAnalyzer.find().isPresent(), "no SQL engine on the class path");
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

  @Test
  void a_cipher_hides_until_a_view_above_decrypts_it() {
    assumeTrue(SqlAnalyzer.find().isPresent(), "no SQL engine on the class path");
    SmallWorld world =
        new SmallWorld()
            .table("raw.users", "id", "email", "phone")
            .table("raw.rings", "ring")
            .put(
                "anon.u",
                view(
                    "SELECT DETERMINISTIC_ENCRYPT(CAST(ring AS BYTES), email, '') AS e,"
                        + " DETERMINISTIC_ENCRYPT(KEYS.KEYSET_CHAIN('gcp-kms://k', b'abc'), phone, '') AS p"
                        + " FROM raw.users, raw.rings"))
            .put("mart.through", view("SELECT e, p FROM anon.u"))
            .put(
                "mart.back",
                view(
                    "SELECT t.e, LEFT(DETERMINISTIC_DECRYPT_STRING(CAST(r.ring AS BYTES), t.e, ''),"
                        + " 3) AS start, t.p FROM mart.through AS t, raw.rings AS r"))
            .authorize("raw", "anon.u")
            .authorize("anon", "mart.through")
            .authorize("raw", "mart.back")
            .reader("mart", "g");
    AccessAnalysis analysis = AccessAnalysis.of(world.state(), SmallWorld.context());
    assertThat(analysis.canRead(group("g"), column("raw.users.email")).transformation())
        .contains(Transformation.PARTIAL);
    assertThat(analysis.canRead(group("g"), column("raw.users.phone")).transformation())
        .contains(Transformation.KEYED_HASH);
    assertThat(analysis.findings()).isEmpty();
  }

  @Test
  void a_text_that_cannot_be_read_to_its_end_is_an_error_whoever_wrote_it() {
    SmallWorld world =
        new SmallWorld()
            .table("raw.users", "id", "email")
            .put("mart.string", view("SELECT id, 'never closed FROM raw.users"))
            .put("mart.comment", view("SELECT 1 AS one /* FROM raw.users"))
            .put("mart.stands", view("SELECT * FROM mart.string"));
    for (Optional<SqlAnalyzer> engine :
        List.of(SqlAnalyzer.find(), Optional.<SqlAnalyzer>empty())) {
      assertThat(
              AccessAnalysis.of(world.state(), SmallWorld.context(), engine).findings().stream()
                  .filter(finding -> finding.severity() == Severity.ERROR)
                  .map(Finding::message))
          .hasSize(2)
          .allMatch(message -> message.contains("never closed"))
          .anyMatch(message -> message.startsWith("estate.mart.string"))
          .anyMatch(message -> message.startsWith("estate.mart.comment"));
    }
  }
}
