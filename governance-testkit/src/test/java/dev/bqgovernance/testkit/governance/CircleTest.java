package dev.bqgovernance.testkit.governance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bqgovernance.Governance;
import dev.bqgovernance.model.DataPlatform;
import dev.bqgovernance.model.Finding;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.plan.Plan;
import dev.bqgovernance.testkit.FakeCloud;
import org.junit.jupiter.api.Test;

class CircleTest {
  @Test
  void viewsThatReadEachOther_arePlannedAndRefused_andChangeNothing() {
    DataPlatform platform =
        DataPlatform.in("acme-data", "EU")
            .owner(Principal.ofMember("projectOwner:acme-data"))
            .dataset("mart", d -> d)
            .view("mart.a", "SELECT * FROM mart.b")
            .view("mart.b", "SELECT * FROM mart.c, mart.b")
            .view("mart.c", "SELECT * FROM mart.a")
            .build();
    FakeCloud cloud = FakeCloud.of(platform);
    Governance governance = Governance.of(cloud.backend());

    Plan plan = governance.plan(platform);

    assertThat(plan.findings())
        .extracting(Finding::rule)
        .containsExactly("circle-of-views", "circle-of-views");
    assertThat(governance.apply(plan).isComplete()).isFalse();
    assertThat(cloud.journal().entries()).noneMatch(call -> call.isWrite());
  }
}
