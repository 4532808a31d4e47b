package dev.bqgovernance.policy;

import dev.bqgovernance.access.BaseFlow;
import dev.bqgovernance.model.Anonymization;
import dev.bqgovernance.model.BuiltInRule;
import dev.bqgovernance.model.Column;
import dev.bqgovernance.model.ColumnId;
import dev.bqgovernance.model.DataPlatform;
import dev.bqgovernance.model.DatasetScopedId;
import dev.bqgovernance.model.Finding;
import dev.bqgovernance.model.Layer;
import dev.bqgovernance.model.Place;
import dev.bqgovernance.model.RoutineId;
import dev.bqgovernance.model.Sensitivity;
import dev.bqgovernance.model.Severity;
import dev.bqgovernance.model.Sink;
import dev.bqgovernance.model.SyncJob;
import dev.bqgovernance.model.TableId;
import dev.bqgovernance.model.View;
import dev.bqgovernance.policy.Guardrail.World;
import dev.bqgovernance.sql.SqlEngine;
import dev.bqgovernance.sql.Transformation;
import dev.bqgovernance.state.Resource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Rules about what becomes of sensitive columns on their way. They need a SQL engine. */
final class AnonymizationRules {
  private AnonymizationRules() {}

  // --- personal data leaves raw only anonymised

  static List<Finding> leaks(World world) {
    Map<TableId, List<ColumnId>> sensitive = columns(world, Set.of(Sensitivity.PII));
    sensitive.keySet().removeIf(table -> !ExposedColumn.isRaw(table, world));
    BuiltInRule rule = BuiltInRule.PII_LEAVES_RAW_ONLY_ANONYMIZED;
    if (sensitive.isEmpty() || SqlEngine.find().isEmpty()) {
      return sensitive.isEmpty() ? List.of() : unchecked(rule);
    }
    List<Finding> findings = new ArrayList<>();
    for (DatasetScopedId reader : readers(world, layer -> !layer.equals(Optional.of(Layer.RAW)))) {
      List<ExposedColumn> taken =
          ExposedColumn.taken(reader, world, table -> ExposedColumn.isRaw(table, world));
      Set<ColumnId> declared = declared(reader, world);
      for (ColumnId column : touched(taken, sensitive)) {
        ExposedColumn.most(taken, column)
            .filter(shown -> shown.as().compareTo(Transformation.KEYED_HASH) < 0)
            .filter(shown -> declared.stream().noneMatch(claim -> covers(claim, column)))
            .ifPresent(
                shown ->
                    findings.add(
                        BuiltInChecks.breach(
                            rule,
                            world.context().platform().origins().of(reader),
                            String.format(
                                "%s hands on the personal data of %s %s.",
                                reader, column, words(shown)),
                            "Hash it with a key, make it coarser or leave it out, and declare which"
                                + " (\"anonymizes\" in the view's json file).")));
      }
    }
    return findings;
  }

  /**
   * What a view declares to anonymise, or a view of the raw layer that it reads: whether their SQL
   * does so is a rule of its own.
   */
  private static Set<ColumnId> declared(DatasetScopedId reader, World world) {
    Set<ColumnId> declared = new HashSet<>();
    Stream.concat(
            Stream.of(reader),
            ExposedColumn.byText(reader, world).stream()
                .map(ExposedColumn::table)
                .filter(table -> ExposedColumn.isRaw(table, world)))
        .map(id -> view(id, world))
        .forEach(view -> view.ifPresent(known -> declared.addAll(known.anonymizes().keySet())));
    return declared;
  }

  private static Optional<View> view(DatasetScopedId id, World world) {
    return id instanceof TableId table
        ? Optional.ofNullable(world.context().platform().views().get(table))
        : Optional.empty();
  }

  // --- what is declared is done

  static List<Finding> unconfirmed(World world) {
    List<Finding> findings = new ArrayList<>();
    List<View> views = anonymizing(world);
    if (!views.isEmpty() && SqlEngine.find().isEmpty()) {
      return unchecked(BuiltInRule.ANONYMIZATION_NOT_CONFIRMED);
    }
    for (View view : views) {
      List<ExposedColumn> shown = shown(view, world);
      view.anonymizes()
          .forEach(
              (column, how) ->
                  judge(view, column, how, ExposedColumn.most(shown, column), world)
                      .ifPresent(findings::add));
    }
    return findings;
  }

