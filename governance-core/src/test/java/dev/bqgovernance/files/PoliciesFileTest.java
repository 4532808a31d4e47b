package dev.bqgovernance.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bqgovernance.model.DataPlatform;
import dev.bqgovernance.model.Finding.Severity;
import dev.bqgovernance.model.Place;
import dev.bqgovernance.model.PolicySettings;
import dev.bqgovernance.model.PolicySettings.Suppression;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** policies.json says how much breaches weigh and which exceptions there are, with their places. */
class PoliciesFileTest {
  private static final LocalDate END = LocalDate.of(2027, 1, 31);

  @TempDir Path root;

  @BeforeEach
  void write() throws IOException {
    Files.writeString(
        root.resolve("platform.json"), "{\"project\": \"acme-data\", \"location\": \"US\"}");
    Files.writeString(
        root.resolve("platform.dev.json"),
        """
        {"project": "acme-dev", "principals": {"a@acme.com": "a-dev@acme.com"}}
        """);
    Files.writeString(
        root.resolve("policies.json"),
        """
        {
          "rules": {"groups-only": "off", "acme/own": "error"},
          "suppressions": [
            {"rule": "owners-remain", "on": "acme-data.raw__*", "reason": "SEC-1", "until": "2027-01-31"},
            {"rule": "acme/own", "on": "group:a@acme.com", "reason": "SEC-2", "until": "2027-01-31"},
          ]
        }
        """);
  }

  private static Suppression suppression(String rule, String on, String reason) {
    return new Suppression(rule, on, reason, END);
  }

  @Test
  void everythingIsReadWithItsPlace_andWrittenBack() {
    DataPlatform platform = PlatformFiles.read(root).orThrow();
    Suppression first = suppression("owners-remain", "acme-data.raw__*", "SEC-1");

    assertThat(platform.policies())
        .isEqualTo(
            PolicySettings.builder()
                .putSeverities("groups-only", Optional.empty())
                .putSeverities("acme/own", Optional.of(Severity.ERROR))
                .addSuppressions(first, suppression("acme/own", "group:a@acme.com", "SEC-2"))
                .build());
    assertThat(platform.origins().ofRule("acme/own")).contains(Place.of("policies.json", 2, 35));
    assertThat(platform.origins().of(first)).contains(Place.of("policies.json", 4, 5));
    assertThat(PlatformFiles.render(platform).get("policies.json"))
        .isEqualTo(
            """
            {
              "rules": {"acme/own": "error", "groups-only": "off"},
              "suppressions": [
                {"rule": "acme/own", "on": "group:a@acme.com", "reason": "SEC-2", "until": "2027-01-31"},
                {"rule": "owners-remain", "on": "acme-data.raw__*", "reason": "SEC-1", "until": "2027-01-31"}
              ]
            }
            """);
  }

  @Test
  void anEnvironmentHasItsOwnNames() {
    assertThat(PlatformFiles.read(root, Optional.of("dev")).orThrow().policies().suppressions())
        .extracting(Suppression::on)
        .containsExactly("group:a-dev@acme.com", "acme-dev.raw__*");
  }

  @Test
  void aPlatformWithoutSettingsHasNoFile() throws IOException {
    PlatformFiles.write(DataPlatform.in("acme-data", "US").build(), root);

    assertThat(root.resolve("policies.json")).doesNotExist();
  }
}
