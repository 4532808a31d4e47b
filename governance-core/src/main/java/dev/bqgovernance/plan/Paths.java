package dev.bqgovernance.plan;

import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.ProjectId;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.model.RoutineId;
import dev.bqgovernance.model.RowPolicyId;
import dev.bqgovernance.model.TableId;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * Where BigQuery's REST API keeps each kind of resource.
 *
 * <p>This class has no state and is thread-safe.
 */
public final class Paths {
  private Paths() {}

  /** The datasets of a project. */
  public static String datasets(ProjectId project) {
    return "/bigquery/v2/projects/" + encode(project.value()) + "/datasets";
  }

  /** A resource. */
  public static String of(ResourceId id) {
    return collection(id) + "/" + encode(name(id));
  }

  /** The resources among which a resource is found. */
  public static String collection(ResourceId id) {
    return switch (id.kind()) {
      case DATASET -> datasets(id.dataset().project());
      case TABLE -> of(id.dataset()) + "/tables";
      case ROUTINE -> of(id.dataset()) + "/routines";
      case ROW_POLICY -> of(((RowPolicyId) id).table()) + "/rowAccessPolicies";
    };
  }

  private static String name(ResourceId id) {
    if (id instanceof DatasetId dataset) {
      return dataset.name();
    } else if (id instanceof TableId table) {
      return table.name();
    }
    return id instanceof RoutineId routine ? routine.name() : ((RowPolicyId) id).name();
  }

  private static String encode(String part) {
    return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
