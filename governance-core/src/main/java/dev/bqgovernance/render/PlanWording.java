package dev.bqgovernance.render;

import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.plan.FieldChange;
import dev.bqgovernance.render.Difference.Access;
import dev.bqgovernance.render.Difference.Changed;
import dev.bqgovernance.render.Difference.Deleted;
import dev.bqgovernance.render.Difference.Made;
import dev.bqgovernance.render.Difference.Part;
import dev.bqgovernance.render.Difference.Replaced;
import dev.bqgovernance.render.Difference.Rows;
import dev.bqgovernance.render.Difference.Users;
import dev.bqgovernance.render.Document.Item;
import dev.bqgovernance.rest.RowPolicyCodec;
import dev.bqgovernance.rest.TableCodec;
import dev.bqgovernance.state.Marker;
import dev.bqgovernance.state.Resource;
import java.util.List;
import java.util.Optional;

/** Words differences as planned actions. */
final class PlanWording implements Difference.Visitor<Item> {
  private final DisplayNames words;
  private final IngestionLabels pipelines;

  PlanWording(DisplayNames words, IngestionLabels pipelines) {
    this.words = words;
    this.pipelines = pipelines;
  }

  @Override
  public Item access(Access access) {
    AccessEntryGroup entries = AccessEntryGroup.of(access, words);
    StyledText who = entries.who();
    StyledText names = entries.names();
    Optional<String> role = entries.role();
    return switch (access.fate()) {
      case REVOKED, ENDED ->
          Item.of(
              "-",
              role.map(r -> StyledText.of("revoke {} from {}", r, who))
                  .orElseGet(
                      () -> StyledText.of("stop {} from reading this dataset{}", who, names)));
      case GRANTED ->
          Item.of(
              "+",
              role.map(r -> StyledText.of("grant {} to {}", r, who).and(because(access)))
                  .orElseGet(
                      () -> StyledText.of("authorize {} to read this dataset{}", who, names)));
      case RENEWED ->
          Item.of(
              "~",
              role.map(r -> StyledText.of("write the grant of {} to {} again", r, who))
                  .orElseGet(
                      () -> StyledText.of("write the authorization of {} again{}", who, names)));
    };
  }

  private static Optional<StyledText> because(Access access) {
    return access.reason().map(reason -> StyledText.of(": {}", StyledText.value(reason)));
  }

  @Override
  public Item rows(Rows rows) {
    StyledText who = words.principals(rows.grantees());
    StyledText policy = DisplayNames.local(rows.policy());
    return rows.isLoss()
        ? Item.of("-", StyledText.of("row policy {}: its rows no longer for {}", policy, who))
        : Item.of("+", StyledText.of("row policy {}: its rows also for {}", policy, who));
  }

  @Override
  public Item users(Users users) {
    StyledText who = words.principals(users.members());
    return users.isLoss()
        ? Item.of("-", StyledText.of("stop {} from using it", who))
        : Item.of("+", StyledText.of("let {} use it: reads the database as its user", who));
  }

  @Override
  public Item deleted(Deleted deleted) {
    StyledText text = StyledText.of("delete {}", DisplayNames.gone(deleted));
    return Item.of(
        "-",
        (deleted.id().kind() == ResourceId.Kind.DATASET
                ? text.and(StyledText.words(" with everything in it"))
                : text)
            .and(deleted.live().flatMap(this::lost)));
  }

  /** The contents that are lost with a resource. */
  private Optional<StyledText> lost(Resource live) {
    if (live.id().kind() == ResourceId.Kind.ROW_POLICY) {
      return Optional.of(StyledText.of(" ({})", rowsFor(live)));
    }
    return live.access()
        .map(list -> DisplayNames.count(list.size(), "access entry"))
        .or(() -> TableCodec.rows(live.body()).map(rows -> rows + " rows"))
        .map(lost -> StyledText.of(" ({})", StyledText.prose(lost)));
  }

  @Override
  public Item replaced(Replaced replaced) {
    Resource after = replaced.after();
    StyledText text =
        StyledText.of(
            "delete and recreate: " + DisplayNames.kind(after) + " {}",
            DisplayNames.local(after.id()));
    Optional<String> query = replaced.before().flatMap(Resource::viewQuery);
    return query.isPresent() && after.viewQuery().isPresent()
        ? new Item("-", text, LineDiff.of(query.get(), after.viewQuery().get()))
        : Item.of("-", text);
  }

  @Override
  public Item made(Made made) {
    Resource first = made.resources().get(0);
    if (first.id().kind() == ResourceId.Kind.DATASET) {
      return Item.of("+", StyledText.words("new dataset").and(description(first)));
    }
    boolean isProjectScoped = !DisplayNames.isOfDataset(first.id());
    if (made.resources().size() > 1) {
      return Item.of(
          "+",
          StyledText.of(
              "{}{}: {}",
              StyledText.words(DisplayNames.count(made)),
              isProjectScoped
                  ? StyledText.of(" ({})", pipelines.common(first))
                  : StyledText.words(""),
              DisplayNames.names(made)));
    }
    return Item.of(
        "+",
        isProjectScoped
            ? StyledText.of("new " + made.kind() + ": {}{}", pipelines.whole(first), details(first))
            : StyledText.of(made.kind() + " {}{}", DisplayNames.local(first.id()), details(first)));
  }

  private StyledText details(Resource made) {
    if (made.id().kind() == ResourceId.Kind.ROW_POLICY) {
      return StyledText.of(": {}", rowsFor(made));
    }
    Optional<String> sql = made.sql();
    if (sql.isPresent()) {
      long lines = sql.get().strip().lines().count();
      return StyledText.words(" (" + DisplayNames.count(lines, "line") + " of SQL)")
          .and(description(made));
    }
    return DisplayNames.layout(made).and(description(made));
  }

  private static Optional<StyledText> description(Resource resource) {
    return Marker.removedFrom(resource.body())
        .text("description")
        .filter(text -> !text.isEmpty())
        .map(text -> StyledText.of(": {}", StyledText.value(text)));
  }

  private StyledText rowsFor(Resource policy) {
    return StyledText.of(
        "rows where {} for {}",
        StyledText.value(RowPolicyCodec.filter(policy.body()).orElse("?")),
        words.principals(policy.grantees().orElse(List.of())));
  }

  @Override
  public Item changed(Changed changed) {
    FieldChange field = changed.field();
    StyledText what = DisplayNames.what(changed);
    if (DisplayNames.isMark(field)) {
      return Item.of(
          "~",
          StyledText.of(
              "{}managed by these files from now on ({})", what, DisplayNames.mark(changed.id())));
    }
    if (field.addsColumn()) {
      return Item.of(
          "+", StyledText.of("{}new {}", what, DisplayNames.column(changed.id(), field)));
    }
    Optional<List<String>> lines = DisplayNames.lineDiff(field.before(), field.after());
    return lines.isPresent()
        ? new Item(
            "~",
            StyledText.of("{}{} changed", what, DisplayNames.field(changed.id(), field)),
            lines.get())
        : Item.of(
            "~",
            StyledText.of(
                "{}{}: {} -> {}",
                what,
                DisplayNames.field(changed.id(), field),
                DisplayNames.value(field.before()),
                DisplayNames.value(field.after())));
  }

  @Override
  public Item part(Part part) {
    StyledText what = DisplayNames.what(part.id());
    return part.isGone()
        ? Item.of("-", StyledText.of("{}remove {}", what, part.what()))
        : Item.of("+", StyledText.of("{}new {}", what, part.what()));
  }
}
