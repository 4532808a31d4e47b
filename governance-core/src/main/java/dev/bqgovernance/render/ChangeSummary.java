package dev.bqgovernance.render;

import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.render.Difference.Access;
import dev.bqgovernance.render.Difference.Changed;
import dev.bqgovernance.render.Difference.Deleted;
import dev.bqgovernance.render.Difference.Made;
import dev.bqgovernance.render.Difference.Part;
import dev.bqgovernance.render.Difference.Replaced;
import dev.bqgovernance.render.Difference.Rows;
import dev.bqgovernance.render.Difference.Users;
import dev.bqgovernance.state.AccessEntry.RoleEntry;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Counts differences for the first sentence. The result of a visit is how many it was. */
final class ChangeSummary implements Difference.Visitor<Integer> {
  private final boolean isDrift;
  private final SortedMap<Line, Integer> counts = new TreeMap<>();
  private final Set<Object> changed = new HashSet<>();

  /** Losses are counted before gains, whatever their names. */
  private record Line(Difference.Weight weight, String noun, String verb)
      implements Comparable<Line> {
    @Override
    public int compareTo(Line other) {
      int byWeight = weight.compareTo(other.weight);
      return byWeight != 0 ? byWeight : (noun + verb).compareTo(other.noun + other.verb);
    }
  }

  private ChangeSummary(boolean isDrift) {
    this.isDrift = isDrift;
  }

  /** {@code 1 access entry revoked, 2 views changed}. */
  static String ofPlan(List<Differences> datasets) {
    return of(datasets, false);
  }

  /** {@code 1 access entry not declared, 2 views not as declared}. */
  static String ofDrift(List<Differences> datasets) {
    return of(datasets, true);
  }

  private static String of(List<Differences> datasets, boolean isDrift) {
    ChangeSummary tally = new ChangeSummary(isDrift);
    for (Differences dataset : datasets) {
      for (Difference difference : dataset.all()) {
        int unused = difference.accept(tally);
      }
    }
    return tally.sentence();
  }

  /** A noun is said once where it counts twice in a row: {@code 1 view created, 2 changed}. */
  private String sentence() {
    StringBuilder sentence = new StringBuilder();
    String last = "";
    for (Map.Entry<Line, Integer> count : counts.entrySet()) {
      Line line = count.getKey();
      sentence
          .append(sentence.isEmpty() ? "" : ", ")
          .append(
              line.noun.equals(last)
                  ? DisplayNames.number(count.getValue())
                  : DisplayNames.count(count.getValue(), line.noun))
          .append(' ')
          .append(line.verb);
      last = line.noun;
    }
    return sentence.toString();
  }

  private int add(Difference difference, int number, String noun, String planned, String drifted) {
    if (number > 0) {
      counts.merge(
          new Line(difference.weight(), noun, isDrift ? drifted : planned), number, Integer::sum);
    }
    return number;
  }

  @Override
  public Integer access(Access access) {
    int number = access.entries().size();
    boolean isRole = access.entries().get(0) instanceof RoleEntry;
    String noun = isRole ? "access entry" : "authorization";
    return switch (access.fate()) {
      case REVOKED -> add(access, number, noun, isRole ? "revoked" : "removed", "not declared");
      case ENDED -> add(access, number, "ended access entry", "removed", "still listed");
      case GRANTED -> add(access, number, noun, isRole ? "granted" : "added", "missing");
      case RENEWED -> add(access, number, noun, "written again", "possibly dead");
    };
  }

  @Override
  public Integer rows(Rows rows) {
    int number = rows.grantees().size();
    return rows.isLoss()
        ? add(rows, number, "row-policy grantee", "removed", "not declared")
        : add(rows, number, "row-policy grantee", "added", "missing");
  }

  @Override
  public Integer users(Users users) {
    int number = users.members().size();
    return users.isLoss()
        ? add(users, number, "connection user", "removed", "not declared")
        : add(users, number, "connection user", "added", "missing");
  }

  @Override
  public Integer deleted(Deleted deleted) {
    String kind =
        deleted.live().map(DisplayNames::kind).orElse(DisplayNames.kind(deleted.id().kind()));
    return add(deleted, 1, kind, "deleted", "not declared");
  }

  @Override
  public Integer replaced(Replaced replaced) {
    return add(replaced, 1, DisplayNames.kind(replaced.after()), "recreated", "different");
  }

  @Override
  public Integer made(Made made) {
    return add(made, made.resources().size(), made.kind(), "created", "missing");
  }

  @Override
  public Integer changed(Changed difference) {
    String kind = difference.id().kind() == ResourceId.Kind.DATASET ? "dataset" : difference.kind();
    return change(difference, difference.id(), kind);
  }

  @Override
  public Integer part(Part part) {
    return change(part, part.id(), DisplayNames.kind(part.id().kind()));
  }

  private int change(Difference difference, ResourceId id, String kind) {
    return add(difference, changed.add(id) ? 1 : 0, kind, "changed", "not as declared");
  }
}
