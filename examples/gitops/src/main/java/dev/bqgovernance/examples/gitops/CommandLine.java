package dev.bqgovernance.examples.gitops;

import dev.bqgovernance.model.BuiltInRule;
import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.ProjectId;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.model.TemporaryGrant;
import dev.bqgovernance.plan.PlanOptions;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * A parsed command line.
 *
 * <p>This class is immutable and thread-safe.
 *
 * @param command the command
 * @param arguments the arguments of the command
 * @param options the options that were given, with their values
 */
record CommandLine(Command command, List<String> arguments, Map<Option, List<String>> options) {
  private static final String HINT = " Run \"help\" for usage.";

  /**
   * Parses a command line.
   *
   * @return empty if it asks for help
   * @throws UsageException if it is invalid
   */
  static Optional<CommandLine> parse(List<String> arguments) throws UsageException {
    boolean isHelp = !arguments.isEmpty() && arguments.get(0).equals("help");
    if (isHelp || arguments.contains("--help") || arguments.contains("-h")) {
      return Optional.empty();
    }
    Map<Option, List<String>> options = new EnumMap<>(Option.class);
    List<String> words = new ArrayList<>();
    Deque<String> rest = new ArrayDeque<>(arguments);
    while (!rest.isEmpty()) {
      String argument = rest.remove();
      if (argument.startsWith("-") && argument.length() > 1) {
        addOption(argument, rest, options);
      } else {
        words.add(argument);
      }
    }
    if (words.isEmpty()) {
      throw new UsageException("missing command: expected " + commands() + "." + HINT);
    }
    Command command =
        find(words.get(0), Command.values(), Command::spelling)
            .orElseThrow(() -> unknown("command", words.get(0), Command.values()));
    requireValid(command, words, options.keySet());
    CommandLine line = new CommandLine(command, words.subList(1, words.size()), options);
    line.check();
    return Optional.of(line);
  }

  private static void addOption(
      String argument, Deque<String> rest, Map<Option, List<String>> options)
      throws UsageException {
    int equals = argument.indexOf('=');
    String name = equals < 0 ? argument : argument.substring(0, equals);
    Option option =
        find(name, Option.values(), Option::spelling)
            .orElseThrow(() -> unknown("option", name, Option.values()));
    String value = "";
    if (option.takesValue()) {
      if (equals < 0 && rest.isEmpty()) {
        throw new UsageException(
            name + " needs a value: " + name + "=" + option.value() + "." + HINT);
      }
      value = equals < 0 ? rest.remove() : argument.substring(equals + 1);
      if (value.isEmpty()) {
        throw new UsageException(name + " has an empty value: expected " + option.value() + ".");
      }
    } else if (equals >= 0) {
      throw new UsageException(name + " does not take a value.");
    }
    List<String> values = options.computeIfAbsent(option, o -> new ArrayList<>());
    values.add(value);
    if (values.size() > 1 && !option.isRepeatable()) {
      throw new UsageException(name + " is given more than once.");
    }
  }

  private static void requireValid(Command command, List<String> words, Set<Option> options)
      throws UsageException {
    // A batch reads its questions from a file.
    int count = options.contains(Option.BATCH) ? 1 : command.argumentCount();
    boolean isOneDirectory = count == 1 && command.hasDirectory();
    if (words.size() <= count) {
      throw new UsageException(
          command.spelling()
              + " needs "
              + (isOneDirectory
                  ? "the directory that holds platform.json."
                  : command.arguments() + ", such as " + command.example() + ".")
              + HINT);
    }
    if (words.size() > count + 1) {
      throw new UsageException(
          String.format(
              "unexpected argument \"%s\": %s takes %s.%s",
              words.get(count + 1),
              command.spelling() + (options.contains(Option.BATCH) ? " --batch" : ""),
              isOneDirectory ? "one directory" : command.arguments() + ", then options",
              HINT));
    }
    for (Option option : options) {
      if (!option.isFor(command)) {
        throw new UsageException(
            String.format("%s does not take %s.%s", command.spelling(), option.spelling(), HINT));
      }
    }
  }

  /** Parses all values before the command starts, so that a wrong one is reported first. */
  private void check() throws UsageException {
    Format unusedFormat = format();
    boolean unusedBackend = isInMemory();
    PlanOptions unusedOptions = planOptions(ProjectId.of("any-project"));
    Optional<ProjectId> unusedProject = project();
    if (has(Option.FIX) && has(Option.ENV)) {
      throw new UsageException(
          "--fix corrects the files themselves, not those of an environment: remove --env.");
    }
    if (command == Command.GRANT) {
      TemporaryGrant unusedGrant = temporaryGrant(Optional.of(ProjectId.of("any-project")));
      if (isInMemory() && !has(Option.STATE)) {
        throw new UsageException(
            "grant needs --state=FILE: without it the in-memory cloud has no dataset." + HINT);
      }
      return;
    }
    Path directory = path(arguments.get(0));
    if (command == Command.DELTA) {
      Path unusedAfter = path(arguments.get(1));
    }
    for (Option option :
        List.of(Option.STATE, Option.WORLD, Option.OUT, Option.PLAN, Option.BATCH)) {
      Optional<Path> file = file(option);
      if (file.isPresent() && isInside(directory, file.get()) && !isIgnored(option, file.get())) {
        throw new UsageException(
            String.format(
                "%s %s is in the platform's directory, where every file is part of the platform:"
                    + " use another directory, or a name that starts with a dot.",
                option.spelling(), file.get()));
      }
    }
  }

  /** Whether reading the platform ignores the file. */
  private static boolean isIgnored(Option option, Path file) {
    String name = String.valueOf(file.getFileName());
    return name.startsWith(".") || (option == Option.WORLD && name.equals("world.json"));
  }

