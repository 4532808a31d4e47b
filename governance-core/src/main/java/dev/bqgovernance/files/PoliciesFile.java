package dev.bqgovernance.files;

import dev.bqgovernance.json.LocatedJson;
import dev.bqgovernance.model.BuiltInRule;
import dev.bqgovernance.model.Finding.Severity;
import dev.bqgovernance.model.Origins;
import dev.bqgovernance.model.PolicySettings;
import dev.bqgovernance.model.PolicySettings.Suppression;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** policies.json: how much breaches of guardrails weigh, and which exceptions there are. */
final class PoliciesFile {
  private static final String OFF = "off";

  private final ReadContext reading;
  private final Problems problems;
  private final Origins.Builder origins;
  private final PolicySettings.Builder settings = PolicySettings.builder();

  private PoliciesFile(ReadContext reading, Origins.Builder origins) {
    this.reading = reading;
    this.problems = reading.problems();
    this.origins = origins;
  }

  /** The settings; what is wrong is noted and left out. */
  static PolicySettings read(LocatedJson json, ReadContext reading, Origins.Builder origins) {
    PoliciesFile file = new PoliciesFile(reading, origins);
    JsonMembers.of(json, FileKeys.POLICIES, reading.problems()).ifPresent(file::read);
    return file.settings.build();
  }

  private void read(JsonMembers file) {
    for (JsonMembers.Entry rule : file.entries("rules")) {
      String name = rule.key();
      boolean isKnown = isRule(new LocatedJson.Str(rule.keyPlace(), name));
      if (JsonMembers.isWord(rule.value(), weights(), problems) && isKnown) {
        settings.putSeverities(name, severity(rule.value().value()));
        origins.putRule(name, rule.keyPlace());
      }
    }
    for (LocatedJson value : file.list("suppressions")) {
      JsonMembers.of(value, FileKeys.SUPPRESSION, problems).ifPresent(this::readSuppression);
    }
  }

  private void readSuppression(JsonMembers file) {
    Optional<LocatedJson.Str> rule =
        file.requiredText("rule", BuiltInRule.GROUPS_ONLY.ruleName()).filter(this::isRule);
    Optional<LocatedJson.Str> on = file.requiredText("on", "my-project.raw__db.users.email");
    Optional<LocatedJson.Str> reason = file.requiredText("reason", "why, and who agreed");
    file.require("until", "\"2027-02-28\"");
    Optional<LocalDate> until = file.day("until");
    if (rule.isEmpty() || on.isEmpty() || reason.isEmpty() || until.isEmpty()) {
      return;
    }
    problems
        .checked(
            file.place(),
            () ->
                new Suppression(
                    rule.get().value(),
                    reading.overlay().name(on.get().value()),
                    reason.get().value(),
                    until.get()))
        .ifPresent(
            suppression -> {
              settings.addSuppressions(suppression);
              origins.put(suppression, file.place());
            });
  }

  /** Whether a text names a rule; if not, that is noted. */
  private boolean isRule(LocatedJson.Str text) {
    String name = text.value();
    if (BuiltInRule.find(name).isPresent() || PolicySettings.isOwnRule(name)) {
      return true;
    }
    problems.error(
        "unknown-rule",
        text.place(),
        String.format("there is no rule \"%s\".", name),
        SpellingSuggestion.suggest(name, BuiltInRule.names())
            + " A rule of your own has a slash in its name, such as acme/no-interns.");
    return false;
  }

  private static List<String> weights() {
    List<String> words = new ArrayList<>(List.of(OFF));
    Arrays.stream(Severity.values()).map(PoliciesFile::word).forEach(words::add);
    return words;
  }

  private static String word(Severity severity) {
    return severity.name().toLowerCase(Locale.ROOT);
  }

  private static Optional<Severity> severity(String word) {
    return Arrays.stream(Severity.values()).filter(s -> word(s).equals(word)).findFirst();
  }

  /** The content of the file; empty if nothing is set. */
  static Map<String, Object> json(PolicySettings settings) {
    Map<String, Object> json = new LinkedHashMap<>();
    if (!settings.severities().isEmpty()) {
      Map<String, Object> rules = new LinkedHashMap<>();
      settings
          .severities()
          .forEach(
              (rule, severity) -> rules.put(rule, severity.map(PoliciesFile::word).orElse(OFF)));
      json.put("rules", rules);
    }
    if (!settings.suppressions().isEmpty()) {
      json.put("suppressions", settings.suppressions().stream().map(PoliciesFile::json).toList());
    }
    return json;
  }

  private static Map<String, Object> json(Suppression suppression) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("rule", suppression.rule());
    json.put("on", suppression.on());
    json.put("reason", suppression.reason());
    json.put("until", JsonMembers.DAY.format(suppression.until()));
    return json;
  }
}
