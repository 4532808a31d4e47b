package dev.bqgovernance.testkit;

import static dev.bqgovernance.testkit.Acme.routineBody;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RoutinesTest {
  private final Acme acme = Acme.create();

  @BeforeEach
  void createDataset() {
    acme.dataset("dwh");
  }

  @Test
  void lifeOfARoutine() {
    String etag = acme.routine("dwh", "f").etag();
    acme.post("/dwh/routines", routineBody("f"))
        .refused(409, "duplicate", "Already Exists: Routine acme-data:dwh.f");
    JsonNode updated =
        acme.put("/dwh/routines/f", routineBody("f").replace("'1'", "'2'"), "If-Match=" + etag)
            .ok()
            .json();
    assertThat(updated.path("definitionBody").asText()).isEqualTo("2");
    assertThat(updated.path("language").asText()).isEqualTo("SQL");
    acme.put("/dwh/routines/f", routineBody("f"), "If-Match=" + etag)
        .refused(412, "conditionNotMet", "");
    assertThat(acme.get("/dwh/routines/f").json()).isEqualTo(updated);
    assertThat(acme.delete("/dwh/routines/f").status()).isEqualTo(204);
    acme.get("/dwh/routines/f").refused(404, "notFound", "Not found: Routine acme-data:dwh.f");
  }

  @Test
  void badRoutines_areRefused() {
    acme.post("/dwh/routines", routineBody("a-b")).refused(400, "invalid", "Invalid routine ID");
    acme.post(
            "/dwh/routines",
            "{'routineReference':{'routineId':'f'},'routineType':'SCALAR_FUNCTION'}")
        .refused(400, "invalid", "definitionBody");
    acme.post("/dwh/routines", routineBody("f").replace("SCALAR_", ""))
        .refused(400, "invalid", "routineType");
    acme.post(
            "/dwh/routines",
            routineBody("f").replace("'definitionBody'", "'language':'PYTHON','definitionBody'"))
        .notImplemented("routines in PYTHON");
    acme.post(
            "/dwh/routines",
            routineBody("f")
                .replace("'definitionBody'", "'remoteFunctionOptions':{},'definitionBody'"))
        .notImplemented("field remoteFunctionOptions of a routine");
  }

  @Test
  void list_showsLittle_inPages() {
    acme.routine("dwh", "f");
    acme.routine("dwh", "g");
    JsonNode page = acme.get("/dwh/routines", "maxResults=1").ok().json();
    assertThat(page.at("/routines/0").has("definitionBody")).isFalse();
    assertThat(page.at("/routines/0/etag").asText()).isNotEmpty();
    JsonNode next =
        acme.get("/dwh/routines", "pageToken=" + page.path("nextPageToken").asText()).json();
    assertThat(next.at("/routines/0/routineReference/routineId").asText()).isEqualTo("g");
  }

  @Test
  void quota() {
    acme.routine("dwh", "f");
    IntStream.range(0, 4).forEach(i -> acme.put("/dwh/routines/f", routineBody("f")).ok());
    acme.put("/dwh/routines/f", routineBody("f")).refused(403, "rateLimitExceeded", "");
  }
}
