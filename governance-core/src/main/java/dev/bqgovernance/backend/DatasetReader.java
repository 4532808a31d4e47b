package dev.bqgovernance.backend;

import dev.bqgovernance.backend.Backend.Scope;
import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.ProjectId;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.model.RowPolicyId;
import dev.bqgovernance.model.TableId;
import dev.bqgovernance.rest.Codec;
import dev.bqgovernance.rest.DatasetCodec;
import dev.bqgovernance.rest.Listing;
import dev.bqgovernance.rest.RoutineCodec;
import dev.bqgovernance.rest.RowPolicyCodec;
import dev.bqgovernance.rest.TableCodec;
import dev.bqgovernance.state.Json;
import dev.bqgovernance.state.Resource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Reads the datasets of a project and their contents. */
final class DatasetReader {
  private final Scope scope;
  private final Reads reads;
  private final ResourceReader single;

  /** The tables whose row policies are declared. */
  private final Set<TableId> policed = new HashSet<>();

  private final List<Resource> found = new ArrayList<>();

  private DatasetReader(Scope scope, Reads reads) {
    this.scope = scope;
    this.reads = reads;
    this.single = new ResourceReader(reads);
    scope.declared(RowPolicyId.class).forEach(policy -> policed.add(policy.table()));
  }

  /** The datasets that a scope names with their contents, and the names of the others. */
  static List<Resource> observe(Scope scope, Reads reads) {
    DatasetReader reader = new DatasetReader(scope, reads);
    ProjectId project = scope.project();
    for (Json.Obj item : reads.list(DatasetCodec.list(project), true)) {
      DatasetId id = DatasetCodec.id(project, item);
      reader.resource(id, item).ifPresent(reader.found::add);
      if (scope.includes(id)) {
        reader.addContents(id);
      }
    }
    return reader.found;
  }

  private void addContents(DatasetId dataset) {
    Map<TableId, Resource> tables =
        contents(TableCodec.list(dataset), item -> TableCodec.id(dataset, item));
    found.addAll(tables.values());
    found.addAll(
        contents(RoutineCodec.list(dataset), item -> RoutineCodec.id(dataset, item)).values());
    tables.forEach(
        (id, table) -> {
          if (!table.isView()) {
            addPolicies(id);
          }
        });
  }

  private <I extends ResourceId> Map<I, Resource> contents(
      Listing listing, Function<Json.Obj, I> naming) {
    Map<I, Resource> contents = new LinkedHashMap<>();
    for (Json.Obj item : reads.list(listing, true)) {
      I id;
      try {
        id = naming.apply(item);
      } catch (IllegalArgumentException e) {
        continue; // A name that the model refuses can only be unmanaged: it cannot be declared.
      }
      resource(id, item).ifPresent(read -> contents.put(id, read));
    }
    return contents;
  }

  private Optional<Resource> resource(ResourceId id, Json.Obj item) {
    return scope.includes(id) ? id.accept(single) : Optional.of(Codec.of(id).decode(id, item));
  }

  private void addPolicies(TableId table) {
    if (scope.declared().isEmpty() || policed.contains(table)) {
      for (Json.Obj item : reads.list(RowPolicyCodec.list(table), true)) {
        RowPolicyId id = RowPolicyCodec.id(table, item);
        found.add(single.withGrantees(Codec.of(id).decode(id, item)));
      }
    }
  }
}
