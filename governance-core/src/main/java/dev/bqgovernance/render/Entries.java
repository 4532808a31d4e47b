package dev.bqgovernance.render;

import dev.bqgovernance.json.AccessJson;
import dev.bqgovernance.json.JsonText;
import dev.bqgovernance.model.AuthorizedDataset;
import dev.bqgovernance.model.AuthorizedResource;
import dev.bqgovernance.state.AccessEntry;
import dev.bqgovernance.state.AccessEntry.AuthorizationEntry;
import dev.bqgovernance.state.AccessEntry.RoleEntry;
import java.util.List;
import java.util.Optional;

/**
 * Access entries of one sort in words.
 *
 * @param role the role that they give; empty for those that give none
 * @param who principals with the condition, or what is authorized
 * @param names the names behind {@code who} where that only counts them; else nothing
 */
record Entries(Optional<String> role, Phrase who, Phrase names) {
  private static final Phrase NOTHING = Phrase.words("");

  static Entries of(Difference.Access access, Words words) {
    List<AccessEntry> entries = access.entries();
    AccessEntry first = entries.get(0);
    if (first instanceof RoleEntry role) {
      List<Phrase> principals =
          entries.stream().map(e -> words.principal(((RoleEntry) e).principal())).toList();
      String end = access.fate() == Difference.Fate.ENDED ? "ended" : "until";
      return new Entries(
          Optional.of(role.role().name()),
          Phrase.list(principals, Words.MOST_NAMES).and(Words.condition(role, end)),
          NOTHING);
    }
    if (!(first instanceof AuthorizationEntry authorization)) {
      String json = JsonText.compact(AccessJson.write(first));
      return new Entries(
          Optional.empty(),
          Phrase.of("an entry of unknown kind, {},", Phrase.value(json)),
          NOTHING);
    }
    AuthorizedResource reader = authorization.reader();
    if (entries.size() == 1) {
      return new Entries(Optional.empty(), words.reader(reader), NOTHING);
    }
    String who =
        reader instanceof AuthorizedDataset
            ? "all views of " + Words.count(entries.size(), "dataset")
            : Words.count(entries.size(), Words.readerKind(reader));
    List<Phrase> names =
        entries.stream()
            .map(e -> words.full(((AuthorizationEntry) e).reader().resource()))
            .toList();
    return new Entries(
        Optional.empty(),
        Phrase.words(who),
        Phrase.of(": {}", Phrase.list(names, Words.MOST_NAMES)));
  }
}
