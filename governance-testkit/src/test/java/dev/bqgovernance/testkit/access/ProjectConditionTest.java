package dev.bqgovernance.testkit.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bqgovernance.Governance;
import dev.bqgovernance.access.AccessAnalysis;
import dev.bqgovernance.backend.Scope;
import dev.bqgovernance.model.AccessContext;
import dev.bqgovernance.model.Certainty;
import dev.bqgovernance.model.ColumnType;
import dev.bqgovernance.model.DataPlatform;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.TableId;
import dev.bqgovernance.state.State;
import dev.bqgovernance.testkit.FakeCloud;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a project grants under a condition is read, and counts while the condition holds. */
class ProjectConditionTest {
  private static final TableId TABLE = TableId.of("acme-data", "raw", "t");
  private static final Principal ALICE = Principal.user("alice@acme.com");
  private static final DataPlatform PLATFORM =
      DataPlatform.in("acme-data", "US")
          .owner(Principal.SpecialGroup.PROJECT_OWNERS)
          .applier(Principal.user("applier@acme.com"))
          .dataset("raw", d -> d)
          .table("raw.t", t -> t.column("id", ColumnType.INTEGER))
          .build();

  private final FakeCloud cloud =
      FakeCloud.of(PLATFORM)
          .user("alice@acme.com")
          .grantProjectRole("acme-data", "roles/viewer", "user:applier@acme.com");

  @BeforeEach
  void apply() {
    Governance governance = Governance.of(cloud.backend());
    assertThat(governance.apply(governance.plan(PLATFORM)).orThrow()).isNotNull();
  }

  private Certainty canQuery() {
    State state = cloud.backend().observe(Scope.everything(PLATFORM.project()));
    assertThat(state.projectRoles(PLATFORM.project())).isPresent();
    Instant now = cloud.clock().instant();
    return AccessAnalysis.of(state, AccessContext.of(PLATFORM, now)).canQuery(ALICE, TABLE);
  }

  @ParameterizedTest
  @CsvSource({
    "2027-01-01T00:00:00Z, YES",
    "2020-01-01T00:00:00Z, NO",
  })
  void counts(String end, Certainty expected) {
    cloud.grantProjectRole(
        "acme-data",
        "roles/bigquery.dataViewer",
        ALICE.member(),
        "request.time < timestamp(\"" + end + "\")");
    assertThat(canQuery()).isEqualTo(expected);
  }

  @Test
  void isNotNeeded() {
    assertThat(canQuery()).isEqualTo(Certainty.NO);
    cloud.grantProjectRole("acme-data", "roles/bigquery.dataViewer", ALICE.member());
    assertThat(canQuery()).isEqualTo(Certainty.YES);
  }
}
