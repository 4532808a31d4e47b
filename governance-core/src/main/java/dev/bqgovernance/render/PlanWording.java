package dev.bqgovernance.render;

import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.PipelineId;
import dev.bqgovernance.model.RowPolicyId;
import dev.bqgovernance.plan.FieldChange;
import dev.bqgovernance.render.Difference.Access;
import dev.bqgovernance.render.Difference.Changed;
import dev.bqgovernance.render.Difference.Deleted;
import dev.bqgovernance.render.Difference.Made;
import dev.bqgovernance.render.Difference.Part;
import dev.bqgovernance.render.Difference.Replaced;
import dev.bqgovernance.render.Difference.Rows;
import dev.bqgovernance.render.Difference.Users;
import dev.bqgovernance.render.Page.Item;
import dev.bqgovernance.state.Marker;
import dev.bqgovernance.state.Resource;
import java.util.List;
import java.util.Optional;

/** Tells differences as what is going to happen. */
final class PlanWording implements Difference.Visitor<Item> {
  private final Words words;
  private final PipelineWords pipelines;

  PlanWording(Words words, PipelineWords pipelines) {
    this.words = words;
    this.pipelines = pipelines;
  }

  @Override
  public Item access(Access access) {
    Entries entries = Entries.of(access, words);
    Phrase who = entries.who();
    Phrase names = entries.names();
    Optional<String> role = entries.role();
    return switch (access.fate()) {
      case REVOKED, ENDED ->
          Item.of(
              "-",
              role.map(r -> Phrase.of("revoke {} from {}", r, who))
                  .orElseGet(() -> Phrase.of("stop {} from reading this dataset{}", who, names)));
      case GRANTED ->
          Item.of(
              "+",
              role.map(r -> Phrase.of("grant {} to {}", r, who).and(because(access)))
                  .orElseGet(() -> Phrase.of("authorize {} to read this dataset{}", who, names)));
      case RENEWED ->
          Item.of(
              "~",
              role.map(r -> Phrase.of("write the grant of {} to {} again", r, who))
                  .orElseGet(() -> Phrase.of("write the authorization of {} again{}", who, names)));
    };
  }

  private static Optional<Phrase> because(Access access) {
    return access.reason().map(reason -> Phrase.of(": {}", Phrase.value(reason)));
  }

  @Override
  public Item rows(Rows rows) {
    Phrase who = words.principals(rows.grantees());
    Phrase policy = Words.local(rows.policy());
    return rows.isLoss()
        ? Item.of("-", Phrase.of("row policy {}: its rows no longer for {}", policy, who))
        : Item.of("+", Phrase.of("row policy {}: its rows also for {}", policy, who));
  }

  @Override
  public Item users(Users users) {
    Phrase who = words.principals(users.members());
    return users.isLoss()
        ? Item.of("-", Phrase.of("stop {} from using it", who))
        : Item.of("+", Phrase.of("let {} use it: reads the database as its user", who));
  }

  @Override
  public Item deleted(Deleted deleted) {
    Phrase text = Phrase.of("delete {}", Words.gone(deleted));
    return Item.of(
        "-",
        (deleted.id() instanceof DatasetId
                ? text.and(Phrase.words(" with everything in it"))
                : text)
            .and(deleted.live().flatMap(this::lost)));
  }

  /** What goes away with a resource. */
  private Optional<Phrase> lost(Resource live) {
    if (live.id() instanceof RowPolicyId) {
      return Optional.of(Phrase.of(" ({})", rowsFor(live)));
    }
    return live.access()
        .map(list -> Words.count(list.size(), "access entry"))
        .or(() -> live.body().text("numRows").map(rows -> rows + " rows"))
        .map(lost -> Phrase.of(" ({})", Phrase.prose(lost)));
  }

  @Override
  public Item replaced(Replaced replaced) {
    Resource after = replaced.after();
    Phrase text =
        Phrase.of("delete and make again: " + Words.kind(after) + " {}", Words.local(after.id()));
    Optional<String> query = replaced.before().flatMap(Resource::viewQuery);
    return query.isPresent() && after.viewQuery().isPresent()
        ? new Item("-", text, LineDiff.of(query.get(), after.viewQuery().get()))
        : Item.of("-", text);
  }

  @Override
  public Item made(Made made) {
    Resource first = made.resources().get(0);
    if (first.id() instanceof DatasetId) {
      return Item.of("+", Phrase.words("new dataset").and(description(first)));
    }
    boolean isPipeline = first.id() instanceof PipelineId;
    if (made.resources().size() > 1) {
      return Item.of(
          "+",
          Phrase.of(
              "{}{}: {}",
              Phrase.words(Words.count(made)),
              isPipeline ? Phrase.of(" ({})", pipelines.common(first)) : Phrase.words(""),
              Words.names(made)));
    }
    return Item.of(
        "+",
        isPipeline
            ? Phrase.of("new " + made.kind() + ": {}{}", pipelines.whole(first), details(first))
            : Phrase.of(made.kind() + " {}{}", Words.local(first.id()), details(first)));
  }

  private Phrase details(Resource made) {
    if (made.id() instanceof RowPolicyId) {
      return Phrase.of(": {}", rowsFor(made));
    }
    Optional<String> sql = made.viewQuery().or(() -> made.body().text("definitionBody"));
    if (sql.isPresent()) {
      long lines = sql.get().strip().lines().count();
      return Phrase.words(" (" + Words.count(lines, "line") + " of SQL)").and(description(made));
    }
    return Words.layout(made).and(description(made));
  }

  private static Optional<Phrase> description(Resource resource) {
    return Marker.removedFrom(resource.body())
        .text("description")
        .filter(text -> !text.isEmpty())
        .map(text -> Phrase.of(": {}", Phrase.value(text)));
  }

  private Phrase rowsFor(Resource policy) {
    return Phrase.of(
        "rows where {} for {}",
        Phrase.value(policy.body().text("filterPredicate").orElse("?")),
        words.principals(policy.body().array("grantees").stream().map(Words::plain).toList()));
  }

  @Override
  public Item changed(Changed changed) {
    FieldChange field = changed.field();
    Phrase what = Words.what(changed);
    if (field.path().equals("labels." + Marker.LABEL)) {
      return Item.of(
          "~",
          Phrase.of("{}managed by these files from now on ({})", what, Words.mark(changed.id())));
    }
    if (Words.isNewColumn(field)) {
      return Item.of("+", Phrase.of("{}new {}", what, Words.column(changed.id(), field)));
    }
    Optional<List<String>> lines = Words.lineDiff(field.before(), field.after());
    return lines.isPresent()
        ? new Item(
            "~", Phrase.of("{}{} changed", what, Words.field(changed.id(), field)), lines.get())
        : Item.of(
            "~",
            Phrase.of(
                "{}{}: {} -> {}",
                what,
                Words.field(changed.id(), field),
                Words.value(field.before()),
                Words.value(field.after())));
  }

  @Override
  public Item part(Part part) {
    Phrase what = Words.what(part.id());
    return part.isGone()
        ? Item.of("-", Phrase.of("{}remove {}", what, part.what()))
        : Item.of("+", Phrase.of("{}new {}", what, part.what()));
  }
}
