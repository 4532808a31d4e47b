package dev.bqgovernance.state;

import dev.bqgovernance.model.DatasetId;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * The declared reasons of access entries. They accompany the entries and are not part of them:
 * BigQuery has no place for it.
 *
 * <p>This class is immutable and thread-safe.
 *
 * @param byDataset the reasons of the entries of a dataset's access list
 */
@API(status = Status.INTERNAL)
public record DeclaredReasons(Map<DatasetId, Map<AccessEntry, String>> byDataset) {
  /** Copies the maps. */
  public DeclaredReasons {
    byDataset =
        byDataset.entrySet().stream()
            .collect(
                Collectors.toUnmodifiableMap(Map.Entry::getKey, e -> Map.copyOf(e.getValue())));
  }

  /** The reason of an access entry of a dataset; empty where not declared. */
  public Optional<String> of(DatasetId dataset, AccessEntry entry) {
    return Optional.ofNullable(byDataset.getOrDefault(dataset, Map.of()).get(entry));
  }
}
