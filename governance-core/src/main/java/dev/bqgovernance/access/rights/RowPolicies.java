package dev.bqgovernance.access.rights;

import dev.bqgovernance.model.Certainty;
import dev.bqgovernance.model.ColumnId;
import dev.bqgovernance.model.Permission;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.RowPolicyId;
import dev.bqgovernance.model.TableId;
import dev.bqgovernance.rest.RowPolicyCodec;
import dev.bqgovernance.rest.TableCodec;
import dev.bqgovernance.state.Json;
import dev.bqgovernance.state.Resource;
import dev.bqgovernance.state.State;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which rows a caller sees, through whatever view (<a
 * href="https://docs.cloud.google.com/bigquery/docs/managing-row-level-security">source</a>): those
 * that meet the filter of one policy that names the caller. Nobody is above them, owners included.
 */
public final class RowPolicies {
  private static final Pattern WORD = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private final State state;
  private final Grants grants;
  private final Map<TableId, List<Resource>> byTable = new HashMap<>();
  private final Map<TableId, Map<Principal, RowVisibility>> known = new ConcurrentHashMap<>();

  RowPolicies(State state, Grants grants) {
    this.state = state;
    this.grants = grants;
    state
        .all(RowPolicyId.class)
        .forEach(
            (id, policy) ->
                byTable.computeIfAbsent(id.table(), t -> new ArrayList<>()).add(policy));
  }

  RowVisibility of(Principal principal, TableId table) {
    List<Resource> policies = byTable.get(table);
    if (policies == null) {
      return RowVisibility.NO_POLICY;
    }
    return known
        .computeIfAbsent(table, t -> new ConcurrentHashMap<>())
        .computeIfAbsent(principal, who -> of(who, table, policies));
  }

  private RowVisibility of(Principal principal, TableId table, List<Resource> policies) {
    Set<Principal> names = grants.names(principal, table.project());
    Decision all = grants.has(principal, Permission.ALL_POLICIES, table);
    if (grants.policy(table.dataset()).isEmpty()) {
      all = all.or(Decision.unknown(RequiredPermissions.notRead(table.dataset())));
    }
    Decision any = Decision.NO;
    Map<String, Decision> filters = new LinkedHashMap<>();
    for (Resource policy : policies) {
      Decision applies = applies(policy, names).or(all);
      if (applies.truth().mayBe()) {
        String filter = RowPolicyCodec.filter(policy.body()).orElse("TRUE").strip();
        if (applies.truth() == Certainty.YES && isTrue(filter)) {
          return RowVisibility.ALL;
        }
        filters.merge(filter, applies, Decision::or);
        any = any.or(applies);
      }
    }
    if (filters.isEmpty()) {
      return RowVisibility.NONE;
    }
    boolean isAll = filters.keySet().stream().anyMatch(RowPolicies::isTrue);
    Map<ColumnId, Decision> columns = new HashMap<>();
    filters.forEach(
        (filter, applies) -> {
          if (!isTrue(filter)) {
            columns(table, filter).forEach(id -> columns.merge(id, applies, Decision::or));
          }
        });
    return new RowVisibility(
        isAll ? RowVisibility.Kind.ALL : RowVisibility.Kind.SOME,
        List.copyOf(filters.keySet()),
        columns,
        any.doubts());
  }

  private static boolean isTrue(String filter) {
    return filter.toUpperCase(Locale.ROOT).equals("TRUE");
  }

  /** Everybody whom a policy names. */
  Set<Principal> grantees() {
    Set<Principal> all = new HashSet<>();
    for (List<Resource> policies : byTable.values()) {
      for (Resource policy : policies) {
        for (String member : policy.grantees().orElse(List.of())) {
          Identities.parse(member).ifPresent(all::add);
        }
      }
    }
    return all;
  }

  /** The service reports the grantees of a policy only to callers that may see them. */
  private static Decision applies(Resource policy, Set<Principal> names) {
    if (policy.grantees().isEmpty()) {
      return Decision.unknown("who is in the row policy " + policy.id() + " is not known");
    }
    for (String member : policy.grantees().get()) {
      if (Identities.parse(member).filter(names::contains).isPresent()) {
        return Decision.YES;
      }
    }
    return Decision.NO;
  }

  /** The columns whose name stands in a filter, be it as another word: rather one too many. */
  private Set<ColumnId> columns(TableId table, String filter) {
    Set<String> words = new HashSet<>();
    Matcher matcher = WORD.matcher(filter);
    while (matcher.find()) {
      words.add(matcher.group().toLowerCase(Locale.ROOT));
    }
    Optional<Resource> resource = state.find(table);
    Set<ColumnId> columns = new HashSet<>();
    List<Json> fields = resource.map(found -> TableCodec.columns(found.body())).orElse(List.of());
    for (Json field : fields) {
      if (field instanceof Json.Obj column) {
        column
            .text("name")
            .filter(name -> words.contains(name.toLowerCase(Locale.ROOT)))
            .ifPresent(name -> columns.add(table.column(name)));
      }
    }
    if (fields.isEmpty()) {
      words.forEach(word -> columns.add(table.column(word)));
    }
    return columns;
  }
}
