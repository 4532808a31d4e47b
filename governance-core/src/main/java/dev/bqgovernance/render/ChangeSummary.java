package dev.bqgovernance.render;

import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.render.Difference.Access;
import dev.bqgovernance.render.Difference.Changed;
import dev.bqgovernance.render.Difference.Created;
import dev.bqgovernance.render.Difference.Deleted;
import dev.bqgovernance.render.Difference.Grantees;
import dev.bqgovernance.render.Difference.Part;
import dev.bqgovernance.render.Difference.Recreated;
import dev.bqgovernance.render.Difference.Users;
import dev.bqgovernance.state.AccessEntry.RoleEntry;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Counts differences for the first sentence. Each visit returns the number that it counted. */
final class ChangeSummary implements Difference.Visitor<Integer> {
  private final boolean isDrift;
  private final SortedMap<Line, Integer> counts = new TreeMap<>();
  private final Set<Object> changed = new HashSet<>();

  /** A kind of differences; losses come before gains, whatever their names. */
  private record Line(Difference.Rank rank, String noun, String verb) implements Comparable<Line> {
    @Override
    public int compareTo(Line other) {
      int byRank = rank.compareTo(other.rank);
      return byRank != 0 ? byRank : (noun + verb).compareTo(other.noun + other.verb);
    }
  }

  private ChangeSummary(boolean isDrift) {
    this.isDrift = isDrift;
  }

  /** {@code 1 access entry revoked, 2 views changed}. */
  static String ofPlan(List<ReviewSection> sections) {
    return of(sections, false);
  }

  /** {@code 1 access entry not declared, 2 views different}. */
  static String ofDrift(List<ReviewSection> sections) {
    return of(sections, true);
  }

  private static String of(List<ReviewSection> sections, boolean isDrift) {
    ChangeSummary summary = new ChangeSummary(isDrift);
    for (ReviewSection section : sections) {
      for (Difference difference : section.differences()) {
        int unused = difference.accept(summary);
      }
    }
    return summary.sentence();
  }

  /** A noun that would follow itself is left out: {@code 1 view created, 2 changed}. */
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
          new Line(difference.rank(), noun, isDrift ? drifted : planned), number, Integer::sum);
    }
    return number;
  }

  @Override
  public Integer access(Access access) {
    int number = access.entries().size();
    boolean isRole = access.entries().get(0) instanceof RoleEntry;
    String noun = isRole ? "access entry" : "authorization";
    return switch (access.change()) {
      case REVOKED -> add(access, number, noun, isRole ? "revoked" : "removed", "not declared");
      case EXPIRED -> add(access, number, "expired access entry", "removed", "still listed");
      case GRANTED -> add(access, number, noun, isRole ? "granted" : "added", "missing");
      case RENEWED -> add(access, number, noun, "rewritten", "possibly without effect");
    };
  }

  @Override
  public Integer grantees(Grantees grantees) {
    int number = grantees.grantees().size();
    return grantees.isLoss()
        ? add(grantees, number, "row-policy grantee", "removed", "not declared")
        : add(grantees, number, "row-policy grantee", "added", "missing");
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
  public Integer recreated(Recreated recreated) {
    return add(recreated, 1, DisplayNames.kind(recreated.after()), "recreated", "different");
  }

  @Override
  public Integer created(Created created) {
    return add(created, created.resources().size(), created.kind(), "created", "missing");
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
    return add(difference, changed.add(id) ? 1 : 0, kind, "changed", "different");
  }
}
