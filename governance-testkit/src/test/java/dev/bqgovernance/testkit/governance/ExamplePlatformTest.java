package dev.bqgovernance.testkit.governance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bqgovernance.Governance;
import dev.bqgovernance.files.PlatformFiles;
import dev.bqgovernance.model.DataPlatform;
import dev.bqgovernance.plan.Plan;
import dev.bqgovernance.testkit.FakeCloud;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ExamplePlatformTest {
  private final DataPlatform platform =
      PlatformFiles.read(Path.of("../examples/platform")).orThrow();
  private final FakeCloud cloud = FakeCloud.of(platform);
  private final Governance governance = Governance.of(cloud.backend());

  @Test
  void secondPlan_isEmpty() {
    Plan plan = governance.plan(platform);
    assertThat(plan.findings()).isEmpty();
    governance.apply(plan).orThrow();
    assertThat(governance.plan(platform).steps()).isEmpty();
  }

  @Test
  void exportedPlatform_hasEmptyPlan() {
    governance.apply(governance.plan(platform)).orThrow();
    var export = governance.export(platform.project());
    assertThat(export.findings())
        .as("what no service tells")
        .allSatisfy(finding -> assertThat(finding.message()).contains("user and password"));
    assertThat(governance.plan(export.orThrow()).steps()).isEmpty();
  }
}