  private static List<View> anonymizing(World world) {
    return world.context().platform().views().values().stream()
        .filter(view -> !view.anonymizes().isEmpty())
        .toList();
  }

  /** What shows in a view of base tables, and of the views that its text names. */
  private static List<ExposedColumn> shown(View view, World world) {
    List<ExposedColumn> shown = new ArrayList<>(ExposedColumn.in(view.id(), world));
    shown.addAll(ExposedColumn.byText(view.id(), world));
    return shown;
  }

  private static Optional<Finding> judge(
      View view, ColumnId column, Anonymization how, Optional<ExposedColumn> shown, World world) {
    Optional<Transformation> claimed = transformation(how);
    Optional<Transformation> found = shown.map(ExposedColumn::as);
    if (claimed.equals(found)) {
      return Optional.empty();
    }
    Optional<Place> place = world.context().platform().origins().of(view.id(), column);
    boolean isLess =
        found.isPresent() && (claimed.isEmpty() || found.get().compareTo(claimed.get()) < 0);
    String message =
        String.format(
            "%s declares %s for %s, but hands it on %s.",
            view.id(),
            how.fileName(),
            column,
            shown.map(AnonymizationRules::words).orElse("not at all"));
    Finding finding =
        BuiltInChecks.breach(
            BuiltInRule.ANONYMIZATION_NOT_CONFIRMED,
            place,
            message,
            isLess
                ? "Let the view's SQL do what is declared: " + recipe(how) + "."
                : "Declare what the SQL does: " + declaration(found) + ".");
    return Optional.of(isLess ? finding : lighter(finding));
  }

  /** What hides more than it says harms nobody. */
  private static Finding lighter(Finding finding) {
    return new Finding(
        Severity.WARNING, finding.rule(), finding.place(), finding.message(), finding.fix());
  }

  /** What is left of a value that was anonymised this way; nothing of one that is left out. */
  private static Optional<Transformation> transformation(Anonymization how) {
    return switch (how) {
      case KEYED_HASH -> Optional.of(Transformation.KEYED_HASH);
      case HASH -> Optional.of(Transformation.UNKEYED_HASH);
      case GENERALIZE -> Optional.of(Transformation.PARTIAL);
      case DROP -> Optional.empty();
    };
  }

  private static String recipe(Anonymization how) {
    return switch (how) {
      case KEYED_HASH ->
          "hash it together with a key from another table that its readers cannot read";
      case HASH -> "hash it";
      case GENERALIZE -> "keep a part of it only, such as its month or network";
      case DROP -> "leave it out of the SELECT list";
    };
  }

  private static String declaration(Optional<Transformation> found) {
    return found
        .map(
            as ->
                switch (as) {
                  case IDENTITY, DERIVED -> "nothing";
                  case PARTIAL -> "generalize";
                  case UNKEYED_HASH -> "hash";
                  case KEYED_HASH -> "keyedHash";
                  case STATISTIC -> "nothing, since figures over many rows need no declaration";
                })
        .orElse("drop");
  }

  // --- plain hashes

  static List<Finding> reversible(World world) {
    if (SqlEngine.find().isEmpty()) {
      return List.of(); // Told by the rule that looks whether declarations are true.
    }
    List<Finding> findings = new ArrayList<>();
    for (View view : anonymizing(world)) {
      List<ExposedColumn> shown = shown(view, world);
      view.anonymizes().entrySet().stream()
          .filter(entry -> entry.getValue() == Anonymization.HASH)
          .map(entry -> entry.getKey())
          .filter(
              column ->
                  ExposedColumn.most(shown, column)
                      .filter(most -> most.as() == Transformation.UNKEYED_HASH)
                      .isPresent())
          .forEach(
              column ->
                  findings.add(
                      BuiltInChecks.breach(
                          BuiltInRule.REVERSIBLE_HASH,
                          world.context().platform().origins().of(view.id(), column),
                          String.format(
                              "%s hashes %s without a key: whoever hashes all likely values finds"
                                  + " out which is which.",
                              view.id(), column),
                          "Hash it together with a key, and declare keyedHash.")));
    }
    return findings;
  }

