package dev.bqgovernance.examples.gitops;

import dev.bqgovernance.access.AccessDelta.GuardChange;
import dev.bqgovernance.files.PlatformFiles;
import dev.bqgovernance.json.JsonText;
import dev.bqgovernance.state.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;

/**
 * Compares the overlays of all environments: a platform holds the names of one environment only,
 * and a review of one must not miss that another one grants to somebody else.
 */
final class OverlayGuards {
  private OverlayGuards() {}

  /**
   * The changes of the overlays, member by member.
   *
   * @throws StoppedException if an overlay cannot be read
   */
  static List<GuardChange> between(Workspace before, Workspace after) throws StoppedException {
    SortedMap<String, Json.Obj> old = overlays(before);
    SortedMap<String, Json.Obj> now = overlays(after);
    Set<String> environments = new TreeSet<>(old.keySet());
    environments.addAll(now.keySet());
    List<GuardChange> changes = new ArrayList<>();
    for (String environment : environments) {
      Json.Obj was = old.getOrDefault(environment, Json.build().toObject());
      Json.Obj is = now.getOrDefault(environment, Json.build().toObject());
      Set<String> members = new TreeSet<>(was.members().keySet());
      members.addAll(is.members().keySet());
      for (String member : members) {
        String then = text(was.get(member));
        String later = text(is.get(member));
        if (!then.equals(later)) {
          changes.add(
              new GuardChange(
                  true,
                  "environment " + environment,
                  String.format("has the %s %s (previously %s)", member, later, then)));
        }
      }
    }
    return changes;
  }

  private static String text(Optional<Json> value) {
    return value.map(JsonText::compact).orElse("not set");
  }

  private static SortedMap<String, Json.Obj> overlays(Workspace workspace) throws StoppedException {
    try {
      return PlatformFiles.overlays(workspace.directory());
    } catch (IOException e) {
      throw StoppedException.because(
          "unreadable",
          workspace.directory().toString(),
          "the overlays of the environments cannot be read: " + e.getMessage() + ".",
          "Correct platform.<env>.json.");
    }
  }
}
