package dev.bqgovernance.render;

import dev.bqgovernance.json.JsonText;
import dev.bqgovernance.model.AuthorizedDataset;
import dev.bqgovernance.model.AuthorizedResource;
import dev.bqgovernance.rest.AccessListCodec;
import dev.bqgovernance.state.AccessEntry;
import dev.bqgovernance.state.AccessEntry.AuthorizationEntry;
import dev.bqgovernance.state.AccessEntry.RoleEntry;
import java.util.List;
import java.util.Optional;

/**
 * Access entries of one kind as text.
 *
 * @param role the role that they grant; empty for authorizations
 * @param who the principals with the condition, or the authorized resources
 * @param names the names of the resources where {@code who} only counts them; otherwise nothing
 */
record AccessEntryGroup(Optional<String> role, StyledText who, StyledText names) {
  private static final StyledText NOTHING = StyledText.words("");

  static AccessEntryGroup of(Difference.Access access, DisplayNames names) {
    List<AccessEntry> entries = access.entries();
    AccessEntry first = entries.get(0);
    if (first instanceof RoleEntry role) {
      List<StyledText> principals =
          entries.stream().map(e -> names.principal(((RoleEntry) e).principal())).toList();
      String end = access.change() == Difference.EntryChange.EXPIRED ? "expired" : "until";
      return new AccessEntryGroup(
          Optional.of(role.role().name()),
          StyledText.list(principals, DisplayNames.MOST_NAMES)
              .and(DisplayNames.condition(role, end)),
          NOTHING);
    }
    if (!(first instanceof AuthorizationEntry authorization)) {
      String json = JsonText.compact(AccessListCodec.write(first));
      return new AccessEntryGroup(
          Optional.empty(),
          StyledText.of("an entry of unknown kind, {},", StyledText.value(json)),
          NOTHING);
    }
    AuthorizedResource reader = authorization.reader();
    if (entries.size() == 1) {
      return new AccessEntryGroup(Optional.empty(), names.reader(reader), NOTHING);
    }
    String who =
        reader instanceof AuthorizedDataset
            ? "all views of " + DisplayNames.count(entries.size(), "dataset")
            : DisplayNames.count(entries.size(), DisplayNames.readerKind(reader));
    List<StyledText> readers =
        entries.stream()
            .map(e -> names.full(((AuthorizationEntry) e).reader().resource()))
            .toList();
    return new AccessEntryGroup(
        Optional.empty(),
        StyledText.words(who),
        StyledText.of(": {}", StyledText.list(readers, DisplayNames.MOST_NAMES)));
  }
}
