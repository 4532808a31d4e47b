package dev.bqgovernance.testkit.governance;

import static dev.bqgovernance.model.Column.ColumnType.DATE;
import static dev.bqgovernance.model.Principal.group;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bqgovernance.Governance;
import dev.bqgovernance.model.DataPlatform;
import dev.bqgovernance.model.DataPlatformBuilder;
import dev.bqgovernance.model.TableId;
import dev.bqgovernance.plan.PlanOptions;
import dev.bqgovernance.testkit.FakeCloud;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReplacementTest {
  private static DataPlatformBuilder platform() {
    return DataPlatform.in("acme-data", "EU")
        .dataset("dwh", d -> d)
        .rowPolicy("dwh.t", "all", "TRUE", group("a@acme.com"));
  }

  @Test
  void rowPolicies_areMadeAgainWithTheirTable() {
    DataPlatform before = platform().table("dwh.t", t -> t.column("day", DATE)).build();
    DataPlatform after =
        platform().table("dwh.t", t -> t.column("day", DATE).partitionedByDay("day")).build();
    FakeCloud cloud = FakeCloud.of(before);
    Governance governance = Governance.of(cloud.backend());
    governance.apply(governance.plan(before)).orThrow();

    assertThat(governance.plan(after).isRefused()).isTrue();

    PlanOptions options =
        PlanOptions.defaults().replacing(Set.of(TableId.of("acme-data", "dwh", "t")));
    governance.apply(governance.plan(after, options)).orThrow();
    assertThat(governance.plan(after).isEmpty()).isTrue();
  }
}
