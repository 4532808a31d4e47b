package dev.bqgovernance.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bqgovernance.model.Place;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Edits of lists that people wrote. */
class JsonEditTest {

  private static List<LocatedJson> elements(String text) {
    LocatedJson.Parsed parsed =
        LocatedJson.parse(text.getBytes(StandardCharsets.UTF_8), "list.json");
    assertThat(parsed.findings()).as(text).isEmpty();
    return ((LocatedJson.Arr) parsed.root().orElseThrow()).elements();
  }

  private static Place last(List<LocatedJson> elements) {
    return elements.isEmpty()
        ? Place.ofFile("list.json")
        : elements.get(elements.size() - 1).place();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[{'a': 1}]                                  | 0 | []",
        "[{'a': 1}, {'b': 2}]                        | 0 | [{'b': 2}]",
        "[{'a': 1}, {'b': 2}]                        | 1 | [{'a': 1}]",
        "[~  {'a': 1},~  {'b': 2}~]~                 | 0 | [~  {'b': 2}~]~",
        "[~  {'a': 1},~  {'b': 2}~]~                 | 1 | [~  {'a': 1}~]~",
        "[~  {'a': 1}, // why~  {'b': 2},~]~         | 0 | [~  {'b': 2},~]~",
        "[~  // first~  {'a': '}],'},~  {'b': [2]}~] | 0 | [~  // first~  {'b': [2]}~]",
        "[~  {'a': 1} /* , */ ,~  {'b': 2}~]         | 0 | [~  {'b': 2}~]",
        "[~  {'a':~    1},~  {'b': '//'}~]           | 1 | [~  {'a':~    1}~]",
      })
  void anElementIsTakenOut(String text, int index, String expected) {
    String json = json(text);
    assertThat(JsonEdit.remove(json, elements(json).get(index).place())).isEqualTo(json(expected));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[]                          | [~  {'n': 1},~  {'n': 2}~]",
        "[ // none~]                 | [ // none~  {'n': 1},~  {'n': 2}~]",
        "[{'a': 1}]                  | [{'a': 1},~  {'n': 1},~  {'n': 2}~]",
        "[~  {'a': 1}~]~             | [~  {'a': 1},~  {'n': 1},~  {'n': 2}~]~",
        "[~  {'a': 1}, // last~]~    | [~  {'a': 1}, // last~  {'n': 1},~  {'n': 2}~]~",
        "[~  {'a': ']'} // last~]~   | [~  {'a': ']'}, // last~  {'n': 1},~  {'n': 2}~]~",
      })
  void elementsAreAdded(String text, String expected) {
    String json = json(text);
    List<LocatedJson> elements = elements(json);
    assertThat(
            JsonEdit.append(
                json, last(elements), elements.isEmpty(), List.of("{\"n\": 1}", "{\"n\": 2}")))
        .isEqualTo(json(expected));
  }

  @Test
  void editsOfRandomLists_areReadBack() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    String[] values = {"{\"a\": \"]\\\"}\"}", "{}", "{\"b\": [1, {\"c\": \"//\"}]}"};
    String[] gaps = {"", " ", "\n", "\r\n  ", " /* ,] */ ", " // \"x\n"};
    for (int round = 0; round < 2_000; round++) {
      StringBuilder text = new StringBuilder("[");
      int size = random.nextInt(5);
      for (int i = 0; i < size; i++) {
        text.append(gaps[random.nextInt(gaps.length)]).append(values[random.nextInt(3)]);
        text.append(gaps[random.nextInt(gaps.length)]);
        text.append(i + 1 < size || random.nextBoolean() ? "," : "");
      }
      String json = text.append(gaps[random.nextInt(gaps.length)]).append("]").toString();
      List<String> kept = new ArrayList<>(described(json));
      String edited = json;
      for (int i = size - 1; i >= 0; i--) {
        if (random.nextBoolean()) {
          edited = JsonEdit.remove(edited, elements(json).get(i).place());
          kept.remove(i);
        }
      }
      assertThat(described(edited)).as("seed %d: %s -> %s", seed, json, edited).isEqualTo(kept);
      List<LocatedJson> left = elements(edited);
      edited = JsonEdit.append(edited, last(left), left.isEmpty(), List.of("{\"n\": 1}"));
      assertThat(described(edited)).as("seed %d: %s", seed, edited).hasSize(kept.size() + 1);
    }
  }

  private static List<String> described(String json) {
    return elements(json).stream().map(JsonEditTest::value).toList();
  }

  private static String value(LocatedJson json) {
    if (json instanceof LocatedJson.Obj object) {
      return object.members().stream().map(m -> m.key() + value(m.value())).toList().toString();
    }
    return json instanceof LocatedJson.Arr array
        ? array.elements().stream().map(JsonEditTest::value).toList().toString()
        : json.describe();
  }

  private static String json(String text) {
    return text.replace('\'', '"').replace('~', '\n');
  }
}
