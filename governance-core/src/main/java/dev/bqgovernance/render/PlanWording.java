package dev.bqgovernance.render;

import dev.bqgovernance.model.ResourceId.Kind;
import dev.bqgovernance.plan.Change.FieldChange;
import dev.bqgovernance.render.Difference.Access;
import dev.bqgovernance.render.Difference.Changed;
import dev.bqgovernance.render.Difference.Created;
import dev.bqgovernance.render.Difference.Deleted;
import dev.bqgovernance.render.Difference.Grantees;
import dev.bqgovernance.render.Difference.Part;
import dev.bqgovernance.render.Difference.Recreated;
import dev.bqgovernance.render.Difference.Users;
import dev.bqgovernance.render.Document.Item;
import dev.bqgovernance.rest.RowPolicyCodec;
import dev.bqgovernance.rest.TableCodec;
import dev.bqgovernance.state.Marker;
import dev.bqgovernance.state.Resource;
import java.util.List;
import java.util.Optional;

/** Words differences as the changes that a plan makes. */
final class PlanWording implements Difference.Visitor<Item> {
  private final DisplayNames names;
  private final IngestionLabels ingestion;

  PlanWording(DisplayNames names, IngestionLabels ingestion) {
    this.names = names;
    this.ingestion = ingestion;
  }

  @Override
  public Item access(Access access) {
    AccessEntryGroup entries = AccessEntryGroup.of(access, names);
    StyledText who = entries.who();
    StyledText readers = entries.names();
    Optional<String> role = entries.role();
    return switch (access.change()) {
      case REVOKED, EXPIRED ->
          Item.of(
              "-",
              role.map(r -> StyledText.of("revoke {} from {}", r, who))
                  .orElseGet(
                      () -> StyledText.of("stop {} from reading this dataset{}", who, readers)));
      case GRANTED ->
          Item.of(
              "+",
              role.map(r -> StyledText.of("grant {} to {}", r, who).and(because(access)))
                  .orElseGet(
                      () -> StyledText.of("authorize {} to read this dataset{}", who, readers)));
      case RENEWED ->
          Item.of(
              "~",
              role.map(r -> StyledText.of("rewrite the grant of {} to {}", r, who))
                  .orElseGet(
                      () -> StyledText.of("rewrite the authorization of {}{}", who, readers)));
    };
  }

  private static Optional<StyledText> because(Access access) {
    return access.reason().map(reason -> StyledText.of(": {}", StyledText.value(reason)));
  }

  @Override
  public Item grantees(Grantees grantees) {
    StyledText who = names.principals(grantees.grantees());
    StyledText policy = DisplayNames.local(grantees.policy());
    return grantees.isLoss()
        ? Item.of("-", StyledText.of("row policy {}: no longer show its rows to {}", policy, who))
        : Item.of("+", StyledText.of("row policy {}: also show its rows to {}", policy, who));
  }

  @Override
  public Item users(Users users) {
    StyledText who = names.principals(users.members());
    return users.isLoss()
        ? Item.of("-", StyledText.of("stop {} from using it", who))
        : Item.of(
            "+",
            StyledText.of("let {} use it, and read the database as the connection's user", who));
  }

  @Override
  public Item deleted(Deleted deleted) {
    StyledText text = StyledText.of("delete {}", DisplayNames.deleted(deleted));
    return Item.of(
        "-",
        (deleted.id().kind() == Kind.DATASET
                ? text.and(StyledText.words(" with everything in it"))
                : text)
            .and(deleted.live().flatMap(this::content)));
  }

  /** The content that is lost with a resource. */
  private Optional<StyledText> content(Resource live) {
    if (live.id().kind() == Kind.ROW_POLICY) {
      return Optional.of(StyledText.of(" ({})", rowsFor(live)));
    }
    return live.access()
        .map(list -> DisplayNames.count(list.size(), "access entry"))
        .or(() -> TableCodec.rows(live.body()).map(rows -> rows + " rows"))
        .map(content -> StyledText.of(" ({})", StyledText.prose(content)));
  }

  @Override
  public Item recreated(Recreated recreated) {
    Resource after = recreated.after();
    StyledText text =
        StyledText.of(
            "delete and recreate " + DisplayNames.kind(after) + " {}",
            DisplayNames.local(after.id()));
    Optional<String> query = recreated.before().flatMap(Resource::viewQuery);
    return query.isPresent() && after.viewQuery().isPresent()
        ? new Item("-", text, LineDiff.of(query.get(), after.viewQuery().get()))
        : Item.of("-", text);
  }

  @Override
  public Item created(Created created) {
    Resource first = created.resources().get(0);
    if (first.id().kind() == Kind.DATASET) {
      return Item.of("+", StyledText.words("new dataset").and(description(first)));
    }
    boolean isIngestion = DisplayNames.isIngestion(first.id());
    if (created.resources().size() > 1) {
      return Item.of(
          "+",
          StyledText.of(
              "{}{}: {}",
              StyledText.words(DisplayNames.count(created)),
              isIngestion ? StyledText.of(" ({})", ingestion.common(first)) : StyledText.words(""),
              DisplayNames.names(created)));
    }
    return Item.of(
        "+",
        isIngestion
            ? StyledText.of(
                "new " + created.kind() + ": {}{}", ingestion.whole(first), details(first))
            : StyledText.of(
                created.kind() + " {}{}", DisplayNames.local(first.id()), details(first)));
  }

  private StyledText details(Resource resource) {
    if (resource.id().kind() == Kind.ROW_POLICY) {
      return StyledText.of(": {}", rowsFor(resource));
    }
    Optional<String> sql = resource.viewQuery().or(() -> resource.body().text("definitionBody"));
    if (sql.isPresent()) {
      long lines = sql.get().strip().lines().count();
      return StyledText.words(" (" + DisplayNames.count(lines, "line") + " of SQL)")
          .and(description(resource));
    }
    return DisplayNames.layout(resource).and(description(resource));
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
        names.principals(policy.grantees().orElse(List.of())));
  }

  @Override
  public Item changed(Changed changed) {
    FieldChange field = changed.field();
    StyledText prefix = DisplayNames.prefix(changed);
    if (DisplayNames.isMark(field)) {
      return Item.of(
          "~",
          StyledText.of(
              "{}becomes managed by these files ({})", prefix, DisplayNames.mark(changed.id())));
    }
    if (field.addsColumn()) {
      return Item.of(
          "+", StyledText.of("{}new {}", prefix, DisplayNames.column(changed.id(), field)));
    }
    Optional<List<String>> lines = DisplayNames.lineDiff(field.before(), field.after());
    return lines.isPresent()
        ? new Item(
            "~",
            StyledText.of("{}{} changed", prefix, DisplayNames.field(changed.id(), field)),
            lines.get())
        : Item.of(
            "~",
            StyledText.of(
                "{}{}: {} -> {}",
                prefix,
                DisplayNames.field(changed.id(), field),
                DisplayNames.value(field.before()),
                DisplayNames.value(field.after())));
  }

  @Override
  public Item part(Part part) {
    StyledText prefix = DisplayNames.prefix(part.id());
    return part.isGone()
        ? Item.of("-", StyledText.of("{}remove {}", prefix, part.what()))
        : Item.of("+", StyledText.of("{}new {}", prefix, part.what()));
  }
}
