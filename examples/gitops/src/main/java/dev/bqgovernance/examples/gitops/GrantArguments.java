package dev.bqgovernance.examples.gitops;

import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.ProjectId;
import dev.bqgovernance.model.Role;
import dev.bqgovernance.model.TemporaryGrant;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a temporary grant from the command line. */
final class GrantArguments {
  private static final Pattern LENGTH = Pattern.compile("([1-9]\\d{0,5})([mhd])");

  private GrantArguments() {}

  /**
   * The grant.
   *
   * @param home the project of a dataset that is named without one; empty if it is unknown
   * @throws UsageException if something is missing, misspelt or not allowed
   */
  static TemporaryGrant read(CommandLine line, Optional<ProjectId> home) throws UsageException {
    String length = required(line, Option.FOR, "2h");
    String reason = required(line, Option.REASON, "\"incident 4711\"");
    List<String> words = line.arguments();
    try {
      return new TemporaryGrant(
          Role.of(words.get(1)),
          NameResolver.principal(words.get(0)),
          dataset(words.get(2), home),
          length(length),
          reason);
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage() + ".");
    }
  }

  private static String required(CommandLine line, Option option, String example)
      throws UsageException {
    return line.value(option)
        .orElseThrow(
            () ->
                new UsageException(
                    "grant needs "
                        + option.spelling()
                        + ", such as "
                        + option.spelling()
                        + "="
                        + example
                        + "."));
  }

  private static DatasetId dataset(String text, Optional<ProjectId> home) throws UsageException {
    int dot = text.lastIndexOf('.');
    if (dot >= 0) {
      return DatasetId.of(text.substring(0, dot), text.substring(dot + 1));
    }
    ProjectId project =
        home.orElseThrow(
            () ->
                new UsageException(
                    String.format(
                        "the project of dataset %s is unknown: name it as project.%s. The cloud"
                            + " does not hold datasets of exactly one project.",
                        text, text)));
    return new DatasetId(project, text);
  }

  private static Duration length(String text) throws UsageException {
    Matcher length = LENGTH.matcher(text);
    if (!length.matches()) {
      throw new UsageException(
          "--for=" + text + ": expected minutes, hours or days, such as 30m, 2h or 3d.");
    }
    long number = Long.parseLong(length.group(1));
    return switch (length.group(2)) {
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      default -> Duration.ofDays(number);
    };
  }
}
