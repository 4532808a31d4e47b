package dev.bqgovernance.render;

import dev.bqgovernance.model.ConnectionPolicyId;
import dev.bqgovernance.model.PipelineId;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.plan.AccessListDelta;
import dev.bqgovernance.plan.Change;
import dev.bqgovernance.plan.FieldChange;
import dev.bqgovernance.plan.Step;
import dev.bqgovernance.state.AccessEntry;
import dev.bqgovernance.state.AccessEntry.RoleEntry;
import dev.bqgovernance.state.State;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** One step, that is one request, in a few words. */
final class StepWords {
  private StepWords() {}

  static Phrase of(Step step, Words words) {
    Change change = step.change();
    Phrase name = words.full(change.id());
    if (change.id() instanceof ConnectionPolicyId policy) {
      return Phrase.of("{} connection {}", users(policy, change, words), name);
    }
    if (change instanceof Change.Create create) {
      String kind =
          change.id() instanceof PipelineId
              ? change.id().kind().label()
              : Words.kind(create.resource());
      return create.replaces()
          ? Phrase.of("make " + kind + " {} again", name)
          : Phrase.of("new " + kind + " {}", name);
    } else if (change instanceof Change.Update update) {
      boolean isView = update.fields().stream().anyMatch(f -> f.path().startsWith("view."));
      return Phrase.of(
          (isView ? "view " : kind(change)) + "{} ({})", name, Phrase.list(parts(update)));
    }
    return ((Change.Delete) change).isReplaced()
        ? Phrase.of("delete " + kind(change) + "{} to make it again", name)
        : Phrase.of("delete " + kind(change) + "{}", name);
  }

  /** {@code let a use, no longer let b use}. */
  private static Phrase users(ConnectionPolicyId policy, Change change, Words words) {
    List<FieldChange> fields =
        change instanceof Change.Create create
            ? List.of(
                new FieldChange(
                    PipelineChanges.USERS,
                    Optional.empty(),
                    create.resource().body().get(PipelineChanges.USERS)))
            : ((Change.Update) change).fields();
    List<Phrase> users = new ArrayList<>();
    for (Difference difference : PipelineChanges.of(policy, fields, State.empty())) {
      Difference.Users some = (Difference.Users) difference;
      users.add(
          Phrase.of(
              (some.isLoss() ? "no longer let" : "let") + " {} use",
              words.principals(some.members())));
    }
    return users.isEmpty() ? Phrase.words("let nobody use") : Phrase.list(users);
  }

  /** The kind as far as a change tells it: a table's may be a view. */
  private static String kind(Change change) {
    ResourceId.Kind kind = change.id().kind();
    return kind == ResourceId.Kind.TABLE ? "" : kind.label() + " ";
  }

  private static List<Phrase> parts(Change.Update update) {
    List<Phrase> parts = new ArrayList<>();
    AccessListDelta access = update.access();
    count(parts, access.remove(), "revoked", "no longer authorized");
    count(parts, access.add(), "granted", "authorized");
    count(parts, access.renew(), "written again", "authorized again");
    List<Phrase> fields =
        update.fields().stream().map(field -> Words.field(update.id(), field)).distinct().toList();
    if (fields.size() > 2) {
      parts.add(Phrase.words(Words.count(fields.size(), "field") + " changed"));
    } else {
      fields.forEach(field -> parts.add(Phrase.of("{} changed", field)));
    }
    return parts;
  }

  private static void count(
      List<Phrase> parts, Collection<? extends AccessEntry> entries, String roles, String readers) {
    long principals = entries.stream().filter(RoleEntry.class::isInstance).count();
    if (principals > 0) {
      parts.add(Phrase.words(Words.count(principals, "access entry") + " " + roles));
    }
    if (entries.size() > principals) {
      parts.add(Phrase.words(Words.number(entries.size() - principals) + " " + readers));
    }
  }
}
