package dev.bqgovernance.access;

import com.google.errorprone.annotations.FormatMethod;
import dev.bqgovernance.access.AccessDelta.GuardChange;
import dev.bqgovernance.model.BuiltInRule;
import dev.bqgovernance.model.Column;
import dev.bqgovernance.model.DataPlatform;
import dev.bqgovernance.model.Dataset;
import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.Finding.Severity;
import dev.bqgovernance.model.Grant;
import dev.bqgovernance.model.Layer;
import dev.bqgovernance.model.PolicySettings;
import dev.bqgovernance.model.PolicySettings.Suppression;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.Sensitivity;
import dev.bqgovernance.model.Table;
import dev.bqgovernance.model.TableId;
import dev.bqgovernance.model.View;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Compares what two declarations say about the protection of data: nothing of it is an access
 * right, and each weakening lets a later change pass that would be refused now.
 */
final class GuardDelta {
  private final DataPlatform before;
  private final DataPlatform after;
  private final List<GuardChange> changes = new ArrayList<>();

  private GuardDelta(DataPlatform before, DataPlatform after) {
    this.before = before;
    this.after = after;
  }

  static List<GuardChange> between(DataPlatform before, DataPlatform after) {
    return new GuardDelta(before, after).find();
  }

  private List<GuardChange> find() {
    rules();
    suppressions();
    layers();
    datasets();
    tables();
    views();
    platform();
    changes.sort(
        Comparator.comparing((GuardChange change) -> !change.isWeaker())
            .thenComparing(GuardChange::subject)
            .thenComparing(GuardChange::message));
    return List.copyOf(changes);
  }

  @FormatMethod
  private void add(boolean isWeaker, Object subject, String message, Object... arguments) {
    changes.add(new GuardChange(isWeaker, subject.toString(), String.format(message, arguments)));
  }

  // --- rules

  private void rules() {
    Set<String> names = new TreeSet<>(before.policies().severities().keySet());
    names.addAll(after.policies().severities().keySet());
    for (BuiltInRule rule : BuiltInRule.values()) {
      names.add(rule.ruleName());
    }
    for (String name : names) {
      Optional<Severity> old = severity(before.policies(), name);
      Optional<Severity> now = severity(after.policies(), name);
      if (!old.equals(now)) {
        boolean isWeaker = rank(now) < rank(old);
        add(
            isWeaker,
            name,
            "is %s by this change (previously %s)",
            now.isEmpty() ? "switched off" : word(now.get()),
            old.map(GuardDelta::word).orElse("off"));
      }
    }
  }

  private static Optional<Severity> severity(PolicySettings settings, String name) {
    // A rule of the user's own weighs what it says; it may be an error.
    return settings.severity(
        name,
        BuiltInRule.find(name)
            .map(BuiltInRule::defaultSeverity)
            .orElse(Optional.of(Severity.ERROR)));
  }

