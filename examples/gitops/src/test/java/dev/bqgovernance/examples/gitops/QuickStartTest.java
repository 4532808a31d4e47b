package dev.bqgovernance.examples.gitops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuickStartTest {
  @TempDir Path empty;

  private static String output(Path start) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    QuickStart.run(start, new PrintStream(out, true, StandardCharsets.UTF_8));
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void output_isShortAndWhole() throws IOException {
    String output = output(Path.of("").toAbsolutePath());
    assertThat(output.lines().count()).isBetween(25L, 70L);
    assertThat(output)
        .containsSubsequence(
            "1. Load the platform",
            "14 datasets in 4 layers",
            "2. Plan",
            "14 datasets created",
            "3. Apply",
            "[####################]",
            "88 of 88 changes applied",
            "The next plan: No changes.",
            "4. Show who sees what",
            "| " + "  who ",
            "analysts@acme.com  ",
            "5. Review a pull request of two lines",
            "### Changes in what people can see",
            "`analysts@acme.com` can read `users.email` (keyed hash) through `mart__kpi.signups` >"
                + " `dwh__org.member` > `anon__db.users` [PII]",
            "Merged. 2 of 2 changes applied",
            "6. Detect drift",
            "daichi@acme.com can no longer read users.email (unkeyed hash)",
            "live grants READER to user daichi@acme.com, which is not declared",
            "live lacks WRITER for group data-scientists@acme.com",
            "Repaired. 2 of 2 changes applied",
            "The next plan: No changes.",
            "Next steps",
            "gitops.jar plan examples/platform",
            "gitops.jar apply examples/platform",
            "gitops.jar drift examples/platform");
  }

  @Test
  void output_isTheSameEveryTimeAndFromEveryDirectory() throws IOException {
    Path module = Path.of("").toAbsolutePath();
    assertThat(output(module.getParent().getParent())).isEqualTo(output(module));
  }

  @Test
  void elsewhere_saysWhereItBelongs() {
    assertThatThrownBy(() -> output(empty)).hasMessageContaining("in a clone of the repository");
  }
}
