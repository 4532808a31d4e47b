package dev.bqgovernance.access.rights;

import dev.bqgovernance.model.AccessContext;
import dev.bqgovernance.model.AuthorizedResource;
import dev.bqgovernance.model.Certainty;
import dev.bqgovernance.model.ColumnId;
import dev.bqgovernance.model.ConnectionPolicyId;
import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.DatasetScopedId;
import dev.bqgovernance.model.Hop;
import dev.bqgovernance.model.Permission;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.model.SelfGrant;
import dev.bqgovernance.model.TableId;
import dev.bqgovernance.model.TagReaders;
import dev.bqgovernance.rest.ConnectionPolicyCodec;
import dev.bqgovernance.state.AccessEntry;
import dev.bqgovernance.state.AccessEntry.OpaqueEntry;
import dev.bqgovernance.state.Json;
import dev.bqgovernance.state.Resource;
import dev.bqgovernance.state.State;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Who may query what, over a state, whatever the texts make of it: rights of one's own, and what
 * authorizations lend to views and routines.
 *
 * <p>This class is thread-safe; it remembers what was asked.
 */
public final class Rights {
  private final State state;
  private final Grants grants;
  private final RequiredPermissions demands;
  private final RowPolicies rowPolicies;
  private final Tags tags;
  private final Reasons reasons;
  private final Map<Principal, Map<DatasetScopedId, Decision>> queries = new ConcurrentHashMap<>();

  private Rights(
      State state,
      AccessContext context,
      Grants grants,
      Function<DatasetScopedId, Set<DatasetScopedId>> references) {
    this.state = state;
    this.grants = grants;
    this.demands = new RequiredPermissions(state, grants, references);
    this.rowPolicies = new RowPolicies(state, grants);
    this.tags = new Tags(state, grants, context.tagReaders());
    this.reasons = new Reasons(state, context, this, grants, demands);
  }

  /**
   * The rights of a state.
   *
   * @param references what the body of a view or routine names (tables, views and routines); gives
   *     the same answer each time, and the empty set for everything without a body
   */
  public static Rights of(
      State state,
      AccessContext context,
      Function<DatasetScopedId, Set<DatasetScopedId>> references) {
    return new Rights(state, context, new Grants(state, context), references);
  }

  /** The same of another state; access lists that did not change are not read again. */
  public Rights after(
      State later,
      AccessContext contextThen,
      Function<DatasetScopedId, Set<DatasetScopedId>> referencesThen) {
    return new Rights(later, contextThen, grants.after(later, contextThen), referencesThen);
  }

  /** Whether a principal may itself read a table or view, or call a routine. */
  public Decision data(Principal principal, DatasetScopedId node) {
    Decision decision = grants.has(principal, Permission.toRead(node), node);
    return decision.truth() != Certainty.YES && grants.policy(node.dataset()).isEmpty()
        ? decision.or(Decision.unknown(RequiredPermissions.notRead(node.dataset())))
        : decision;
  }

  /** Tells of a dataset whether {@link #data} may say yes of anything in it. */
  public Predicate<DatasetId> mayHaveDataIn(Principal principal) {
    Predicate<DatasetId> holds = grants.holdsIn(principal);
    return dataset -> holds.test(dataset) || grants.policy(dataset).isEmpty();
  }

  /**
   * Whether a principal's query of a table, view or routine is answered, as far as rights on tables
   * and routines decide it: through all that its body names, edge by edge. What is not in the state
   * is taken for a table. Row policies and tags do not refuse a query as such: see {@link #rows}
   * and {@link #column}.
   */
  public Decision canQuery(Principal principal, DatasetScopedId node) {
    RequiredPermissions.Body body = demands.of(node);
    if (body.demands().isEmpty()) {
      return data(principal, node).and(body.possible());
    }
    Map<DatasetScopedId, Decision> known = queries.get(principal);
    if (known == null) {
      known = queries.computeIfAbsent(principal, p -> new ConcurrentHashMap<>());
    }
    Decision decision = known.get(node);
    if (decision == null) {
      decision = query(principal, node, body);
      known.put(node, decision);
    }
    return decision;
  }

  private Decision query(Principal principal, DatasetScopedId node, RequiredPermissions.Body body) {
    Decision decision = data(principal, node).and(body.possible());
    for (RequiredPermissions.Demand demand : body.demands()) {
      if (decision.truth() == Certainty.NO) {
        return decision;
      }
      decision = decision.and(data(principal, demand.node()).or(demand.otherwise()));
    }
    return decision;
  }