  private static boolean isInside(Path directory, Path file) {
    return file.toAbsolutePath().normalize().startsWith(directory.toAbsolutePath().normalize());
  }

  // --- values

  /** The directory of the platform; the working directory for a command that takes none. */
  Path directory() {
    return Path.of(command.hasDirectory() ? arguments.get(0) : "");
  }

  /**
   * The temporary grant of the command {@code grant}.
   *
   * @param home the project of a dataset that is named without one; empty if it is unknown
   */
  TemporaryGrant temporaryGrant(Optional<ProjectId> home) throws UsageException {
    return GrantArguments.read(this, home);
  }

  boolean has(Option option) {
    return options.containsKey(option);
  }

  Optional<String> value(Option option) {
    return Optional.ofNullable(options.get(option)).map(values -> values.get(0));
  }

  Optional<Path> file(Option option) throws UsageException {
    Optional<String> value = value(option);
    return value.isPresent() ? Optional.of(path(value.get())) : Optional.empty();
  }

  private static Path path(String text) throws UsageException {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new UsageException("\"" + text.replace("\0", "") + "\" is not a valid file name.");
    }
  }

  Format format() throws UsageException {
    if (has(Option.JSON)) {
      if (has(Option.FORMAT)) {
        throw new UsageException("--json and --format exclude each other: remove one of them.");
      }
      return Format.JSON;
    }
    return choice(Option.FORMAT, Format.TEXT, Format.values(), Format::spelling);
  }

  /** Whether the backend is the in-memory cloud. */
  boolean isInMemory() throws UsageException {
    return choice(Option.BACKEND, "memory", new String[] {"memory", "gcp"}, Function.identity())
        .equals("memory");
  }

  Optional<ProjectId> project() throws UsageException {
    Optional<String> id = value(Option.PROJECT);
    try {
      return id.map(ProjectId::of);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--project: " + e.getMessage() + ".");
    }
  }

  /** The options of planning for a platform in this project. */
  PlanOptions planOptions(ProjectId project) throws UsageException {
    PlanOptions planOptions =
        PlanOptions.defaults().replacing(replacements(project)).unchecking(unchecked());
    if (has(Option.ADOPT)) {
      planOptions = planOptions.adopting();
    }
    if (has(Option.REAUTHORIZE)) {
      planOptions = planOptions.reauthorizing();
    }
    if (has(Option.PRUNE)) {
      planOptions = planOptions.pruning();
    }
    if (has(Option.RESEND)) {
      planOptions = planOptions.resending();
    }
    Optional<String> limit = value(Option.MAX_REVOCATIONS);
    return limit.isPresent()
        ? planOptions.withMaxRevocations(maxRevocations(limit.get()))
        : planOptions;
  }

  private static int maxRevocations(String text) throws UsageException {
    if (!text.matches("\\d{1,9}")) {
      throw new UsageException(
          "--max-revocations=" + text + ": expected a whole number, 0 or more, such as 20.");
    }
    return Integer.parseInt(text);
  }

  private Set<String> unchecked() throws UsageException {
    Set<String> rules = new LinkedHashSet<>(options.getOrDefault(Option.UNCHECKED, List.of()));
    for (String rule : rules) {
      if (BuiltInRule.find(rule).isEmpty()) {
        throw new UsageException(
            "--unchecked="
                + rule
                + ": expected one of "
                + String.join(", ", BuiltInRule.names())
                + ".");
      }
    }
    return rules;
  }

  private Set<ResourceId> replacements(ProjectId project) throws UsageException {
    Set<ResourceId> tables = new LinkedHashSet<>();
    for (String name : options.getOrDefault(Option.REPLACE, List.of())) {
      String[] parts = name.split("\\.", 2);
      if (parts.length < 2) {
        throw new UsageException(
            "--replace " + name + ": expected dataset.table, such as mart__kpi.signups.");
      }
      try {
        tables.add(new DatasetId(project, parts[0]).table(parts[1]));
      } catch (IllegalArgumentException e) {
        throw new UsageException("--replace " + name + ": " + e.getMessage() + ".");
      }
    }
    return tables;
  }

  private <T> T choice(Option option, T byDefault, T[] choices, Function<T, String> spelling)
      throws UsageException {
    Optional<String> value = value(option);
    if (value.isEmpty()) {
      return byDefault;
    }
    return find(value.get(), choices, spelling)
        .orElseThrow(
            () ->
                new UsageException(
                    String.format(
                        "%s=%s: expected %s.",
                        option.spelling(), value.get(), option.value().replace("|", " or "))));
  }

  // --- spelling

  private static <T> Optional<T> find(String word, T[] choices, Function<T, String> spelling) {
    return Arrays.stream(choices).filter(c -> spelling.apply(c).equals(word)).findFirst();
  }

  private static String commands() {
    return String.join(
        ", ", Arrays.stream(Command.values()).map(Command::spelling).toArray(String[]::new));
  }

  private static UsageException unknown(String what, String word, Command[] known) {
    return unknown(what, word, Arrays.stream(known).map(Command::spelling).toList());
  }

  private static UsageException unknown(String what, String word, Option[] known) {
    return unknown(what, word, Arrays.stream(known).map(Option::spelling).toList());
  }

  private static UsageException unknown(String what, String word, List<String> known) {
    String advice =
        SpellingSuggestion.nearest(word, known)
            .map(nearest -> "did you mean \"" + nearest + "\"?")
            .orElseGet(() -> "expected one of " + String.join(", ", known) + ".");
    return new UsageException("unknown " + what + " \"" + word + "\": " + advice + HINT);
  }
}
