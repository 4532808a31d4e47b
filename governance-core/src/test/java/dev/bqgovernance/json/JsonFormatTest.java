package dev.bqgovernance.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonFormatTest {
  @Test
  void anEntryOfAListIsOneLine_whileItFits() {
    String fits = "x".repeat(120 - "  {\"a\": \"\"},".length());
    assertThat(JsonFormat.print(List.of(Map.of("a", fits), Map.of("a", fits + "x"), "b")))
        .isEqualTo(
            "[\n  {\"a\": \"%s\"},\n  {\n    \"a\": \"%s\"\n  },\n  \"b\"\n]\n"
                .formatted(fits, fits + "x"));
  }

  @Test
  void nestedValues() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("z", 1L);
    json.put("labels", Map.of("team", "x"));
    json.put("fields", List.of(Map.of("name", "a"), Map.of("name", "b")));
    json.put("none", List.of());
    json.put("words", List.of("p", true));
    assertThat(JsonFormat.print(json))
        .isEqualTo(
            """
            {
              "z": 1,
              "labels": {"team": "x"},
              "fields": [
                {"name": "a"},
                {"name": "b"}
              ],
              "none": [],
              "words": ["p", true]
            }
            """);
    assertThat(JsonFormat.print(List.of())).isEqualTo("[]\n");
    assertThat(JsonFormat.print(Map.of())).isEqualTo("{}\n");
  }

  @Test
  void whatCannotBeSeenIsEscaped() {
    assertThat(JsonFormat.print(List.of("\"\\\n\r\t\u0000\u202e\ufeff\ud800é\ud83d\ude00")))
        .isEqualTo("[\n  \"\\\"\\\\\\n\\r\\t\\u0000\\u202e\\ufeff\\ud800é\ud83d\ude00\"\n]\n");
  }

  @Test
  void onlyJsonCanBeWritten() {
    assertThatThrownBy(() -> JsonFormat.print(Arrays.asList(1.5)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
