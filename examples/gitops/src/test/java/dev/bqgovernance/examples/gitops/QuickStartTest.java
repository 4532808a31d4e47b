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

  private static String told(Path start) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    QuickStart.tell(start, new PrintStream(out, true, StandardCharsets.UTF_8));
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void story_isShortAndWhole() throws IOException {
    String story = told(Path.of("").toAbsolutePath());
    assertThat(story.lines().count()).isBetween(25L, 70L);
    assertThat(story)
        .containsSubsequence(
            "1. Load the platform",
            "14 datasets in 4 layers",
            "2. Plan",
            "14 datasets created",
            "3. Apply",
            "[####################]",
            "88 of 88 changes applied",
            "The next plan: No changes.",
            "4. Who sees what",
            "| " + "  who ",
            "analysts@acme.com  ",
            "5. A pull request of two lines",
            "### What people will be able to see",
            "`analysts@acme.com` can read `users.email` (keyed hash) through `mart__kpi.signups` >"
                + " `dwh__org.member` > `anon__db.users` [PII]",
            "Merged. 2 of 2 changes applied",
            "6. Aiko",
            "daichi@acme.com can no longer read users.email (unkeyed hash)",
            "live grants READER to user daichi@acme.com, not declared",
            "live lacks WRITER for group data-scientists@acme.com",
            "Repaired. 2 of 2 changes applied",
            "The next plan: No changes.",
            "What to try next",
            "gitops.jar plan examples/platform",
            "gitops.jar apply examples/platform",
            "gitops.jar drift examples/platform");
  }

  @Test
  void story_isTheSameEveryTimeAndFromEveryDirectory() throws IOException {
    Path module = Path.of("").toAbsolutePath();
    assertThat(told(module.getParent().getParent())).isEqualTo(told(module));
  }

  @Test
  void elsewhere_saysWhereItBelongs() {
    assertThatThrownBy(() -> told(empty)).hasMessageContaining("in a clone of the repository");
  }
}
