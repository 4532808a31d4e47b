package dev.bqgovernance.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class LineDiffTest {

  @Test
  void showsTwoLinesAroundAChange() {
    assertThat(LineDiff.of("a\nb\nc\nd\ne\nf\ng\n", "a\nb\nc\nD\ne\nf\ng\n"))
        .containsExactly("  b", "  c", "- d", "+ D", "  e", "  f");
  }

  @Test
  void joinsWhatLiesFarApart() {
    assertThat(LineDiff.of("a\n1\n2\n3\n4\n5\n6\nb", "A\n1\n2\n3\n4\n5\n6\nB"))
        .containsExactly("- a", "+ A", "  1", "  2", "  ...", "  5", "  6", "- b", "+ B");
  }

  @Test
  void showsAMissingEnd() {
    assertThat(LineDiff.of("a\n", "a")).containsExactly("  a", "- ");
  }

  @Test
  void saysHowMuchItLeavesOut() {
    String long40 = IntStream.range(0, 40).mapToObj(i -> "x" + i).collect(Collectors.joining("\n"));
    List<String> diff = LineDiff.of("y", long40);
    assertThat(diff).hasSize(21).last().isEqualTo("  ... 21 more lines");
  }

  @Test
  void showsAChangeFarToTheRight() {
    String columns = "a".repeat(950);
    assertThat(LineDiff.of(columns + "secret", columns + "public"))
        .contains("- " + "a".repeat(50) + "secret", "+ " + "a".repeat(50) + "public");
  }

  @Test
  void tellsHugeTextsWhole() {
    String a = IntStream.range(0, 3000).mapToObj(i -> "a" + i).collect(Collectors.joining("\n"));
    assertThat(LineDiff.of(a, a.replace('a', 'b'))).hasSize(21).startsWith("- a0", "- a1");
  }

  static Stream<Long> seeds() {
    return IntStream.range(0, 200).mapToObj(Long::valueOf);
  }

  /** Of short texts the marked lines and the others give back both texts. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void losesNothing(long seed) {
    Random random = new Random(seed);
    List<String> before = lines(random);
    List<String> after = lines(random);
    List<String> diff =
        LineDiff.of("0\n" + String.join("\n", before), "1\n" + String.join("\n", after));
    assertThat(without(diff, "+ ")).isEqualTo(with("0", before));
    assertThat(without(diff, "- ")).isEqualTo(with("1", after));
  }

  private static List<String> lines(Random random) {
    return IntStream.range(0, 1 + random.nextInt(2))
        .mapToObj(i -> Character.toString('a' + random.nextInt(2)))
        .toList();
  }

  private static List<String> with(String first, List<String> rest) {
    List<String> all = new ArrayList<>(List.of(first));
    all.addAll(rest);
    return all;
  }

  private static List<String> without(List<String> diff, String mark) {
    return diff.stream().filter(l -> !l.startsWith(mark)).map(l -> l.substring(2)).toList();
  }
}
