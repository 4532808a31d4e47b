package dev.bqgovernance.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bqgovernance.json.JsonText;
import dev.bqgovernance.model.Finding;
import dev.bqgovernance.model.Location;
import dev.bqgovernance.model.NotificationChannelId;
import dev.bqgovernance.model.Place;
import dev.bqgovernance.model.ProjectId;
import dev.bqgovernance.model.SinkId;
import dev.bqgovernance.model.SyncJobId;
import dev.bqgovernance.plan.Plan;
import dev.bqgovernance.plan.PlanOptions;
import dev.bqgovernance.state.Json;
import dev.bqgovernance.state.Marker;
import dev.bqgovernance.state.Resource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EscapeTest {
  /** What a CommonMark reader takes for a code span: runs of backticks of the same length. */
  private static final Pattern CODE_SPAN = Pattern.compile("(?<!`)(`+)(?!`)(.*?)(?<!`)\\1(?!`)");

  private static final ProjectId PROJECT = ProjectId.of("acme-data");

  private static final Pattern FENCED = Pattern.compile("(?m)^ *(`{3,})diff\\n(?:.*\\n)*?^ *\\1$");

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\0',
      textBlock =
          """
          61, a
          20AC, \u20AC
          1F600, \uD83D\uDE00
          A, \\n
          D, \\r
          9, \\t
          0, \\u{0}
          7F, \\u{7F}
          85, \\u{85}
          A0, \\u{A0}
          AD, \\u{AD}
          34F, \\u{34F}
          61C, \\u{61C}
          200B, \\u{200B}
          200D, \\u{200D}
          200E, \\u{200E}
          202A, \\u{202A}
          202E, \\u{202E}
          2028, \\u{2028}
          2029, \\u{2029}
          2066, \\u{2066}
          2069, \\u{2069}
          3164, \\u{3164}
          E000, \\u{E000}
          FE0F, \\u{FE0F}
          FEFF, \\u{FEFF}
          D800, \\u{D800}
          DFFF, \\u{DFFF}
          E0041, \\u{E0041}
          E0100, \\u{E0100}
          """)
  void showsWhatCannotBeSeen(String codePoint, String shown) {
    String character = Character.toString(Integer.parseInt(codePoint, 16));
    assertThat(Escape.visible("x" + character + "y")).isEqualTo("x" + shown + "y");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      quoteCharacter = '\0',
      textBlock =
          """
          a ! `a`
          a b ! `a b`
          a`b ! ``a`b``
          ` ! `` ` ``
          a`` ! ``` a`` ```
          @team | <b> ! `@team | <b>`
          """)
  void codeSpansCannotBeClosed(String text, String span) {
    assertThat(Escape.codeSpan(text)).isEqualTo(span);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          The dataset is gone, isn't it? (Yes.) | The dataset is gone, isn't it? (Yes.)
          dataset acme.raw__db: gone.           | dataset `acme.raw__db`: gone.
          1. first                              | 1\\. first
          # heading                             | `#` heading
          see http://a.b, @team (#12)           | see `http://a.b`, `@team` (`#12`)
          **bold** _it_ <b>x</b> [a](b)         | `**bold**` `_it_` `<b>x</b>` `[a](b`)
          --- ``` `                             | `---` ```` ``` ```` `` ` ``
          www.a.b :smile: a@b.c                 | `www.a.b` `:smile`: `a@b.c`
          """)
  void proseKeepsOrdinaryWordsOnly(String prose, String markdown) {
    assertThat(Escape.markdown(prose)).isEqualTo(markdown);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "a``b", "```", "`````x"})
  void fencesAreLongerThanWhatTheyHold(String line) {
    String fence = Escape.fence(List.of("x", line));
    assertThat(fence).matches("`{3,}");
    assertThat(line).doesNotContain(fence);
  }

  static Stream<Long> seeds() {
    return IntStream.range(0, 300).mapToObj(Long::valueOf);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void nothingForeignActsOrHides(long seed) {
    Random random = new Random(seed);
    Plan plan = plan(random);
    String text = Text.render(plan) + Text.render(plan.findings());
    String markdown = Markdown.render(plan);
    String json = JsonReport.render(plan);
    for (String rendered : List.of(text, markdown, json)) {
      assertThat(rendered.codePoints().filter(c -> c != '\n').filter(EscapeTest::isHidden))
          .as(rendered)
          .isEmpty();
    }
    String outside = CODE_SPAN.matcher(FENCED.matcher(markdown).replaceAll("")).replaceAll("");
    assertThat(outside).as(markdown).doesNotContainPattern("[`<@|_*{}$&^=/]|\\]\\(|www\\.|\\w#");
    assertThat(outside.lines().filter(line -> line.startsWith("#")))
        .as(markdown)
        .allMatch(
            line ->
                line.matches("### (Errors|Warnings|Order|(sink|sync job|notification channel) |)"));
    Json findings = ((Json.Obj) JsonText.parse(json)).get("findings").orElseThrow();
    assertThat(((Json.Obj) ((Json.Arr) findings).elements().get(0)).text("message"))
        .contains(plan.findings().get(0).message());
  }

  /** The places in which foreign text can stand, filled with noise. */
  private static Plan plan(Random random) {
    World live =
        new World(random)
            .dataset("mart", World.json("description", noise(random)), World.OWNER)
            .sqlView("mart", "v", noise(random) + "\n" + noise(random))
            .put(sink(random));
    return new World(random)
        .dataset("mart", World.json("description", noise(random)), World.OWNER)
        .sqlView("mart", "v", noise(random) + "\n" + noise(random))
        .sqlView("mart", "w", noise(random))
        .put(sink(random))
        .put(job(random))
        .put(channel(random))
        .planFrom(live, PlanOptions.defaults())
        .plusFindings(
            List.of(
                Finding.error("odd", Place.of("x" + noise(random), 1, 2), noise(random))
                    .withFix(noise(random))));
  }

  private static Resource sink(Random random) {
    Json.Obj exclusion = World.json("name", "x" + noise(random), "filter", noise(random));
    return Resource.of(
        new SinkId(PROJECT, "log"),
        World.json(
                "destination",
                noise(random),
                "filter",
                noise(random),
                "description",
                Marker.marked(Optional.of(noise(random))))
            .with("exclusions", Json.array(List.of(exclusion))));
  }

  private static Resource job(Random random) {
    String query = "EXTERNAL_QUERY(\"x" + noise(random) + "\", \"\"\"" + noise(random) + "\"\"\")";
    return Resource.of(
        new SyncJobId(PROJECT, Location.of("EU"), "copy"),
        World.json("schedule", noise(random), "serviceAccountName", noise(random))
            .with("params", World.json("query", query, "write_disposition", noise(random))));
  }

  private static Resource channel(Random random) {
    // No JSON reader takes half a character in a name.
    String name = noise(random).replaceAll("\\p{Cs}", "");
    return Resource.of(
        new NotificationChannelId(PROJECT, "hook"),
        World.json("type", noise(random), "description", noise(random))
            .with("labels", World.json(name, noise(random), "a", noise(random))));
  }

  private static String noise(Random random) {
    List<String> pieces =
        List.of(
            "a",
            "Z9",
            " ",
            "  ",
            "\n",
            "\r\n",
            "\t",
            "`",
            "``",
            "````",
            "~~~",
            "#",
            "# ",
            "1. ",
            "- ",
            "> ",
            "|",
            "<b>",
            "</details>",
            "<!--",
            "@team",
            "[a](b)",
            "![",
            "]: x",
            "http://x",
            "www.x.y",
            "*",
            "_",
            "\\",
            "&lt;",
            "\"",
            "'",
            "(",
            ")",
            "{",
            "}",
            "$",
            "---",
            "===",
            "\u202E",
            "\u2066",
            "\u200B",
            "\u061C",
            "\u0000",
            "\u001B[31m",
            "\u2028",
            "\uD800",
            "\uDC00",
            "\uD83D\uDE00",
            "\u00E9",
            "\u05D0",
            "\u3164",
            "\uFEFF");
    StringBuilder noise = new StringBuilder();
    int length = random.nextInt(12);
    for (int i = 0; i < length; i++) {
      noise.append(pieces.get(random.nextInt(pieces.size())));
    }
    return noise.toString();
  }

  private static boolean isHidden(int c) {
    int type = Character.getType(c);
    return type == Character.CONTROL
        || type == Character.FORMAT
        || type == Character.SURROGATE
        || type == Character.LINE_SEPARATOR
        || c == 0x3164;
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void aCodeSpanIsReadAsOne(long seed) {
    String noise = noise(new Random(seed));
    String span = Escape.codeSpan(noise);
    Matcher read = CODE_SPAN.matcher(span);
    assertThat(read.matches()).as(span).isTrue();
    assertThat(read.group(2).strip())
        .isEqualTo(noise.isEmpty() ? "\"\"" : Escape.visible(noise).strip());
  }
}
