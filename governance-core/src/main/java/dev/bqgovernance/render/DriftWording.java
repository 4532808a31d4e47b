package dev.bqgovernance.render;

import dev.bqgovernance.model.ResourceId;
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
import java.util.List;
import java.util.Optional;

/**
 * Words the differences of a repair plan as drift: what the live platform has beyond the
 * declaration ({@code +}) and what it lacks ({@code -}).
 */
final class DriftWording implements Difference.Visitor<Item> {
  private final DisplayNames names;

  DriftWording(DisplayNames names) {
    this.names = names;
  }

  @Override
  public Item access(Access access) {
    AccessEntryGroup entries = AccessEntryGroup.of(access, names);
    StyledText who = entries.who();
    StyledText readers = entries.names();
    Optional<String> role = entries.role();
    return switch (access.change()) {
      case REVOKED ->
          Item.of(
              "+",
              role.map(
                      r ->
                          StyledText.of(
                              "live grants {} to {}, which is not declared: repair revokes it",
                              r,
                              who))
                  .orElseGet(
                      () ->
                          StyledText.of(
                              "live lets {} read this dataset, which is not declared: repair stops"
                                  + " that{}",
                              who,
                              readers)));
      case EXPIRED ->
          Item.of(
              "+",
              StyledText.of("live still lists {} for {}: repair removes it", role.orElse(""), who));
      case GRANTED ->
          Item.of(
              "-",
              role.map(r -> StyledText.of("live lacks {} for {}: repair grants it", r, who))
                  .orElseGet(
                      () ->
                          StyledText.of(
                              "live does not let {} read this dataset: repair authorizes it{}",
                              who,
                              readers)));
      case RENEWED ->
          Item.of(
              "~",
              StyledText.of(
                  "live lists {}, but it may have no effect: repair rewrites it{}",
                  role.map(r -> StyledText.of("{} for {}", r, who))
                      .orElseGet(() -> StyledText.of("the authorization of {}", who)),
                  readers));
    };
  }

  @Override
  public Item grantees(Grantees grantees) {
    StyledText policy = DisplayNames.local(grantees.policy());
    StyledText who = names.principals(grantees.grantees());
    return grantees.isLoss()
        ? Item.of(
            "+",
            StyledText.of(
                "live row policy {} shows its rows to {}, which is not declared: repair removes"
                    + " them",
                policy,
                who))
        : Item.of("-", StyledText.of("live row policy {} lacks {}: repair adds them", policy, who));
  }

  @Override
  public Item users(Users users) {
    StyledText who = names.principals(users.members());
    return users.isLoss()
        ? Item.of(
            "+",
            StyledText.of("live lets {} use it, which is not declared: repair stops that", who))
        : Item.of("-", StyledText.of("live does not let {} use it: repair lets them", who));
  }

  @Override
  public Item deleted(Deleted deleted) {
    return Item.of(
        "+",
        StyledText.of(
            "live has {}, which is not declared: repair deletes it",
            DisplayNames.deleted(deleted)));
  }

  @Override
  public Item recreated(Recreated recreated) {
    return Item.of(
        "~",
        StyledText.of(
            "live "
                + DisplayNames.kind(recreated.after())
                + " {} differs: repair deletes and recreates it",
            DisplayNames.local(recreated.after().id())));
  }

  @Override
  public Item created(Created created) {
    if (created.resources().size() > 1) {
      return Item.of(
          "-",
          StyledText.of(
              "live lacks {}: repair creates them",
              StyledText.of(DisplayNames.count(created) + " ({})", DisplayNames.names(created))));
    }
    ResourceId id = created.resources().get(0).id();
    StyledText resource =
        DisplayNames.isInDataset(id)
            ? StyledText.of(created.kind() + " {}", DisplayNames.names(created))
            : StyledText.words(
                (id.equals(DisplayNames.topLevel(id)) ? "this " : "its ") + created.kind());
    return Item.of("-", StyledText.of("live lacks {}: repair creates it", resource));
  }

  @Override
  public Item changed(Changed changed) {
    FieldChange field = changed.field();
    StyledText prefix = DisplayNames.prefix(changed);
    if (DisplayNames.isMark(field)) {
      return Item.of(
          "-", StyledText.of("{}live lacks our {}", prefix, DisplayNames.mark(changed.id())));
    }
    if (field.addsColumn()) {
      return Item.of(
          "-",
          StyledText.of(
              "{}live lacks {}: repair adds it", prefix, DisplayNames.column(changed.id(), field)));
    }
    Optional<List<String>> lines = DisplayNames.lineDiff(field.after(), field.before());
    return lines.isPresent()
        ? new Item(
            "~",
            StyledText.of(
                "{}{} differs (- declared, + live): repair resets it",
                prefix,
                DisplayNames.field(changed.id(), field)),
            lines.get())
        : Item.of(
            "~",
            StyledText.of(
                "{}{} is {}, declared as {}: repair resets it",
                prefix,
                DisplayNames.field(changed.id(), field),
                DisplayNames.value(field.before()),
                DisplayNames.value(field.after())));
  }

  @Override
  public Item part(Part part) {
    StyledText prefix = DisplayNames.prefix(part.id());
    return part.isGone()
        ? Item.of(
            "+",
            StyledText.of(
                "{}live has {}, which is not declared: repair removes it", prefix, part.what()))
        : Item.of("-", StyledText.of("{}live lacks {}: repair adds it", prefix, part.what()));
  }
}
