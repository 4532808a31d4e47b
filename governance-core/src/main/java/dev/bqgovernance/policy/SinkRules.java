package dev.bqgovernance.policy;

import dev.bqgovernance.compile.Compilation;
import dev.bqgovernance.logs.LogFilter;
import dev.bqgovernance.logs.LogFilterSyntaxException;
import dev.bqgovernance.logs.SinkLoopCheck;
import dev.bqgovernance.model.DataPlatform;
import dev.bqgovernance.model.Finding;
import dev.bqgovernance.model.Finding.Severity;
import dev.bqgovernance.model.Place;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.ProjectScopedId;
import dev.bqgovernance.model.Sink;
import dev.bqgovernance.model.Sink.SinkAlert;
import dev.bqgovernance.state.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Rules about log sinks: {@code nobody-notified}, {@code unknown-writer}, {@code filter-syntax} and
 * {@code sink-loop}.
 */
final class SinkRules {
  private final Compilation compilation;
  private final DataPlatform platform;
  private final List<Finding> findings = new ArrayList<>();

  private SinkRules(Compilation compilation) {
    this.compilation = compilation;
    this.platform = compilation.platform();
  }

  static List<Finding> findings(Compilation compilation) {
    SinkRules rules = new SinkRules(compilation);
    for (Sink sink : compilation.platform().sinks().values()) {
      sink.alert().ifPresent(alert -> rules.checkAlert(sink, alert));
      rules.checkWriter(sink);
      rules.checkFilters(sink);
    }
    return rules.findings;
  }

  private void checkAlert(Sink sink, SinkAlert alert) {
    if (alert.notificationChannels().isEmpty()) {
      report(
          Severity.WARNING,
          "nobody-notified",
          place(sink.id(), "alert"),
          String.format("the alert of sink %s has no notification channel.", sink.id().name()),
          "Name one, so that somebody is notified of lost entries.");
    }
  }

  private void checkWriter(Sink sink) {
    State known = compilation.known();
    boolean wasRead = known.projectRoles(platform.project()).isPresent();
    if (wasRead && known.sinkWriter(sink.id()).isEmpty()) {
      report(
          Severity.ERROR,
          "unknown-writer",
          platform.origins().of(sink.id()),
          String.format(
              "the account that sink %s will write as is unknown, since the number of project %s"
                  + " could not be read; without permission to write, the sink would look healthy"
                  + " and lose every entry.",
              sink.id().name(), platform.project()),
          ProjectGrantCommand.of(
              platform.project(),
              compilation.desired().applier().map(Principal::member).orElse("APPLIER"),
              "roles/browser"));
    }
  }

  private void checkFilters(Sink sink) {
    Optional<LogFilter> filter = parse(sink, sink.filter(), "filter", "its filter");
    List<LogFilter> exclusions = new ArrayList<>();
    for (Sink.Exclusion exclusion : sink.exclusions()) {
      Optional<LogFilter> parsed =
          parse(sink, exclusion.filter(), "exclusions", "exclusion " + exclusion.name());
      if (!exclusion.disabled()) {
        parsed.ifPresent(exclusions::add);
      }
    }
    filter
        .filter(f -> !sink.disabled())
        .flatMap(f -> SinkLoopCheck.explain(platform.project(), f, exclusions))
        .ifPresent(
            why ->
                report(
                    Severity.ERROR,
                    "sink-loop",
                    place(sink.id(), "filter"),
                    String.format("sink %s: %s.", sink.id().name(), why),
                    String.format(
                        "Add an exclusion: {\"name\": \"own-writes\", \"filter\": \"%s\"}, or narrow the"
                            + " filter, for example with resource.type=\"cloud_run_revision\".",
                        SinkLoopCheck.EXCLUSION.replace("\"", "\\\""))));
  }

  private Optional<LogFilter> parse(Sink sink, String text, String part, String what) {
    try {
      return Optional.of(LogFilter.parse(text));
    } catch (LogFilterSyntaxException e) {
      report(
          Severity.ERROR,
          "filter-syntax",
          place(sink.id(), part),
          String.format(
              "sink %s: %s cannot be parsed at line %d, column %d: %s",
              sink.id().name(), what, e.line(), e.column(), e.getMessage()),
          "See https://cloud.google.com/logging/docs/view/logging-query-language.");
      return Optional.empty();
    }
  }

  private Optional<Place> place(ProjectScopedId id, String part) {
    return platform.origins().of(id, part);
  }

  private void report(
      Severity severity, String rule, Optional<Place> place, String message, String fix) {
    findings.add(new Finding(severity, rule, place, message, Optional.of(fix)));
  }
}
