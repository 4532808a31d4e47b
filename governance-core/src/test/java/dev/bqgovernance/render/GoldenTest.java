package dev.bqgovernance.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bqgovernance.access.AccessDelta;
import dev.bqgovernance.access.AccessMatrix;
import dev.bqgovernance.access.Explanation;
import dev.bqgovernance.apply.ApplyReport;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.plan.Drift;
import dev.bqgovernance.plan.Plan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Samples in every format against the file that a person has read. {@code -Dgolden.update=true}
 * writes the files anew.
 */
final class GoldenTest {
  private static final Path FILES = Path.of("src/test/resources/dev/bqgovernance/render");

  private static final String WHO = "who";
  private static final String WHAT = "what";

  private static final Map<String, Function<Random, Object>> SAMPLES = new LinkedHashMap<>();

  static {
    SAMPLES.put("plan-change", Samples::change);
    SAMPLES.put("plan-nothing", Samples::nothing);
    SAMPLES.put("plan-first-apply", Samples::firstApply);
    SAMPLES.put("plan-upheaval", Samples::upheaval);
    SAMPLES.put("plan-refused", Samples::refused);
    SAMPLES.put("plan-hostile", Samples::hostile);
    SAMPLES.put("drift-change", order -> Drift.of(Samples.change(order)));
    SAMPLES.put("drift-nothing", order -> Drift.of(Samples.nothing(order)));
    SAMPLES.put("drift-upheaval", order -> Drift.of(Samples.upheaval(order)));
    SAMPLES.put("drift-first-apply", order -> Drift.of(Samples.firstApply(order)));
    SAMPLES.put("drift-refused", order -> Drift.of(Samples.refused(order)));
    SAMPLES.put("report-applied", Samples::applied);
    SAMPLES.put("report-applied-many", Samples::appliedMany);
    SAMPLES.put("report-stopped", Samples::stopped);
    SAMPLES.put("report-refused", Samples::refusedWhole);
    SAMPLES.put("pipelines-first", IngestionSamples::first);
    SAMPLES.put("pipelines-change", IngestionSamples::change);
    SAMPLES.put("pipelines-many", IngestionSamples::many);
    SAMPLES.put("pipelines-adopted", IngestionSamples::adopted);
    SAMPLES.put("pipelines-pruned", IngestionSamples::pruned);
    SAMPLES.put("pipelines-hostile", IngestionSamples::hostile);
    SAMPLES.put("pipelines-drift", IngestionSamples::drift);
    SAMPLES.put("pipelines-report", IngestionSamples::applied);
    SAMPLES.put("access-plan", AccessSamples::planWithDelta);
    SAMPLES.put("access-plan-unchanged", AccessSamples::planWithoutDelta);
    SAMPLES.put("access-drift", order -> Drift.of(AccessSamples.planWithDelta(order)));
    SAMPLES.put("access-delta", AccessSamples::delta);
    SAMPLES.put("access-delta-none", AccessSamples::emptyDelta);
    SAMPLES.put("access-delta-long", AccessSamples::longDelta);
    SAMPLES.put("access-delta-hostile", AccessSamples::hostileDelta);
    SAMPLES.put("access-matrix", AccessSamples::matrix);
    SAMPLES.put("access-yes", AccessSamples::yes);
    SAMPLES.put("access-no", AccessSamples::no);
    SAMPLES.put("access-nobody", AccessSamples::nobody);
    SAMPLES.put("access-who", order -> WHO);
    SAMPLES.put("access-what", order -> WHAT);
  }

  static Stream<String> files() {
    Stream<String> people =
        SAMPLES.keySet().stream().flatMap(name -> Stream.of(name + ".txt", name + ".md"));
    return Stream.concat(
        people,
        Stream.of(
            "plan-hostile.json",
            "drift-change.json",
            "report-stopped.json",
            "access-plan.json",
            "access-delta-hostile.json",
            "access-matrix.json",
            "access-yes.json",
            "access-no.json",
            "access-who.json",
            "access-what.json",
            "pipelines-change.json",
            "pipelines-first.json"));
  }

  @ParameterizedTest
  @MethodSource("files")
  void isAsReadByAPerson(String file) throws IOException {
    String rendered = render(file, new Random(1));
    Path golden = FILES.resolve(file);
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(golden, rendered);
    }
    assertThat(rendered).isEqualTo(Files.readString(golden));
  }

  @ParameterizedTest
  @MethodSource("files")
  void doesNotDependOnTheOrderOfItsInput(String file) {
    String expected = render(file, new Random(1));
    for (int seed = 2; seed < 12; seed++) {
      assertThat(render(file, new Random(seed))).as("seed %d", seed).isEqualTo(expected);
    }
  }

  private static String render(String file, Random order) {
    int dot = file.indexOf('.');
    Object sample = SAMPLES.get(file.substring(0, dot)).apply(order);
    String format = file.substring(dot + 1);
    if (sample instanceof Plan plan) {
      return switch (format) {
        case "txt" -> Text.render(plan);
        case "md" -> Markdown.render(plan);
        default -> JsonReport.render(plan);
      };
    } else if (sample instanceof Drift drift) {
      return switch (format) {
        case "txt" -> Text.render(drift);
        case "md" -> Markdown.render(drift);
        default -> JsonReport.render(drift);
      };
    } else if (sample instanceof AccessDelta delta) {
      return switch (format) {
        case "txt" -> Text.render(delta);
        case "md" -> Markdown.render(delta);
        default -> JsonReport.render(delta);
      };
    } else if (sample instanceof AccessMatrix matrix) {
      return switch (format) {
        case "txt" -> Text.render(matrix);
        case "md" -> Markdown.render(matrix);
        default -> JsonReport.render(matrix);
      };
    } else if (sample instanceof Explanation explanation) {
      return switch (format) {
        case "txt" -> Text.render(explanation);
        case "md" -> Markdown.render(explanation);
        default -> JsonReport.render(explanation);
      };
    } else if (sample.equals(WHO)) {
      String subject = AccessSamples.users();
      return switch (format) {
        case "txt" -> Text.whoCanRead(subject, AccessSamples.answers());
        case "md" -> Markdown.whoCanRead(subject, AccessSamples.answers());
        default -> JsonReport.whoCanRead(subject, AccessSamples.answers());
      };
    } else if (sample.equals(WHAT)) {
      Principal who = AccessSamples.analysts();
      return switch (format) {
        case "txt" -> Text.whatCanRead(who, AccessSamples.answersOf(who));
        case "md" -> Markdown.whatCanRead(who, AccessSamples.answersOf(who));
        default -> JsonReport.whatCanRead(who, AccessSamples.answersOf(who));
      };
    }
    ApplyReport report = (ApplyReport) sample;
    return switch (format) {
      case "txt" -> Text.render(report);
      case "md" -> Markdown.render(report);
      default -> JsonReport.render(report);
    };
  }
}