  /** The rows of a base table that a principal can see, through any view. */
  public RowVisibility rows(Principal principal, TableId base) {
    return rowPolicies.of(principal, base);
  }

  /** The right of a principal on a base table's column by its policy tag, through any view. */
  public TagReaders.Right column(Principal principal, ColumnId base) {
    return tags.of(principal, base);
  }

  /**
   * Everybody who is named in a grant on a dataset, table, routine or project, or in a row policy.
   */
  public Set<Principal> principals() {
    Set<Principal> all = new HashSet<>(grants.principals());
    all.addAll(rowPolicies.grantees());
    return all;
  }

  /**
   * Whom a grant names that lets read the table or view, or call the routine, be it by assumption;
   * not who is in a group that is named.
   */
  Collection<Principal> holders(DatasetScopedId node) {
    return grants.named(node).stream().filter(who -> data(who, node).truth().mayBe()).toList();
  }

  /**
   * Why a principal's query is answered: what allows each thing that it reaches, from the top down.
   * Where it is not answered, everything that refuses it, and what would be needed.
   */
  public List<Hop> explainQuery(Principal principal, DatasetScopedId node) {
    return reasons.of(principal, node);
  }

  /**
   * What allows each thing that a principal's query reaches, from the top down, also where that is
   * not certain: the hop then says what is not known.
   */
  public List<Hop> explainExposure(Principal principal, DatasetScopedId node) {
    return canQuery(principal, node).truth() == Certainty.ASSUMED_NO
        ? reasons.ofAssumed(principal, node)
        : reasons.of(principal, node);
  }

  /** The resources that a principal reaches in one more step. */
  public List<SelfGrant> canGiveItself(Principal principal) {
    return new SelfGrants(state, this, grants, reasons, principal).find();
  }

  /** The powers of a principal, over what it can read anyway too. */
  public List<SelfGrant> powers(Principal principal) {
    return new SelfGrants(state, this, grants, reasons, principal).all();
  }

  /** Everybody who may have a power: {@link #principals()} and the users of connections. */
  public Set<Principal> actors() {
    Set<Principal> all = principals();
    state
        .all(ConnectionPolicyId.class)
        .values()
        .forEach(
            policy ->
                ConnectionPolicyCodec.users(policy).stream()
                    .flatMap(member -> Identities.parse(member).stream())
                    .forEach(all::add));
    return all;
  }

  /** The instants that a condition compares the time of a request with. */
  public static Set<Instant> instants(String expression) {
    return ConditionCheck.instants(expression);
  }

  /** Whether a condition holds at an instant, as far as it does not ask for the resource. */
  public static Certainty holds(String expression, Instant instant) {
    return ConditionCheck.holds(expression, Optional.empty(), instant);
  }

  /**
   * Why it cannot be told who reads a dataset: views and routines that it authorizes and that are
   * not in the state, and entries of its access list that are not understood. Their readers may
   * read all of it.
   */
  public List<String> unknownReaders(DatasetId dataset) {
    Collection<AccessEntry> list =
        state.find(dataset).flatMap(Resource::access).orElse(Set.<AccessEntry>of());
    return list.stream().flatMap(entry -> unknownReader(dataset, entry).stream()).toList();
  }

  private Optional<String> unknownReader(DatasetId dataset, AccessEntry entry) {
    if (entry instanceof AccessEntry.AuthorizationEntry authorization) {
      AuthorizedResource reader = authorization.reader();
      return state.find(reader.resource()).isPresent()
          ? Optional.empty()
          : Optional.of(
              String.format(
                  "%s authorizes %s %s, which is not known here: whoever may query it may see"
                      + " anything of %s",
                  dataset,
                  reader.resource().kind() == ResourceId.Kind.TABLE
                      ? "view"
                      : reader.resource().kind().label(),
                  reader.resource(),
                  dataset));
    }
    return entry instanceof OpaqueEntry opaque && !isDeleted(opaque)
        ? Optional.of(
            "the access list of "
                + dataset
                + " has an entry that is not understood: "
                + opaque.why())
        : Optional.empty();
  }

  /** A deleted principal does nothing any more. */
  private static boolean isDeleted(OpaqueEntry entry) {
    return entry.raw().members().values().stream()
        .anyMatch(value -> value instanceof Json.Str text && text.value().startsWith("deleted:"));
  }
}