  // --- marts

  static List<Finding> rowsInMarts(World world) {
    Map<TableId, List<ColumnId>> sensitive =
        columns(world, Set.of(Sensitivity.PII, Sensitivity.CONFIDENTIAL));
    BuiltInRule rule = BuiltInRule.MART_YIELDS_STATISTICS_ONLY;
    if (sensitive.isEmpty() || SqlEngine.find().isEmpty()) {
      return sensitive.isEmpty() ? List.of() : unchecked(rule);
    }
    Set<ColumnId> hashed = hashed(world);
    List<Finding> findings = new ArrayList<>();
    for (DatasetScopedId reader : readers(world, Optional.of(Layer.MART)::equals)) {
      List<ExposedColumn> shown = ExposedColumn.in(reader, world);
      for (ColumnId column : touched(shown, sensitive)) {
        ExposedColumn.most(shown, column)
            .filter(most -> most.as() != Transformation.STATISTIC)
            .filter(most -> !isKey(column, most, hashed, world.access().baseFlows(reader)))
            .ifPresent(
                most ->
                    findings.add(
                        BuiltInChecks.breach(
                            rule,
                            world.context().platform().origins().of(reader),
                            String.format(
                                "%s lies in a mart and shows %s %s, row by row.",
                                reader, column, words(most)),
                            "Show counts, sums or means of it only.")));
      }
    }
    return findings;
  }

  /**
   * Whether a column is the key of a pseudonym: who the row stands for shows in it, not the key. Of
   * two columns that are hashed together each could be the key of the other; personal data, and
   * what a view declares to hash, is none.
   */
  private static boolean isKey(
      ColumnId column, ExposedColumn shown, Set<ColumnId> hashed, List<BaseFlow> flows) {
    return shown.as() == Transformation.KEYED_HASH
        && hashed.stream().noneMatch(shown::isOf)
        && flows.stream()
            .map(BaseFlow::flow)
            .filter(flow -> hashed.stream().anyMatch(one -> covers(one, flow.source())))
            .flatMap(flow -> flow.keys().stream())
            .anyMatch(key -> covers(column, key));
  }

  /** Personal data, and what a view declares to hash with a key. */
  private static Set<ColumnId> hashed(World world) {
    Set<ColumnId> hashed = new HashSet<>();
    columns(world, Set.of(Sensitivity.PII)).values().forEach(hashed::addAll);
    for (View view : anonymizing(world)) {
      view.anonymizes().entrySet().stream()
          .filter(entry -> entry.getValue() == Anonymization.KEYED_HASH)
          .forEach(entry -> hashed.add(entry.getKey()));
    }
    return hashed;
  }

  // --- entries that a sink could not write

  static List<Finding> errorsOutsideRaw(World world) {
    Set<TableId> errors = new HashSet<>();
    world.context().platform().sinks().values().stream()
        .map(Sink::errorTableId)
        .forEach(errors::add);
    if (errors.isEmpty()) {
      return List.of();
    }
    boolean isCertain = SqlEngine.find().isPresent();
    List<Finding> findings = new ArrayList<>();
    for (DatasetScopedId reader : readers(world, layer -> !layer.equals(Optional.of(Layer.RAW)))) {
      ExposedColumn.taken(reader, world, errors::contains).stream()
          .filter(shown -> shown.as() != Transformation.STATISTIC)
          .map(ExposedColumn::table)
          .distinct()
          .sorted()
          .forEach(
              table -> {
                Finding finding =
                    BuiltInChecks.breach(
                        BuiltInRule.SINK_ERROR_TABLE_AS_RAW,
                        world.context().platform().origins().of(reader),
                        String.format(
                            "%s hands on %s, where a sink leaves whole log entries that it could"
                                + " not write%s.",
                            reader,
                            table,
                            isCertain ? "" : "; whether it only counts them is not known here"),
                        "Count them, or move the view into a dataset of layer raw.");
                findings.add(isCertain ? finding : lighter(finding));
              });
    }
    return findings;
  }

