package dev.bqgovernance.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bqgovernance.json.LocatedJson;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The JSON Schemas know exactly the keys that the reader knows. */
class SchemasTest {
  private static final List<String> FILES =
      List.of(
          "access",
          "authorized_views",
          "connection",
          "dataset",
          "notification_channel",
          "platform",
          "platform_overlay",
          "row_policies",
          "sink",
          "sync_job",
          "table",
          "view",
          "world");

  @ParameterizedTest
  @EnumSource(Shape.class)
  void everyShapeHasOneDefinition_withTheSameKeys(Shape shape) throws IOException {
    LocatedJson.Obj definition = definitions().get(shape.name().toLowerCase(Locale.ROOT));

    assertThat(definition).as("definition").isNotNull();
    assertThat(keys(member(definition, "properties")))
        .containsExactlyInAnyOrderElementsOf(shape.keys());
    assertThat(member(definition, "additionalProperties").describe()).isEqualTo("false");
    assertThat(find(definition, "patternProperties").isPresent()).isEqualTo(shape.hasCounters());
  }

  @Test
  void everyDefinitionIsAShape() throws IOException {
    assertThat(definitions().keySet())
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Shape.values()).map(s -> s.name().toLowerCase(Locale.ROOT)).toList());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "access",
        "connection",
        "dataset",
        "notification_channel",
        "platform",
        "sink",
        "sync_job",
        "table",
        "view",
        "world"
      })
  void everyPropertyIsDescribed(String file) throws IOException {
    assertThat(schema(file).members()).extracting(LocatedJson.Member::key).contains("title");
    for (LocatedJson.Member definition :
        ((LocatedJson.Obj) member(schema(file), "$defs")).members()) {
      LocatedJson.Obj properties =
          (LocatedJson.Obj) member((LocatedJson.Obj) definition.value(), "properties");
      for (LocatedJson.Member property : properties.members()) {
        assertThat(keys(property.value()))
            .as("%s of %s", property.key(), definition.key())
            .containsAnyOf("description", "$ref");
      }
    }
  }

  private static Map<String, LocatedJson.Obj> definitions() throws IOException {
    Map<String, LocatedJson.Obj> definitions = new HashMap<>();
    for (String file : FILES) {
      Optional<LocatedJson> defs = find(schema(file), "$defs");
      if (defs.isPresent()) {
        for (LocatedJson.Member member : ((LocatedJson.Obj) defs.get()).members()) {
          LocatedJson.Obj before = definitions.put(member.key(), (LocatedJson.Obj) member.value());
          assertThat(before).as("a second definition of %s", member.key()).isNull();
        }
      }
    }
    return definitions;
  }

  private static LocatedJson.Obj schema(String file) throws IOException {
    String path = "/dev/bqgovernance/schemas/" + file + ".json";
    try (InputStream in = SchemasTest.class.getResourceAsStream(path)) {
      LocatedJson.Parsed parsed = LocatedJson.parse(in.readAllBytes(), path);
      assertThat(parsed.findings()).isEmpty();
      return (LocatedJson.Obj) parsed.root().orElseThrow();
    }
  }

  private static LocatedJson member(LocatedJson.Obj object, String key) {
    return find(object, key).orElseThrow();
  }

  private static Optional<LocatedJson> find(LocatedJson.Obj object, String key) {
    return object.members().stream()
        .filter(member -> member.key().equals(key))
        .map(LocatedJson.Member::value)
        .findFirst();
  }

  private static List<String> keys(LocatedJson object) {
    return ((LocatedJson.Obj) object).members().stream().map(LocatedJson.Member::key).toList();
  }
}
