package dev.bqgovernance.testkit;

import dev.bqgovernance.model.AuthorizedDataset;
import dev.bqgovernance.model.AuthorizedResource;
import dev.bqgovernance.model.AuthorizedRoutine;
import dev.bqgovernance.model.AuthorizedView;
import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.ProjectId;
import dev.bqgovernance.state.Json;
import dev.bqgovernance.testkit.internal.bigquery.BigQueryStore;
import dev.bqgovernance.testkit.internal.bigquery.DatasetKey;
import dev.bqgovernance.testkit.internal.bigquery.ItemKey;
import dev.bqgovernance.testkit.internal.logging.SinkProblems;
import java.util.List;

/**
 * Shows and changes what no API of the real cloud shows or changes, for the assertions and the
 * setup of tests.
 *
 * <p>This class is thread-safe.
 */
public final class BackDoor {
  private final Storage storage;

  BackDoor(Storage storage) {
    this.storage = storage;
  }

  /**
   * Whether a dataset authorizes a resource, <em>and</em> gave the authorization to the resource
   * that lives under this name now: listed authorizations of deleted and recreated resources are
   * dead. A view also counts as authorized if its whole dataset is.
   */
  public boolean isAuthorized(DatasetId dataset, AuthorizedResource resource) {
    return storage.read(world -> isAuthorized(world.settled().bigQuery(), key(dataset), resource));
  }

  private static boolean isAuthorized(
      BigQueryStore store, DatasetKey dataset, AuthorizedResource resource) {
    if (resource instanceof AuthorizedView view) {
      return store.authorizesView(dataset, key(view.view().dataset(), view.view().name()));
    } else if (resource instanceof AuthorizedRoutine routine) {
      return store.authorizesRoutine(
          dataset, key(routine.routine().dataset(), routine.routine().name()));
    }
    return store.authorizesDataset(dataset, key(((AuthorizedDataset) resource).dataset()));
  }

  private static DatasetKey key(DatasetId id) {
    return new DatasetKey(id.project().value(), id.name());
  }

  private static ItemKey key(DatasetId dataset, String name) {
    return new ItemKey(key(dataset), name);
  }

  /**
   * The reasons why sinks of a project do not write: one text per such sink, starting with its name
   * and a colon; empty if all is well. Covers only sinks to BigQuery.
   */
  public List<String> sinkProblems(ProjectId project) {
    return storage.read(
        world ->
            new SinkProblems(
                    world.settled().iam(), world.bigQuery(), world.resources(), world.clock())
                .in(project.value()));
  }

  /**
   * Adds an access entry of a kind that this library does not know to a dataset, as if the service
   * had a new feature. The entry is listed verbatim, may be written back verbatim, and grants
   * nothing.
   *
   * @throws IllegalArgumentException if the dataset does not exist
   */
  public void plantAccessEntry(DatasetId dataset, Json.Obj entry) {
    storage.change(world -> world.bigQuery().plant(key(dataset), JacksonJson.to(entry)));
  }
}
