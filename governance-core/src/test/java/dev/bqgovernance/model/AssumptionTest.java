package dev.bqgovernance.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.bqgovernance.model.Assumption.Decider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class AssumptionTest {
  private static final Path REFERENCE = Path.of("../../shared/reference/bigquery.md");
  private static final Pattern ROW = Pattern.compile("^\\| (11\\.\\d+) \\|.*$", Pattern.MULTILINE);

  @Test
  void documentationListsAll() throws IOException {
    assertThat(rows(Path.of("../docs/access.md")))
        .as("the table of docs/access.md; paste what Assumption.toMarkdown() returns")
        .isEqualTo(Assumption.toMarkdown());
  }

  @Test
  void allQuestionsOfTheReferenceAreHere() throws IOException {
    assumeThat(REFERENCE).as("the reference that a user's clone does not have").exists();
    assertThat(Arrays.stream(Assumption.values()).map(Assumption::number))
        .containsExactlyElementsOf(
            ROW.matcher(Files.readString(REFERENCE))
                .results()
                .map(result -> result.group(1))
                .toList());
  }

  /** Decide by it, or say here that nobody does. */
  @Test
  void nobodyDecidesByTheseYet() {
    assertThat(Assumption.values())
        .filteredOn(assumption -> assumption.decider() == Decider.NOBODY)
        .containsExactly(
            Assumption.SCRIPT_CHECK,
            Assumption.REFUSAL_TEXT,
            Assumption.REFERENCED_TABLES,
            Assumption.JOB_ERRORS);
  }

  private static List<String> rows(Path file) throws IOException {
    return ROW.matcher(Files.readString(file)).results().map(MatchResult::group).toList();
  }
}
