package dev.bqgovernance.access.rights;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bqgovernance.model.Certainty;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

public class ConditionCheckTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      textBlock =
          """
          request.time < timestamp("2026-06-01T00:00:01Z")                        ; YES
          request.time < timestamp("2026-06-01T00:00:00Z")                        ; NO
          request.time <= timestamp("2026-06-01T00:00:00Z")                       ; YES
          timestamp('2026-06-01T09:00:00+09:00') == request.time                  ; YES
          timestamp("2026-05-31T00:00:00Z") > request.time                        ; NO
          request.time > timestamp("yesterday")                                   ; ASSUMED_NO
          resource.name == "projects/acme-data/datasets/mart/tables/v"            ; YES
          resource.name != "projects/acme-data/datasets/mart/tables/v"            ; NO
          resource.name.startsWith("projects/acme-data/datasets/mart/tables/")    ; YES
          resource.name.endsWith("/w")                                            ; NO
          resource.type == "bigquery.googleapis.com/Table"                        ; YES
          resource.type == "bigquery.googleapis.com/Dataset"                      ; NO
          "bigquery.googleapis.com" == resource.service                           ; YES
          resource.matchTag("123/env", "prod")                                    ; ASSUMED_NO
          true && !false                                                          ; YES
          !(true || false)                                                        ; NO
          true && resource.name.endsWith("/v") && (false || true)                 ; YES
          false && api.getAttribute("x", [])                                      ; NO
          true || api.getAttribute("x", [])                                       ; YES
          true && api.getAttribute("x", [])                                       ; ASSUMED_NO
          !api.getAttribute("x", [])                                              ; ASSUMED_NO
          !resource.name.endsWith("/v") == false                                  ; ASSUMED_NO
          true ? true : false                                                     ; ASSUMED_NO
          (true) == false                                                         ; ASSUMED_NO
          (true                                                                   ; ASSUMED_NO
          true)                                                                   ; ASSUMED_NO
          true &&                                                                 ; ASSUMED_NO
          "a\\"b" == resource.name                                                ; ASSUMED_NO
          § < 1                                                                   ; ASSUMED_NO
          request.time < duration("1s")                                           ; ASSUMED_NO
          """)
  void holds(String expression, Certainty expected) {
    assertThat(
            ConditionCheck.holds(
                expression, Optional.of(RightsWorld.id("mart.v")), RightsWorld.NOW))
        .isEqualTo(expected);
  }

  @Test
  void deepNestingIsNotUnderstood() {
    String deep = "(".repeat(100_000) + "true" + ")".repeat(100_000);
    assertThat(ConditionCheck.holds(deep, Optional.of(RightsWorld.id("mart.v")), RightsWorld.NOW))
        .isEqualTo(Certainty.ASSUMED_NO);
    String flat = "(true) && ".repeat(200) + "true";
    assertThat(ConditionCheck.holds(flat, Optional.of(RightsWorld.id("mart.f()")), RightsWorld.NOW))
        .isEqualTo(Certainty.YES);
  }
}
