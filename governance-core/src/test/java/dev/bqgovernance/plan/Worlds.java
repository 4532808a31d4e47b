package dev.bqgovernance.plan;

import dev.bqgovernance.compile.Compiler;
import dev.bqgovernance.json.JsonText;
import dev.bqgovernance.model.AuthorizedDataset;
import dev.bqgovernance.model.AuthorizedResource;
import dev.bqgovernance.model.AuthorizedRoutine;
import dev.bqgovernance.model.AuthorizedView;
import dev.bqgovernance.model.DataPlatform;
import dev.bqgovernance.model.DataPlatformBuilder;
import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.Finding;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.model.TableId;
import dev.bqgovernance.plan.Change.FieldChange;
import dev.bqgovernance.state.AccessEntry;
import dev.bqgovernance.state.AccessEntry.AuthorizationEntry;
import dev.bqgovernance.state.AccessEntry.OpaqueEntry;
import dev.bqgovernance.state.AccessEntry.RoleEntry;
import dev.bqgovernance.state.DesiredState;
import dev.bqgovernance.state.Json;
import dev.bqgovernance.state.Resource;
import dev.bqgovernance.state.State;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Short forms for the tests of planning: platforms, live worlds, and steps as texts. */
final class Worlds {
  static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  static final String PROJECT = "acme-data";
  static final Principal APPLIER = Principal.serviceAccount("ci@acme-data.iam.gserviceaccount.com");

  private Worlds() {}

  /** A platform owned by the project's owners. */
  static DataPlatformBuilder acme() {
    return DataPlatform.in(PROJECT, "US").owner(Principal.SpecialGroup.PROJECT_OWNERS);
  }

  static Principal group(String name) {
    return Principal.group(name + "@acme.com");
  }

  static DatasetId dataset(String name) {
    return DatasetId.of(PROJECT, name);
  }

  static TableId table(String name) {
    String[] parts = name.split("\\.", 2);
    return dataset(parts[0]).table(parts[1]);
  }

  /** {@code d} for a dataset, {@code d.v} for a view, {@code d.f()} for a routine. */
  static AuthorizedResource reader(String name) {
    if (!name.contains(".")) {
      return AuthorizedDataset.of(dataset(name));
    }
    String[] parts = name.split("\\.", 2);
    return name.endsWith("()")
        ? AuthorizedRoutine.of(dataset(parts[0]).routine(parts[1].replace("()", "")))
        : AuthorizedView.of(table(name));
  }

  static AuthorizationEntry authorization(String reader) {
    return new AuthorizationEntry(reader(reader));
  }

  static Json.Obj json(String text) {
    return (Json.Obj) JsonText.parse(text.replace('\'', '"'));
  }

  static DesiredState desired(DataPlatformBuilder platform) {
    return Compiler.compile(platform.build(), NOW, Optional.empty(), State.empty()).desired();
  }

  /** The world in which a platform was applied. */
  static State live(DataPlatformBuilder platform) {
    return desired(platform).state();
  }

  /** A world with one of its resources changed. */
  static State with(State state, ResourceId id, UnaryOperator<Resource> change) {
    return state.with(change.apply(state.find(id).orElseThrow()));
  }

  static Plan plan(DataPlatformBuilder before, DataPlatformBuilder after) {
    return plan(live(before), after, PlanOptions.defaults());
  }

  static Plan plan(State live, DataPlatformBuilder after, PlanOptions options) {
    return Planner.plan(
        desired(after), live, options, Compiler::references, (from, to) -> Review.none());
  }

  static List<String> rules(Plan plan) {
    return plan.findings().stream().map(Finding::rule).toList();
  }

  static List<String> errors(Plan plan) {
    return plan.findings().stream().filter(Finding::isError).map(Finding::rule).toList();
  }

  /** The steps as short texts, such as {@code raw: +READER group:a +dwh.v -WRITER group:b}. */
  static List<String> steps(Plan plan) {
    return plan.steps().stream().map(step -> text(step.change())).toList();
  }

  private static String text(Change change) {
    String name = name(change.id());
    if (change instanceof Change.Create create) {
      return "create "
          + name
          + create.resource().access().map(list -> " " + texts(list)).orElse("")
          + (create.replaces() ? " again" : "");
    } else if (change instanceof Change.Update update) {
      return Stream.of(
              update.fields().stream().map(FieldChange::path),
              signed("+", update.access().add()),
              signed("-", update.access().remove()),
              signed("~", update.access().renew()))
          .flatMap(part -> part)
          .collect(Collectors.joining(" ", name + ": ", ""));
    }
    return "delete " + name;
  }

  private static Stream<String> signed(String sign, Collection<? extends AccessEntry> entries) {
    return texts(entries).stream().map(entry -> sign + entry);
  }

  static List<String> texts(Collection<? extends AccessEntry> entries) {
    return entries.stream().map(Worlds::text).sorted().toList();
  }

  private static String text(AccessEntry entry) {
    if (entry instanceof RoleEntry role) {
      return role.role() + " " + role.principal().member().replace("@acme.com", "");
    }
    return entry instanceof AuthorizationEntry authorization
        ? name(authorization.reader().resource())
        : "?" + ((OpaqueEntry) entry).why();
  }

  private static String name(ResourceId id) {
    return id.toString().substring(PROJECT.length() + 1);
  }
}
