package dev.bqgovernance.access.rights;

import dev.bqgovernance.model.AccessContext;
import dev.bqgovernance.model.Assumption;
import dev.bqgovernance.model.AuthorizedDataset;
import dev.bqgovernance.model.AuthorizedResource;
import dev.bqgovernance.model.Certainty;
import dev.bqgovernance.model.Column;
import dev.bqgovernance.model.Dataset;
import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.DatasetScopedId;
import dev.bqgovernance.model.Doubt;
import dev.bqgovernance.model.Grant;
import dev.bqgovernance.model.Hop;
import dev.bqgovernance.model.Permission;
import dev.bqgovernance.model.Place;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.Principal.SpecialGroup;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.model.Sensitivity;
import dev.bqgovernance.model.ServiceLimits;
import dev.bqgovernance.state.AccessEntry.RoleEntry;
import dev.bqgovernance.state.ExpiryCondition;
import dev.bqgovernance.state.Resource;
import dev.bqgovernance.state.State;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/** Explains in words why a query is answered or refused, with the places of the declarations. */
public final class Reasons {
  private static final int NAMED = 5;

  private final State state;
  private final AccessContext context;
  private final Rights rights;
  private final Grants grants;
  private final RequiredPermissions demands;

  Reasons(
      State state,
      AccessContext context,
      Rights rights,
      Grants grants,
      RequiredPermissions demands) {
    this.state = state;
    this.context = context;
    this.rights = rights;
    this.grants = grants;
    this.demands = demands;
  }

  /** One step for each thing that is reached, each naming what allows it; or else what refuses. */
  List<Hop> of(Principal principal, DatasetScopedId root) {
    boolean isAnswered = rights.canQuery(principal, root).truth() == Certainty.YES;
    List<Hop> hops = new ArrayList<>();
    Decision own = rights.data(principal, root);
    if (isAnswered) {
      hops.add(granting(principal, root).orElseThrow());
    } else if (own.truth() != Certainty.YES) {
      hops.add(refusal(principal, root, Optional.empty(), own));
    }
    walk(root, (reader, target) -> edge(principal, root, reader, target, isAnswered), hops);
    if (hops.isEmpty()) {
      hops.add(impossible(root));
    }
    return List.copyOf(hops);
  }

  /**
   * One step for each thing that is reached where a query is answered only by assumption, each
   * naming what allows it or what is not known.
   */
  List<Hop> ofAssumed(Principal principal, DatasetScopedId root) {
    List<Hop> hops = new ArrayList<>();
    hops.add(
        granting(principal, root)
            .orElseGet(() -> assuming(root, principal.member(), rights.data(principal, root))));
    walk(root, (reader, target) -> Optional.of(assumed(principal, root, reader, target)), hops);
    return List.copyOf(hops);
  }

  private Hop assumed(
      Principal principal, DatasetScopedId root, DatasetScopedId reader, DatasetScopedId target) {
    Decision authorized = demands.authorization(reader, target);
    if (authorized.truth() == Certainty.YES) {
      return authorizing(reader, target);
    }
    Decision own = rights.data(principal, target);
    return granting(principal, target)
        .orElseGet(
            () ->
                assuming(
                    target,
                    kind(reader) + " " + name(reader),
                    own.or(authorized).or(demands.of(root).otherwise(target))));
  }

  private Hop assuming(DatasetScopedId node, String reader, Decision decision) {
    String why = inWords(decision.doubts());
    return new Hop(
        node,
        String.format("whether %s may %s it is not certain: %s", reader, verb(node), why),
        context.platform().origins().of(node.dataset()));
  }

  /** Goes through all references below, each edge once. */
  private void walk(
      DatasetScopedId root,
      BiFunction<DatasetScopedId, DatasetScopedId, Optional<Hop>> edge,
      List<Hop> hops) {
    Set<DatasetScopedId> seen = new LinkedHashSet<>(Set.of(root));
    Deque<DatasetScopedId> open = new ArrayDeque<>(seen);
    while (!open.isEmpty()) {
      DatasetScopedId reader = open.remove();
      demands.references(reader).stream()
          .sorted()
          .forEach(
              target -> {
                edge.apply(reader, target).ifPresent(hops::add);
                if (seen.add(target)) {
                  open.add(target);
                }
              });
    }
  }

