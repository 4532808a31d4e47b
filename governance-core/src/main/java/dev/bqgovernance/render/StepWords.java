package dev.bqgovernance.render;

import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.plan.AccessDelta;
import dev.bqgovernance.plan.Change;
import dev.bqgovernance.plan.FieldChange;
import dev.bqgovernance.plan.Step;
import dev.bqgovernance.state.AccessEntry;
import dev.bqgovernance.state.AccessEntry.RoleEntry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** One step, that is one request, in a few words. */
final class StepWords {
  private StepWords() {}

  static Phrase of(Step step, Words words) {
    Change change = step.change();
    Phrase name = words.full(change.id());
    if (change instanceof Change.Create create) {
      String kind = Words.kind(create.resource());
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

  /** The kind as far as a change tells it: a table's may be a view. */
  private static String kind(Change change) {
    ResourceId.Kind kind = change.id().kind();
    return kind == ResourceId.Kind.TABLE ? "" : kind.label() + " ";
  }

  private static List<Phrase> parts(Change.Update update) {
    List<Phrase> parts = new ArrayList<>();
    AccessDelta access = update.access();
    count(parts, access.remove(), "revoked", "no longer authorized");
    count(parts, access.add(), "granted", "authorized");
    count(parts, access.renew(), "written again", "authorized again");
    List<FieldChange> fields = update.fields();
    if (fields.size() > 2) {
      parts.add(Phrase.words(Words.count(fields.size(), "field") + " changed"));
    } else {
      fields.forEach(field -> parts.add(Phrase.of("{} changed", Words.field(field))));
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
