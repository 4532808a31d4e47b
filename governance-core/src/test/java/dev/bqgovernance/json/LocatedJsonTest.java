package dev.bqgovernance.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bqgovernance.model.Place;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LocatedJsonTest {
  @Test
  void everyValueKnowsItsPlace_inUtf16Units() {
    LocatedJson.Obj root =
        (LocatedJson.Obj)
            parse("\uFEFF{ // note\r\n  \"\ud83d\ude00\": [1.50, true,\n\tnull],}")
                .root()
                .orElseThrow();

    LocatedJson.Member member = root.members().get(0);
    assertThat(root.place()).isEqualTo(Place.of("f", 1, 1));
    assertThat(member.key()).isEqualTo("\ud83d\ude00");
    assertThat(member.keyPlace()).isEqualTo(Place.of("f", 2, 3));
    assertThat(member.value())
        .isEqualTo(
            new LocatedJson.Arr(
                Place.of("f", 2, 9),
                List.of(
                    new LocatedJson.Num(Place.of("f", 2, 10), "1.50"),
                    new LocatedJson.Bool(Place.of("f", 2, 16), true),
                    new LocatedJson.Null(Place.of("f", 3, 2)))));
  }

  /** Cut and mangled text: always a tree or a finding, never an exception, never library talk. */
  @Test
  void brokenTextIsAlwaysExplained() {
    String sound =
        "[{\"role\": \"READER\", \"groupByEmail\": \"a@acme.com\", \"n\": [1, -2.5e3, true, null]}] // end";
    Random random = new Random(7);
    for (int i = 0; i < 5_000; i++) {
      StringBuilder text = new StringBuilder(sound);
      for (int edits = 1 + random.nextInt(3); edits > 0 && !text.isEmpty(); edits--) {
        int at = random.nextInt(text.length());
        switch (random.nextInt(3)) {
          case 0 -> text.deleteCharAt(at);
          case 1 -> text.insert(at, "{}[],:\"'\\/x0 \n\u0000".charAt(random.nextInt(15)));
          default -> text.setLength(Math.max(1, at));
        }
      }
      LocatedJson.Parsed parsed = parse(text.toString());
      assertThat(parsed.root().isPresent() || !parsed.findings().isEmpty())
          .as("a tree or a finding for %s", text)
          .isTrue();
      assertThat(parsed.findings())
          .allSatisfy(
              finding ->
                  assertThat(finding.toString())
                      .as("seed 7: %s", text)
                      .matches("(?s)f:\\d+:\\d+: error: .*")
                      .doesNotContain("jackson", "Exception", "Token", "code ")
                      .contains(finding.fix().orElseThrow()));
    }
  }

  private static LocatedJson.Parsed parse(String text) {
    return LocatedJson.parse(text.getBytes(StandardCharsets.UTF_8), "f");
  }
}