  private Optional<Hop> edge(
      Principal principal,
      DatasetScopedId root,
      DatasetScopedId reader,
      DatasetScopedId target,
      boolean isAnswered) {
    Decision authorized = demands.authorization(reader, target);
    Decision own = rights.data(principal, target);
    boolean isAllowed = authorized.or(own).truth() == Certainty.YES;
    if (isAllowed != isAnswered) {
      return Optional.empty();
    }
    if (!isAllowed) {
      Decision fromAbove = demands.of(root).otherwise(target);
      return Optional.of(
          refusal(principal, target, Optional.of(reader), own.or(authorized).or(fromAbove)));
    }
    return authorized.truth() == Certainty.YES
        ? Optional.of(authorizing(reader, target))
        : granting(principal, target);
  }

  private Hop authorizing(DatasetScopedId reader, DatasetScopedId target) {
    DatasetId home = target.dataset();
    Set<AuthorizedResource> readers = grants.policy(home).orElse(Policy.EMPTY).readers();
    AuthorizedResource itself = AuthorizedResource.of(reader);
    if (readers.contains(itself)) {
      String reason = String.format("%s authorizes %s %s", name(home), kind(reader), name(reader));
      return new Hop(target, reason, context.platform().origins().of(home, itself));
    }
    AuthorizedResource dataset = AuthorizedDataset.of(reader.dataset());
    String reason =
        String.format(
            "%s authorizes all views of %s, so %s too",
            name(home), name(reader.dataset()), name(reader));
    return new Hop(target, reason, context.platform().origins().of(home, dataset));
  }

  // --- own rights

  /** By which grant a principal may read a table or view, or call a routine. */
  private Optional<Hop> granting(Principal principal, DatasetScopedId node) {
    return grants.held(principal, node).stream()
        .filter(held -> grants.gives(held, Permission.toRead(node), node).truth() == Certainty.YES)
        .findFirst()
        .map(held -> new Hop(node, inWords(principal, held), place(held)));
  }

  /** {@code group:a@x.com has READER on mart__kpi}, and by what the principal is in the group. */
  String inWords(Principal principal, RoleBinding held) {
    RoleEntry entry = held.entry();
    String where = held.on().map(on -> place(on)).orElseGet(() -> "project " + held.project());
    Principal to = entry.principal();
    String grant = to.member() + " has " + entry.role() + " on " + where;
    if (to.equals(principal)) {
      return grant;
    }
    if (to instanceof SpecialGroup group && Identities.BASIC_ROLES.containsKey(group)) {
      return String.format(
          "%s has %s on project %s, and %s",
          held.as().member(), Identities.BASIC_ROLES.get(group), held.project(), grant);
    }
    return switch (to.member()) {
      case "allUsers", "allAuthenticatedUsers" -> grant + ": everybody";
      default -> principal.member() + " is in " + to.member() + ", and " + grant;
    };
  }

  private String place(DatasetScopedId on) {
    return on.kind() == ResourceId.Kind.DATASET ? name(on) : kind(on) + " " + name(on);
  }

  /** The place where a grant on a dataset is declared. */
  Optional<Place> place(RoleBinding held) {
    if (!(held.on().orElse(null) instanceof DatasetId dataset)) {
      return held.on().flatMap(context.platform().origins()::of);
    }
    Dataset declared = context.platform().datasets().get(dataset);
    Set<Grant> declaredGrants = declared == null ? Set.of() : declared.grants();
    return declaredGrants.stream()
        .filter(grant -> isOf(grant, held, dataset))
        .findFirst()
        .map(grant -> context.platform().origins().of(dataset, grant))
        .orElseGet(() -> context.platform().origins().of(dataset));
  }

  private static boolean isOf(Grant grant, RoleBinding held, DatasetId dataset) {
    RoleEntry entry = held.entry();
    return grant.role().equals(entry.role())
        && grant.principal().in(dataset.project()).equals(entry.principal())
        && grant
            .condition()
            .or(() -> grant.expires().map(ExpiryCondition::on))
            .equals(entry.condition());
  }

  // --- refusals

