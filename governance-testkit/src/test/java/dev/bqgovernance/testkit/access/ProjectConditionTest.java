package dev.bqgovernance.testkit.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bqgovernance.Governance;
import dev.bqgovernance.access.AccessAnalysis;
import dev.bqgovernance.backend.Backend.Scope;
import dev.bqgovernance.model.AccessContext;
import dev.bqgovernance.model.Certainty;
import dev.bqgovernance.model.Column.ColumnType;
import dev.bqgovernance.model.Condition;
import dev.bqgovernance.model.DataPlatform;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.Role;
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
  private static final Principal APPLIER = Principal.user("applier@acme.com");
  private static final DataPlatform PLATFORM =
      DataPlatform.in("acme-data", "US")
          .owner(Principal.SpecialGroup.PROJECT_OWNERS)
          .applier(APPLIER)
          .dataset("raw", d -> d)
          .table("raw.t", t -> t.column("id", ColumnType.INTEGER))
          .build();

  private final FakeCloud cloud = FakeCloud.of(PLATFORM);

  @BeforeEach
  void apply() {
    cloud.principals().add(ALICE);
    cloud.projects().grant(PLATFORM.project(), Role.of("roles/viewer"), APPLIER);
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
    cloud
        .projects()
        .grant(
            PLATFORM.project(),
            Role.READER,
            ALICE,
            Condition.of("request.time < timestamp(\"" + end + "\")", "condition"));
    assertThat(canQuery()).isEqualTo(expected);
  }

  @Test
  void isNotNeeded() {
    assertThat(canQuery()).isEqualTo(Certainty.NO);
    cloud.projects().grant(PLATFORM.project(), Role.READER, ALICE);
    assertThat(canQuery()).isEqualTo(Certainty.YES);
  }
}