  // --- shared

  /** The views and routines of the platform's datasets of some layers, by name. */
  private static List<DatasetScopedId> readers(World world, Predicate<Optional<Layer>> layers) {
    DataPlatform platform = world.context().platform();
    return world.state().sorted().stream()
        .filter(resource -> resource.isView() || resource.id() instanceof RoutineId)
        .map(Resource::id)
        .flatMap(id -> id instanceof DatasetScopedId scoped ? Stream.of(scoped) : Stream.of())
        .filter(id -> platform.datasets().containsKey(id.dataset()))
        .filter(id -> layers.test(platform.layerOf(id.dataset())))
        .toList();
  }

  /** The columns and fields of these sensitivities, by their table. */
  private static Map<TableId, List<ColumnId>> columns(World world, Set<Sensitivity> wanted) {
    DataPlatform platform = world.context().platform();
    Map<TableId, List<ColumnId>> columns = new TreeMap<>();
    platform
        .tables()
        .forEach(
            (id, table) -> {
              List<ColumnId> found = new ArrayList<>();
              for (Column column : table.columns()) {
                add(found, id.column(column.name()), column, Optional.empty(), wanted);
              }
              columns.put(id, found);
            });
    for (SyncJob job : platform.syncJobs().values()) {
      columns.putIfAbsent(
          job.destination(),
          job.sourceSchema().stream()
              .filter(column -> column.sensitivity().filter(wanted::contains).isPresent())
              .map(column -> job.destination().column(column.name()))
              .toList());
    }
    columns.values().removeIf(List::isEmpty);
    return columns;
  }

  /** A field of which nobody said anything is as sensitive as its record. */
  private static void add(
      List<ColumnId> columns,
      ColumnId id,
      Column column,
      Optional<Sensitivity> outer,
      Set<Sensitivity> wanted) {
    Optional<Sensitivity> sensitivity = column.sensitivity().or(() -> outer);
    if (column.fields().isEmpty() && sensitivity.filter(wanted::contains).isPresent()) {
      columns.add(id);
    }
    for (Column field : column.fields()) {
      ColumnId inner = id.table().column(id.path() + "." + field.name());
      add(columns, inner, field, sensitivity, wanted);
    }
  }

  /** Those of the sensitive columns whose tables show, by table. */
  private static List<ColumnId> touched(
      List<ExposedColumn> shown, Map<TableId, List<ColumnId>> sensitive) {
    return shown.stream()
        .map(ExposedColumn::table)
        .distinct()
        .sorted()
        .flatMap(table -> sensitive.getOrDefault(table, List.of()).stream())
        .toList();
  }

  /** Whether what is said of one column holds for the other: it is the same, or a field of it. */
  private static boolean covers(ColumnId one, ColumnId other) {
    String prefix = one.path().toLowerCase(Locale.ROOT) + ".";
    return one.table().equals(other.table())
        && (other.path().toLowerCase(Locale.ROOT) + ".").startsWith(prefix);
  }

  private static String words(ExposedColumn shown) {
    String words =
        switch (shown.as()) {
          case IDENTITY -> "as it is";
          case DERIVED -> "computed into something that can be computed back";
          case PARTIAL -> "in part";
          case UNKEYED_HASH -> "as a hash without a key, which a list of likely values reverses";
          case KEYED_HASH -> "as a keyed hash";
          case STATISTIC -> "as a figure over many rows";
        };
    return shown.isPrecise()
        ? words
        : "unchanged, as far as is known: a text on the way was not understood";
  }

  private static List<Finding> unchecked(BuiltInRule rule) {
    return List.of(
        new Finding(
            Severity.WARNING,
            rule.ruleName(),
            Optional.empty(),
            "the rule " + rule.ruleName() + " is not checked: there is no SQL engine here.",
            Optional.of(
                "Put com.google.zetasql (Linux or macOS, x86-64) on the class path, or check"
                    + " elsewhere before this is applied.")));
  }
}
