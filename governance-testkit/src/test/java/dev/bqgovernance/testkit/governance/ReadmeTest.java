package dev.bqgovernance.testkit.governance;

import static dev.bqgovernance.model.Column.ColumnType.DATE;
import static dev.bqgovernance.model.Layer.ANONYMIZED;
import static dev.bqgovernance.model.Layer.MART;
import static dev.bqgovernance.model.Principal.group;
import static dev.bqgovernance.model.Role.READER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bqgovernance.Governance;
import dev.bqgovernance.model.AuthorizedView;
import dev.bqgovernance.model.DataPlatform;
import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.TableId;
import dev.bqgovernance.plan.Plan;
import dev.bqgovernance.render.Markdown;
import dev.bqgovernance.testkit.FakeCloud;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The README's Java block is this test's code. */
class ReadmeTest {
  private static final Path README = Path.of("../README.md");
  private static final Path HERE =
      Path.of("src/test/java/dev/bqgovernance/testkit/governance/ReadmeTest.java");

  @Test
  void theBlockWorks() {
    // region readme
    DataPlatform platform =
        DataPlatform.in("acme-data", "asia-northeast1")
            .dataset("anon__db", d -> d.layer(ANONYMIZED).authorizeView("mart__kpi.signups"))
            .dataset("mart__kpi", d -> d.layer(MART).grant(READER, group("analysts@acme.com")))
            .table("anon__db.users", t -> t.column("day", DATE).partitionedByDay("day"))
            .view("mart__kpi.signups", "SELECT day, COUNT(*) AS n FROM anon__db.users GROUP BY day")
            .build();

    FakeCloud cloud = FakeCloud.of(platform);
    Governance governance = Governance.of(cloud.backend());

    Plan plan = governance.plan(platform);
    String comment = Markdown.render(plan); // for the pull request
    governance.apply(plan).orThrow();
    // endregion
    assertThat(comment).contains("mart__kpi");
    DatasetId anonymized = DatasetId.of("acme-data", "anon__db");
    AuthorizedView signups = AuthorizedView.of(TableId.of("acme-data", "mart__kpi", "signups"));
    assertThat(cloud.backDoor().isAuthorized(anonymized, signups)).isTrue();
    assertThat(governance.plan(platform).isEmpty()).isTrue();
  }

  @Test
  void theBlockIsTheReadmes() throws IOException {
    String code = Files.readString(HERE);
    String region =
        code.substring(
                code.indexOf("// region readme") + "// region readme\n".length(),
                code.indexOf("    // endregion"))
            .indent(-4);
    assertThat(Files.readString(README)).contains("```java\n" + region + "```");
  }
}
