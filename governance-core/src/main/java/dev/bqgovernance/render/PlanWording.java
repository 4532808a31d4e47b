package dev.bqgovernance.render;

import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.RowPolicyId;
import dev.bqgovernance.plan.FieldChange;
import dev.bqgovernance.render.Difference.Access;
import dev.bqgovernance.render.Difference.Changed;
import dev.bqgovernance.render.Difference.Deleted;
import dev.bqgovernance.render.Difference.Made;
import dev.bqgovernance.render.Difference.Replaced;
import dev.bqgovernance.render.Difference.Rows;
import dev.bqgovernance.render.Page.Item;
import dev.bqgovernance.state.Marker;
import dev.bqgovernance.state.Resource;
import java.util.List;
import java.util.Optional;

/** Tells differences as what is going to happen. */
final class PlanWording implements Difference.Visitor<Item> {
  private final Words words;

  PlanWording(Words words) {
    this.words = words;
  }

  @Override
  public Item access(Access access) {
    Entries entries = Entries.of(access.entries(), words);
    Phrase who = entries.who();
    Phrase names = entries.names();
    Optional<String> role = entries.role();
    return switch (access.fate()) {
      case REVOKED ->
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
  public Item deleted(Deleted deleted) {
    String kind = deleted.live().map(Words::kind).orElse(deleted.id().kind().label());
    Phrase text =
        deleted.id() instanceof DatasetId
            ? Phrase.words("delete this dataset with everything in it")
            : Phrase.of("delete " + kind + " {}", Words.local(deleted.id()));
    return Item.of("-", text.and(deleted.live().flatMap(this::lost)));
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
    return Item.of(
        "+",
        made.resources().size() > 1
            ? Phrase.of("{}: {}", Phrase.words(Words.count(made)), Words.names(made))
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
    return resource.body().text("description").map(d -> Phrase.of(": {}", Phrase.value(d)));
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
          "~", Phrase.of("{}managed by these files from now on (label {})", what, Marker.LABEL));
    }
    if (Words.isNewColumn(field)) {
      return Item.of("+", Phrase.of("{}new {}", what, Words.column(field)));
    }
    Optional<List<String>> lines = Words.lineDiff(field.before(), field.after());
    return lines.isPresent()
        ? new Item("~", Phrase.of("{}{} changed", what, Words.field(field)), lines.get())
        : Item.of(
            "~",
            Phrase.of(
                "{}{}: {} -> {}",
                what,
                Words.field(field),
                Words.value(field.before()),
                Words.value(field.after())));
  }
}
