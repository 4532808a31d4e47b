package dev.bqgovernance.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bqgovernance.model.ResourceId;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CodecTest {

  /** A kind without its codec, its words or its comparison fails here. */
  @ParameterizedTest
  @EnumSource
  void everyKind_hasACodecWithWordsAndComparisons(ResourceId.Kind kind) {
    Codec codec = Codec.of(kind);
    assertThat(codec.service()).isNotNull();
    assertThat(codec.fields().fields())
        .isNotEmpty()
        .allSatisfy(
            field -> {
              assertThat(field.label()).isNotBlank();
              assertThat(field.comparison()).isNotNull();
              assertThat(count(field.label(), "{}"))
                  .as("places in %s for the wildcards of %s", field.label(), field.path())
                  .isLessThanOrEqualTo(count(field.path().replace("**", "*"), "*"));
            });
  }

  @ParameterizedTest
  @EnumSource
  void everyKind_comparesFieldsOfItsOwn(ResourceId.Kind kind) {
    assertThat(Codec.of(kind).fields().fields())
        .anyMatch(field -> field.comparison() != Field.Comparison.OUTPUT_ONLY);
  }

  @Test
  void codecs_areOneForEachKind() {
    assertThat(List.of(ResourceId.Kind.values()).stream().map(Codec::of).distinct())
        .hasSize(ResourceId.Kind.values().length);
  }

  @Test
  void labelOfAMatch_holdsTheLastNames() {
    FieldTable table = FieldTable.of(Field.of("a.*.*", "second {}"), Field.of("b.**", "b"));
    assertThat(table.find("a.x.y").orElseThrow().names()).containsExactly("x", "y");
    assertThat(table.find("a.x.y").orElseThrow().namesInLabel()).containsExactly("y");
    assertThat(table.find("b.x.y").orElseThrow().namesInLabel()).isEmpty();
    assertThat(table.find("a.x")).isEmpty();
  }

  private static int count(String text, String part) {
    return text.split(Pattern.quote(part), -1).length - 1;
  }
}
