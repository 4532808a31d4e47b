package dev.bqgovernance.model;

import dev.bqgovernance.model.Finding.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Checks that the declarations of a platform fit together, without reading SQL. */
final class Integrity {
  private final DataPlatform platform;
  private final Set<TableId> views;
  private final List<Finding> findings = new ArrayList<>();

  private Integrity(DataPlatform platform) {
    this.platform = platform;
    this.views = IngestionIntegrity.views(platform);
  }

  static List<Finding> findings(DataPlatform platform) {
    Integrity integrity = new Integrity(platform);
    integrity.checkHomes();
    integrity.checkRowPolicies();
    platform.views().values().forEach(integrity::checkAnonymizations);
    platform.datasets().values().forEach(integrity::checkAuthorizations);
    integrity.findings.addAll(IngestionIntegrity.findings(platform));
    return integrity.findings;
  }

  private void checkHomes() {
    List<DatasetScopedId> contents = new ArrayList<>();
    contents.addAll(platform.tables().keySet());
    contents.addAll(platform.views().keySet());
    contents.addAll(platform.routines().keySet());
    for (DatasetScopedId id : contents) {
      if (!platform.datasets().containsKey(id.dataset())) {
        add(
            "unknown-dataset",
            platform.origins().of(id),
            String.format(
                "%s %s is in dataset %s, which is not declared.",
                id.kind().label(), id, id.dataset().name()),
            declare(id.dataset()));
      }
    }
  }

  private void checkRowPolicies() {
    for (RowPolicyId id : platform.rowPolicies().keySet()) {
      Optional<Place> place = platform.origins().of(id);
      if (views.contains(id.table())) {
        add(
            "row-policy-on-view",
            place,
            String.format("row policy %s is on the view %s.", id.name(), id.table()),
            "BigQuery filters the rows of tables only: put the policy on the table that the view"
                + " reads; it holds for the view's readers too.");
      } else if (!platform.tables().containsKey(id.table())) {
        add(
            "unknown-table",
            place,
            String.format(
                "row policy %s is on table %s, which is not declared.", id.name(), id.table()),
            "Declare the table, or correct its name.");
      }
    }
  }

  private void checkAnonymizations(View view) {
    for (ColumnId column : view.anonymizes().keySet()) {
      Table table = platform.tables().get(column.table());
      if (table != null && !table.columns().isEmpty() && !has(table.columns(), column.path())) {
        add(
            "unknown-column",
            platform.origins().of(view.id(), column),
            String.format(
                "view %s anonymizes %s, but table %s has no such column.",
                view.id(), column, column.table()),
            "Correct the column's name, or declare the column.");
      }
    }
  }

  private static boolean has(List<Column> columns, String path) {
    return columns.stream()
        .anyMatch(
            column -> {
              String name = column.name();
              return name.equalsIgnoreCase(path)
                  || (path.length() > name.length()
                      && path.charAt(name.length()) == '.'
                      && path.regionMatches(true, 0, name, 0, name.length())
                      && has(column.fields(), path.substring(name.length() + 1)));
            });
  }

  private void checkAuthorizations(Dataset dataset) {
    for (AuthorizedResource authorized : dataset.authorized()) {
      DatasetScopedId reader = authorized.resource();
      Optional<Place> place = platform.origins().of(dataset.id(), authorized);
      if (!reader.dataset().project().equals(platform.project())) {
        continue;
      }
      if (!platform.datasets().containsKey(reader.dataset())) {
        add(
            "unknown-dataset",
            place,
            String.format(
                "dataset %s authorizes %s, but dataset %s is not declared.",
                dataset.id().name(), reader, reader.dataset().name()),
            declare(reader.dataset()));
        continue;
      }
      checkReader(dataset, reader, place);
      Location here = platform.locationOf(dataset.id());
      Location there = platform.locationOf(reader.dataset());
      if (!here.equals(there)) {
        add(
            "locations-cannot-meet",
            place,
            String.format(
                "dataset %s is in %s and authorizes %s, which is in %s.",
                dataset.id().name(), here, reader, there),
            "BigQuery cannot read both in one query: move one of the two, or remove the entry.");
      }
    }
  }

  private void checkReader(Dataset dataset, ResourceId reader, Optional<Place> place) {
    switch (reader.kind()) {
      case TABLE -> {
        if (!views.contains(reader)) {
          addUnknownView(dataset, reader, place);
        }
      }
      case ROUTINE -> {
        if (!platform.routines().containsKey(reader)) {
          add(
              "unknown-routine",
              place,
              String.format(
                  "dataset %s authorizes routine %s, which is not declared.",
                  dataset.id().name(), reader),
              "Declare the routine, correct its name, or remove the entry.");
        }
      }
      case DATASET,
          ROW_POLICY,
          CONNECTION,
          CONNECTION_POLICY,
          SYNC_JOB,
          SINK,
          NOTIFICATION_CHANNEL,
          SINK_ALERT -> {}
    }
  }

  private void addUnknownView(Dataset dataset, ResourceId reader, Optional<Place> place) {
    boolean isTable = platform.tables().containsKey(reader);
    add(
        isTable ? "authorized-table" : "unknown-view",
        place,
        String.format(
            isTable
                ? "dataset %s authorizes %s, which is a table: only views can be authorized."
                : "dataset %s authorizes view %s, which is not declared.",
            dataset.id().name(),
            reader),
        isTable
            ? "Name the view that should read the dataset."
            : "Declare the view, correct its name, or remove the entry.");
  }

  static String declare(DatasetId dataset) {
    return String.format(
        "Declare it (in files: datasets/%s/access.json), or correct the name.", dataset.name());
  }

  private void add(String rule, Optional<Place> place, String message, String fix) {
    findings.add(new Finding(Severity.ERROR, rule, place, message, Optional.of(fix)));
  }
}
