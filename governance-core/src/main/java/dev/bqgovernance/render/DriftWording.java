package dev.bqgovernance.render;

import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.DatasetScopedId;
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
import dev.bqgovernance.render.Page.Item;
import dev.bqgovernance.state.Marker;
import java.util.List;
import java.util.Optional;

/**
 * Tells the same differences as what the live world has beyond the declaration ({@code +}), or
 * lacks of it ({@code -}).
 */
final class DriftWording implements Difference.Visitor<Item> {
  private final Words words;

  DriftWording(Words words) {
    this.words = words;
  }

  @Override
  public Item access(Access access) {
    Entries entries = Entries.of(access, words);
    Phrase who = entries.who();
    Phrase names = entries.names();
    Optional<String> role = entries.role();
    return switch (access.fate()) {
      case REVOKED ->
          Item.of(
              "+",
              role.map(
                      r ->
                          Phrase.of(
                              "live grants {} to {}, not declared: repair revokes it", r, who))
                  .orElseGet(
                      () ->
                          Phrase.of(
                              "live lets {} read this dataset, not declared: repair stops that{}",
                              who,
                              names)));
      case ENDED ->
          Item.of(
              "+",
              Phrase.of("live still lists {} for {}: repair removes it", role.orElse(""), who));
      case GRANTED ->
          Item.of(
              "-",
              role.map(r -> Phrase.of("live lacks {} for {}: repair grants it", r, who))
                  .orElseGet(
                      () ->
                          Phrase.of(
                              "live does not let {} read this dataset: repair authorizes it{}",
                              who,
                              names)));
      case RENEWED ->
          Item.of(
              "~",
              Phrase.of(
                  "live lists {} but it may be dead: repair writes it again{}",
                  role.map(r -> Phrase.of("{} for {}", r, who))
                      .orElseGet(() -> Phrase.of("the authorization of {}", who)),
                  names));
    };
  }

  @Override
  public Item rows(Rows rows) {
    Phrase policy = Words.local(rows.policy());
    Phrase who = words.principals(rows.grantees());
    return rows.isLoss()
        ? Item.of(
            "+",
            Phrase.of(
                "live row policy {} shows its rows to {}, not declared: repair removes them",
                policy,
                who))
        : Item.of("-", Phrase.of("live row policy {} lacks {}: repair adds them", policy, who));
  }

  @Override
  public Item users(Users users) {
    Phrase who = words.principals(users.members());
    return users.isLoss()
        ? Item.of("+", Phrase.of("live lets {} use it, not declared: repair stops that", who))
        : Item.of("-", Phrase.of("live does not let {} use it: repair lets them", who));
  }

  @Override
  public Item deleted(Deleted deleted) {
    return Item.of(
        "+", Phrase.of("live has {}, not declared: repair deletes it", Words.gone(deleted)));
  }

  @Override
  public Item replaced(Replaced replaced) {
    return Item.of(
        "~",
        Phrase.of(
            "live "
                + Words.kind(replaced.after())
                + " {} differs: repair deletes it and makes it"
                + " again",
            Words.local(replaced.after().id())));
  }

  @Override
  public Item made(Made made) {
    ResourceId first = made.resources().get(0).id();
    return Item.of(
        "-",
        made.resources().size() == 1 && !isInDataset(first)
            ? Phrase.words(
                "live lacks "
                    + (first.equals(Words.head(first)) ? "this " : "its ")
                    + made.kind()
                    + ": repair makes it")
            : Phrase.of(
                "live lacks {}: repair makes " + (made.resources().size() == 1 ? "it" : "them"),
                made.resources().size() == 1
                    ? Phrase.of(made.kind() + " {}", Words.names(made))
                    : Phrase.of(Words.count(made) + " ({})", Words.names(made))));
  }

  @Override
  public Item changed(Changed changed) {
    FieldChange field = changed.field();
    Phrase what = Words.what(changed);
    if (field.path().equals("labels." + Marker.LABEL)) {
      return Item.of("-", Phrase.of("{}live lacks our {}", what, Words.mark(changed.id())));
    }
    if (Words.isNewColumn(field)) {
      return Item.of(
          "-",
          Phrase.of("{}live lacks {}: repair adds it", what, Words.column(changed.id(), field)));
    }
    Optional<List<String>> lines = Words.lineDiff(field.after(), field.before());
    return lines.isPresent()
        ? new Item(
            "~",
            Phrase.of(
                "{}{} is not as declared (- declared, + live): repair sets it back",
                what,
                Words.field(changed.id(), field)),
            lines.get())
        : Item.of(
            "~",
            Phrase.of(
                "{}{} is {}, declared is {}: repair sets it back",
                what,
                Words.field(changed.id(), field),
                Words.value(field.before()),
                Words.value(field.after())));
  }

  @Override
  public Item part(Part part) {
    Phrase what = Words.what(part.id());
    return part.isGone()
        ? Item.of(
            "+", Phrase.of("{}live has {}, not declared: repair removes it", what, part.what()))
        : Item.of("-", Phrase.of("{}live lacks {}: repair adds it", what, part.what()));
  }

  private static boolean isInDataset(ResourceId id) {
    return id instanceof DatasetScopedId && !(id instanceof DatasetId);
  }
}