  private static int rank(Optional<Severity> severity) {
    return severity
        .map(
            known ->
                switch (known) {
                  case ERROR -> 3;
                  case WARNING -> 2;
                  case INFO -> 1;
                })
        .orElse(0);
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private void suppressions() {
    for (Suppression suppression : after.policies().suppressions()) {
      if (!before.policies().suppressions().contains(suppression)) {
        add(
            true,
            suppression.rule(),
            "is suppressed on %s until %s: %s",
            suppression.on(),
            suppression.until(),
            suppression.reason());
      }
    }
    for (Suppression suppression : before.policies().suppressions()) {
      if (!after.policies().suppressions().contains(suppression)) {
        add(
            false,
            suppression.rule(),
            "is no longer suppressed on %s until %s",
            suppression.on(),
            suppression.until());
      }
    }
  }

  // --- layers and datasets

  private void layers() {
    Set<DatasetId> datasets = new TreeSet<>(before.datasets().keySet());
    datasets.addAll(after.datasets().keySet());
    for (DatasetId dataset : datasets) {
      if (before.datasets().containsKey(dataset) && after.datasets().containsKey(dataset)) {
        Optional<Layer> old = before.layerOf(dataset);
        Optional<Layer> now = after.layerOf(dataset);
        if (!old.equals(now)) {
          boolean wasRaw = old.equals(Optional.of(Layer.RAW));
          add(
              true,
              dataset,
              "is no longer in %s, now in %s%s",
              layer(old),
              layer(now),
              wasRaw ? ": its personal data is no longer guarded" : "");
        }
      }
    }
    Set<Layer> all = new TreeSet<>(Comparator.comparing(Layer::name));
    all.addAll(before.layers().keySet());
    all.addAll(after.layers().keySet());
    for (Layer layer : all) {
      List<String> old = before.layers().getOrDefault(layer, List.of());
      List<String> now = after.layers().getOrDefault(layer, List.of());
      if (!old.equals(now)) {
        boolean isUsed =
            after.datasets().keySet().stream()
                .anyMatch(dataset -> after.layerOf(dataset).equals(Optional.of(layer)));
        add(
            true,
            "layer " + layer,
            "covers %s (previously %s)%s",
            patterns(now),
            patterns(old),
            isUsed ? "" : ": no dataset is in it");
      }
    }
  }

  private static String patterns(List<String> patterns) {
    return patterns.isEmpty() ? "nothing" : String.join(", ", patterns);
  }

  private static String layer(Optional<Layer> layer) {
    return layer.map(known -> "layer " + known).orElse("no layer");
  }

  private void datasets() {
    after
        .datasets()
        .forEach(
            (id, now) -> {
              Dataset old = before.datasets().get(id);
              if (old == null) {
                if (now.accessMode() != Dataset.AccessMode.AUTHORITATIVE) {
                  add(true, id, "is new and %s", mode(now));
                }
                if (now.deletable()) {
                  add(true, id, "is new and deletable");
                }
                return;
              }
              if (old.accessMode() != now.accessMode()) {
                add(
                    now.accessMode() != Dataset.AccessMode.AUTHORITATIVE,
                    id,
                    "is %s (previously %s)",
                    mode(now),
                    mode(old));
              }
              deletable(id, old.deletable(), now.deletable());
            });
  }

  private static String mode(Dataset dataset) {
    return switch (dataset.accessMode()) {
      case AUTHORITATIVE -> "authoritative";
      case ADDITIVE -> "additive: live grants that are not declared stay";
    };
  }

  private void deletable(Object id, boolean old, boolean now) {
    if (old != now) {
      add(now, id, "is %s", now ? "deletable now" : "no longer deletable");
    }
  }

  // --- tables and views

  private void tables() {
    after
        .tables()
        .forEach(
            (id, now) -> {
              Table old = before.tables().get(id);
              if (old != null) {
                deletable(id, old.deletable(), now.deletable());
              } else if (now.deletable()) {
                add(true, id, "is new and deletable");
              }
            });
    Set<TableId> all = new TreeSet<>(before.tables().keySet());
    all.addAll(after.tables().keySet());
    for (TableId id : all) {
      Map<String, Optional<Sensitivity>> old = sensitivities(before.tables().get(id));
      Map<String, Optional<Sensitivity>> now = sensitivities(after.tables().get(id));
      old.forEach(
          (path, was) -> {
            Optional<Sensitivity> is = now.getOrDefault(path, Optional.empty());
            boolean isThere = now.containsKey(path);
            if (isThere && !was.equals(is)) {
              boolean isLower = rankOf(is) < rankOf(was);
              add(
                  isLower,
                  id + "." + path,
                  "was %s and is %s now",
                  was.map(Enum::name).orElse("unclassified"),
                  is.map(Enum::name).orElse("unclassified"));
            }
          });
      tags(id);
    }
  }

  private static int rankOf(Optional<Sensitivity> sensitivity) {
    return sensitivity.map(Enum::ordinal).orElse(-1);
  }

  private void tags(TableId id) {
    Map<String, String> old = policyTags(before.tables().get(id));
    Map<String, String> now = policyTags(after.tables().get(id));
    old.forEach(
        (path, tag) -> {
          String is = now.get(path);
          if (is != null && !tag.equals(is)) {
            add(
                true,
                id + "." + path,
                "has %s (previously %s)",
                is.isEmpty() ? "no policy tag" : "policy tag " + is,
                tag.isEmpty() ? "none" : "policy tag " + tag);
          }
        });
  }

  private static Map<String, Optional<Sensitivity>> sensitivities(@Nullable Table table) {
    Map<String, Optional<Sensitivity>> all = new LinkedHashMap<>();
    if (table != null) {
      table.columns().forEach(column -> add(column, "", Optional.empty(), all));
    }
    return all;
  }

  private static void add(
      Column column,
      String prefix,
      Optional<Sensitivity> outer,
      Map<String, Optional<Sensitivity>> all) {
    Optional<Sensitivity> own = column.sensitivity().or(() -> outer);
    all.put(prefix + column.name(), own);
    column.fields().forEach(field -> add(field, prefix + column.name() + ".", own, all));
  }

  private static Map<String, String> policyTags(@Nullable Table table) {
    Map<String, String> all = new LinkedHashMap<>();
    if (table != null) {
      table.columns().forEach(column -> addTag(column, "", all));
    }
    return all;
  }

  private static void addTag(Column column, String prefix, Map<String, String> all) {
    all.put(prefix + column.name(), column.policyTag().orElse(""));
    column.fields().forEach(field -> addTag(field, prefix + column.name() + ".", all));
  }

  private void views() {
    Set<TableId> all = new TreeSet<>(before.views().keySet());
    all.addAll(after.views().keySet());
    for (TableId id : all) {
      View old = before.views().get(id);
      View now = after.views().get(id);
      Map<?, View.Anonymization> was = old == null ? Map.of() : old.anonymizes();
      Map<?, View.Anonymization> is = now == null ? Map.of() : now.anonymizes();
      if (now != null) {
        was.forEach(
            (column, kind) -> {
              if (!is.containsKey(column)) {
                add(true, id, "no longer declares %s for %s", kind.fileName(), column);
              } else if (is.get(column) != kind) {
                add(
                    true,
                    id,
                    "declares %s for %s (previously %s)",
                    Objects.requireNonNull(is.get(column)).fileName(),
                    column,
                    kind.fileName());
              }
            });
      }
      is.forEach(
          (column, kind) -> {
            if (!was.containsKey(column)) {
              add(
                  true,
                  id,
                  "declares %s for %s: it may leave the raw layer",
                  kind.fileName(),
                  column);
            }
          });
    }
  }

  // --- the platform

  private void platform() {
    String name = after.project().toString();
    if (!before.owners().equals(after.owners())) {
      add(true, name, "has the owners %s (previously %s)", owners(after), owners(before));
    }
    if (!before.applier().equals(after.applier())) {
      add(
          true,
          name,
          "is applied by %s (previously %s)",
          after.applier().map(Principal::member).orElse("whoever applies"),
          before.applier().map(Principal::member).orElse("whoever applies"));
    }
    if (before.authorizations() != after.authorizations()) {
      add(
          true,
          name,
          "has authorizations %s (previously %s)",
          word(after.authorizations()),
          word(before.authorizations()));
    }
  }

  private static String owners(DataPlatform platform) {
    return platform.owners().isEmpty()
        ? "none"
        : String.join(
            ", ",
            platform.owners().stream()
                .map(Grant::principal)
                .map(Principal::member)
                .sorted()
                .toList());
  }
}