  private Hop refusal(
      Principal principal,
      DatasetScopedId node,
      Optional<DatasetScopedId> reader,
      Decision decision) {
    DatasetId home = node.dataset();
    StringBuilder reason = new StringBuilder();
    reader.ifPresent(
        from ->
            reason.append(String.format("%s %s names %s; ", kind(from), name(from), name(node))));
    reason.append(
        String.format("%s has no right to %s %s", principal.member(), verb(node), name(node)));
    reader.ifPresent(
        from ->
            reason.append(
                String.format(
                    ", and %s does not authorize %s %s", name(home), kind(from), name(from))));
    reason.append('.');
    for (RoleBinding held : grants.held(principal, node)) {
      reason.append(' ').append(insufficient(principal, held, node)).append('.');
    }
    if (!decision.doubts().isEmpty()) {
      reason.append(" Not certain: ").append(inWords(decision.doubts())).append('.');
    }
    String others =
        rights.holders(node).stream()
            .filter(holder -> rights.data(holder, node).truth() == Certainty.YES)
            .sorted(Principal.BY_MEMBER)
            .limit(NAMED)
            .map(Principal::member)
            .collect(Collectors.joining(", "));
    if (!others.isEmpty()) {
      reason.append(" Those who may are ").append(others).append('.');
    }
    reason.append(" To allow it: ");
    reader.ifPresent(
        from ->
            reason.append(
                String.format("authorize %s %s on %s, or ", kind(from), name(from), name(home))));
    reason.append("grant READER on ").append(name(home));
    reason.append(" to ").append(principal.member()).append(" or a group of theirs");
    if (holdsPersonalData(home)) {
      reason.append(", who would then see the personal data in it");
    }
    return new Hop(node, reason.append('.').toString(), context.platform().origins().of(home));
  }

  private boolean holdsPersonalData(DatasetId dataset) {
    return context.platform().tables().values().stream()
        .anyMatch(
            table -> table.id().dataset().equals(dataset) && holdsPersonalData(table.columns()));
  }

  private static boolean holdsPersonalData(List<Column> columns) {
    return columns.stream()
        .anyMatch(
            column ->
                column.sensitivity().filter(Sensitivity.PII::equals).isPresent()
                    || holdsPersonalData(column.fields()));
  }

  private String insufficient(Principal principal, RoleBinding held, DatasetScopedId node) {
    Permission permission = Permission.toRead(node);
    Decision allowed = Decision.of(held.entry().role(), permission);
    String grant = inWords(principal, held);
    if (allowed.truth() == Certainty.NO) {
      return grant + ", which does not include " + permission;
    }
    return held.entry()
        .condition()
        .map(
            condition ->
                String.format(
                    "%s, but only if %s, which %s at %s",
                    grant,
                    condition.expression(),
                    grants.gives(held, permission, node).truth() == Certainty.NO
                        ? "is not so"
                        : "is not understood",
                    context.instant()))
        .orElse(grant);
  }

  private static String verb(DatasetScopedId node) {
    return node.kind() == ResourceId.Kind.ROUTINE ? "call" : "read";
  }

  private static String inWords(List<Doubt> doubts) {
    return doubts.stream().map(Reasons::inWords).collect(Collectors.joining("; "));
  }

  /** A doubt as a sentence about the hop at hand. */
  private static String inWords(Doubt doubt) {
    if (doubt.assumption().isEmpty() || doubt.detail().isPresent()) {
      return doubt.toString();
    }
    Assumption assumption = doubt.assumption().get();
    String fact =
        switch (assumption) {
          case OUTER_VIEW -> "a view further up is authorized there";
          case SAME_DATASET -> "both lie in one dataset";
          case AUTHORIZED_DATASET -> "the function's dataset is authorized there";
          default -> "";
        };
    return String.format(
        "%sGoogle does not say whether %s (%s)",
        fact.isEmpty() ? "" : fact + ", and ",
        fact.isEmpty() ? assumption.question() : "that is enough",
        assumption);
  }

  /** A body that nobody can query, whatever their rights. */
  private Hop impossible(DatasetScopedId root) {
    RequiredPermissions.Body body = demands.of(root);
    String why;
    if (!body.possible().doubts().isEmpty()) {
      why =
          "it reads across locations, which BigQuery refuses by default: "
              + inWords(body.possible().doubts());
    } else if (body.isNestedTooDeeply()) {
      why =
          String.format(
              "%d views and %d functions lie over each other, and BigQuery answers no query of more"
                  + " than %d and %d",
              body.views(),
              body.routines(),
              ServiceLimits.MAX_NESTED_VIEWS,
              ServiceLimits.MAX_NESTED_ROUTINES);
    } else {
      why = "it reads itself, directly or through others, or lies over too many views";
    }
    String reason = String.format("nobody can query %s %s: %s.", kind(root), name(root), why);
    return new Hop(root, reason, context.platform().origins().of(root));
  }

  private String kind(DatasetScopedId id) {
    return id.kind() == ResourceId.Kind.TABLE && state.find(id).filter(Resource::isView).isPresent()
        ? "view"
        : id.kind() == ResourceId.Kind.ROUTINE ? "function" : id.kind().label();
  }

  /** Without the project where it is the platform's own. */
  String name(DatasetScopedId id) {
    String project = context.platform().project() + ".";
    String full = id.toString();
    return full.startsWith(project) ? full.substring(project.length()) : full;
  }
}
