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
import java.util.List;
import java.util.Optional;

/**
 * Words the same differences as what live resources have beyond the declaration ({@code +}), or
 * lack of it ({@code -}).
 */
final class DriftWording implements Difference.Visitor<Item> {
  private final DisplayNames words;

  DriftWording(DisplayNames words) {
    this.words = words;
  }

  @Override
  public Item access(Access access) {
    AccessEntryGroup entries = AccessEntryGroup.of(access, words);
    StyledText who = entries.who();
    StyledText names = entries.names();
    Optional<String> role = entries.role();
    return switch (access.fate()) {
      case REVOKED ->
          Item.of(
              "+",
              role.map(
                      r ->
                          StyledText.of(
                              "live grants {} to {}, not declared: repair revokes it", r, who))
                  .orElseGet(
                      () ->
                          StyledText.of(
                              "live lets {} read this dataset, not declared: repair stops that{}",
                              who,
                              names)));
      case ENDED ->
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
                              names)));
      case RENEWED ->
          Item.of(
              "~",
              StyledText.of(
                  "live lists {} but it may be dead: repair writes it again{}",
                  role.map(r -> StyledText.of("{} for {}", r, who))
                      .orElseGet(() -> StyledText.of("the authorization of {}", who)),
                  names));
    };
  }

  @Override
  public Item rows(Rows rows) {
    StyledText policy = DisplayNames.local(rows.policy());
    StyledText who = words.principals(rows.grantees());
    return rows.isLoss()
        ? Item.of(
            "+",
            StyledText.of(
                "live row policy {} shows its rows to {}, not declared: repair removes them",
                policy,
                who))
        : Item.of("-", StyledText.of("live row policy {} lacks {}: repair adds them", policy, who));
  }

  @Override
  public Item users(Users users) {
    StyledText who = words.principals(users.members());
    return users.isLoss()
        ? Item.of("+", StyledText.of("live lets {} use it, not declared: repair stops that", who))
        : Item.of("-", StyledText.of("live does not let {} use it: repair lets them", who));
  }

  @Override
  public Item deleted(Deleted deleted) {
    return Item.of(
        "+",
        StyledText.of("live has {}, not declared: repair deletes it", DisplayNames.gone(deleted)));
  }

  @Override
  public Item replaced(Replaced replaced) {
    return Item.of(
        "~",
        StyledText.of(
            "live "
                + DisplayNames.kind(replaced.after())
                + " {} differs: repair deletes and recreates it",
            DisplayNames.local(replaced.after().id())));
  }

  @Override
  public Item made(Made made) {
    ResourceId first = made.resources().get(0).id();
    return Item.of(
        "-",
        made.resources().size() == 1 && !DisplayNames.isInDataset(first)
            ? StyledText.words(
                "live lacks "
                    + (first.equals(DisplayNames.head(first)) ? "this " : "its ")
                    + made.kind()
                    + ": repair creates it")
            : StyledText.of(
                "live lacks {}: repair creates " + (made.resources().size() == 1 ? "it" : "them"),
                made.resources().size() == 1
                    ? StyledText.of(made.kind() + " {}", DisplayNames.names(made))
                    : StyledText.of(DisplayNames.count(made) + " ({})", DisplayNames.names(made))));
  }

  @Override
  public Item changed(Changed changed) {
    FieldChange field = changed.field();
    StyledText what = DisplayNames.what(changed);
    if (DisplayNames.isMark(field)) {
      return Item.of(
          "-", StyledText.of("{}live lacks our {}", what, DisplayNames.mark(changed.id())));
    }
    if (field.addsColumn()) {
      return Item.of(
          "-",
          StyledText.of(
              "{}live lacks {}: repair adds it", what, DisplayNames.column(changed.id(), field)));
    }
    Optional<List<String>> lines = DisplayNames.lineDiff(field.after(), field.before());
    return lines.isPresent()
        ? new Item(
            "~",
            StyledText.of(
                "{}{} is not as declared (- declared, + live): repair sets it back",
                what,
                DisplayNames.field(changed.id(), field)),
            lines.get())
        : Item.of(
            "~",
            StyledText.of(
                "{}{} is {}, declared is {}: repair sets it back",
                what,
                DisplayNames.field(changed.id(), field),
                DisplayNames.value(field.before()),
                DisplayNames.value(field.after())));
  }

  @Override
  public Item part(Part part) {
    StyledText what = DisplayNames.what(part.id());
    return part.isGone()
        ? Item.of(
            "+", StyledText.of("{}live has {}, not declared: repair removes it", what, part.what()))
        : Item.of("-", StyledText.of("{}live lacks {}: repair adds it", what, part.what()));
  }
}
