package dev.bqgovernance.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bqgovernance.json.LocatedJson;
import dev.bqgovernance.model.BuiltInRule;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
          "policies",
          "row_policies",
          "sink",
          "sync_job",
          "table",
          "view",
          "world");

  @ParameterizedTest
  @EnumSource(FileKeys.class)
  void everyShapeHasOneDefinition_withTheSameKeys(FileKeys shape) throws IOException {
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
            Arrays.stream(FileKeys.values()).map(s -> s.name().toLowerCase(Locale.ROOT)).toList());
  }

  /** What the service answers and a person need not write is left out there. */
  @ParameterizedTest
  @CsvSource({
    "connection, connections/<connection>.json",
    "notification_channel, notification_channels/<channel>.json",
    "policies, policies.json",
    "sink, sinks/<sink>.json",
    "sync_job, sync_jobs/<job>.json"
  })
  void everyKeyIsInTheDocument_andNoOther(String file, String path) throws IOException {
    String row =
        Files.readAllLines(Path.of("../docs/files.md")).stream()
            .filter(line -> line.startsWith("| `" + path + "`"))
            .findFirst()
            .orElseThrow();
    LocatedJson.Obj properties =
        (LocatedJson.Obj) member(Objects.requireNonNull(definitions().get(file)), "properties");
    for (LocatedJson.Member property : properties.members()) {
      String description =
          find((LocatedJson.Obj) property.value(), "description").map(Object::toString).orElse("");
      if (!description.contains("Answered by") && !property.key().matches("\\$schema|.*Options")) {
        assertThat(row).contains("`" + property.key() + "`");
      }
    }
    String schema = new String(bytes(file), StandardCharsets.UTF_8);
    Pattern.compile("`([A-Za-z]+|[A-Z_]+)`")
        .matcher(row)
        .results()
        .forEach(word -> assertThat(schema).contains("\"" + word.group(1) + "\""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "access",
        "connection",
        "dataset",
        "notification_channel",
        "platform",
        "policies",
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

  @Test
  void everyRuleIsInTheSchema_andInTheDocument() throws IOException {
    String schema = new String(bytes("policies"), StandardCharsets.UTF_8);
    String document = Files.readString(Path.of("../docs/guardrails.md"));

    for (String rule : BuiltInRule.names()) {
      assertThat(schema.split(Pattern.quote("\"" + rule + "\""), -1)).as(rule).hasSize(3);
      assertThat(document).contains("| `" + rule + "` |");
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
    LocatedJson.Parsed parsed = LocatedJson.parse(bytes(file), file);
    assertThat(parsed.findings()).isEmpty();
    return (LocatedJson.Obj) parsed.root().orElseThrow();
  }

  private static byte[] bytes(String file) throws IOException {
    String path = "/dev/bqgovernance/schemas/" + file + ".json";
    try (InputStream in = SchemasTest.class.getResourceAsStream(path)) {
      return in.readAllBytes();
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
