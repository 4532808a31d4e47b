package dev.bqgovernance.plan;

import dev.bqgovernance.model.DatasetScopedId;
import dev.bqgovernance.state.Resource;
import java.util.Set;

/** What a live view or routine reads, as far as it can be told from its text. */
@FunctionalInterface
public interface References {
  /** The tables, views and routines that its text names; never fails. */
  Set<DatasetScopedId> of(Resource reader);
}
