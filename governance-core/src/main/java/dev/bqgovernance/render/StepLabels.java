package dev.bqgovernance.render;

import dev.bqgovernance.model.ConnectionPolicyId;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.plan.Change;
import dev.bqgovernance.plan.Change.AccessListDelta;
import dev.bqgovernance.plan.Change.FieldChange;
import dev.bqgovernance.plan.Plan.Step;
import dev.bqgovernance.rest.ConnectionPolicyCodec;
import dev.bqgovernance.rest.TableCodec;
import dev.bqgovernance.state.AccessEntry;
import dev.bqgovernance.state.AccessEntry.RoleEntry;
import dev.bqgovernance.state.State;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Describes one step, that is, one request, in a few words. */
final class StepLabels {
  private StepLabels() {}

  static StyledText of(Step step, DisplayNames names) {
    Change change = step.change();
    StyledText name = names.full(change.id());
    if (change.id() instanceof ConnectionPolicyId policy) {
      return StyledText.of("{} connection {}", users(policy, change, names), name);
    }
    if (change instanceof Change.Create create) {
      String kind =
          DisplayNames.isIngestion(change.id())
              ? change.id().kind().label()
              : DisplayNames.kind(create.resource());
      return create.replaces()
          ? StyledText.of("recreate " + kind + " {}", name)
          : StyledText.of("new " + kind + " {}", name);
    } else if (change instanceof Change.Update update) {
      boolean isView = update.fields().stream().anyMatch(f -> TableCodec.isOfView(f.path()));
      return StyledText.of(
          (isView ? "view " : kind(change)) + "{} ({})", name, StyledText.list(parts(update)));
    }
    return ((Change.Delete) change).isReplaced()
        ? StyledText.of("delete " + kind(change) + "{} to recreate it", name)
        : StyledText.of("delete " + kind(change) + "{}", name);
  }

  /** {@code let a use, stop b from using}. */
  private static StyledText users(ConnectionPolicyId policy, Change change, DisplayNames names) {
    List<FieldChange> fields =
        change instanceof Change.Create create
            ? List.of(
                new FieldChange(
                    ConnectionPolicyCodec.USERS,
                    Optional.empty(),
                    create.resource().body().get(ConnectionPolicyCodec.USERS)))
            : ((Change.Update) change).fields();
    List<StyledText> users = new ArrayList<>();
    for (Difference difference : IngestionChanges.of(policy, fields, State.empty())) {
      Difference.Users some = (Difference.Users) difference;
      users.add(
          StyledText.of(
              some.isLoss() ? "stop {} from using" : "let {} use",
              names.principals(some.members())));
    }
    return users.isEmpty() ? StyledText.words("let nobody use") : StyledText.list(users);
  }

  /** The kind, with a space behind it; nothing for what may be a table or a view. */
  private static String kind(Change change) {
    ResourceId.Kind kind = change.id().kind();
    return kind == ResourceId.Kind.TABLE ? "" : kind.label() + " ";
  }

  private static List<StyledText> parts(Change.Update update) {
    List<StyledText> parts = new ArrayList<>();
    AccessListDelta access = update.access();
    count(parts, access.remove(), "revoked", "no longer authorized");
    count(parts, access.add(), "granted", "authorized");
    count(parts, access.renew(), "rewritten", "reauthorized");
    List<StyledText> fields =
        update.fields().stream()
            .map(field -> DisplayNames.field(update.id(), field))
            .distinct()
            .toList();
    if (fields.size() > 2) {
      parts.add(StyledText.words(DisplayNames.count(fields.size(), "field") + " changed"));
    } else {
      fields.forEach(field -> parts.add(StyledText.of("{} changed", field)));
    }
    return parts;
  }

  private static void count(
      List<StyledText> parts,
      Collection<? extends AccessEntry> entries,
      String roles,
      String readers) {
    long principals = entries.stream().filter(RoleEntry.class::isInstance).count();
    if (principals > 0) {
      parts.add(StyledText.words(DisplayNames.count(principals, "access entry") + " " + roles));
    }
    if (entries.size() > principals) {
      parts.add(StyledText.words(DisplayNames.number(entries.size() - principals) + " " + readers));
    }
  }
}
