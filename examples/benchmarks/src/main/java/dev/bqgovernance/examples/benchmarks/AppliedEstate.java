package dev.bqgovernance.examples.benchmarks;

import dev.bqgovernance.Governance;
import dev.bqgovernance.backend.Backend.Scope;
import dev.bqgovernance.compile.Compiler;
import dev.bqgovernance.model.DataPlatform;
import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.plan.Plan;
import dev.bqgovernance.plan.PlanOptions;
import dev.bqgovernance.plan.Planner;
import dev.bqgovernance.plan.Review;
import dev.bqgovernance.rest.Paths;
import dev.bqgovernance.state.DesiredState;
import dev.bqgovernance.state.Resource;
import dev.bqgovernance.state.State;
import dev.bqgovernance.testkit.ApiRequest;
import dev.bqgovernance.testkit.FakeCloud;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * An estate that is applied to an in-memory cloud.
 *
 * <p>This class is thread-safe.
 */
final class AppliedEstate {
  private final Estate estate;
  private final FakeCloud cloud;

  private AppliedEstate(Estate estate, FakeCloud cloud) {
    this.estate = estate;
    this.cloud = cloud;
  }

  static AppliedEstate of(Estate estate) {
    FakeCloud cloud = FakeCloud.of(estate.widened(1));
    AppliedEstate applied = new AppliedEstate(estate, cloud);
    // The first plan needs no access delta.
    Plan plan =
        Planner.plan(
            applied.desired(0),
            applied.observed(),
            PlanOptions.defaults(),
            Compiler::references,
            (from, to) -> Review.none());
    Governance.of(cloud.backend()).apply(plan).orThrow();
    cloud.journal().clear();
    return applied;
  }

  FakeCloud cloud() {
    return cloud;
  }

  Estate estate() {
    return estate;
  }

  /** The desired state with one more grant on each of the first datasets. */
  DesiredState desired(int widened) {
    DataPlatform platform = estate.widened(widened);
    return Compiler.compile(platform, cloud.clock().instant(), platform.applier(), State.empty())
        .desired();
  }

  /** The state that the backend observes, with everything that the service adds. */
  State observed() {
    DataPlatform platform = estate.platform();
    return cloud
        .backend()
        .observe(
            Scope.of(
                platform.project(),
                desired(0).state().resources().stream()
                    .map(Resource::id)
                    .collect(Collectors.toSet())));
  }

  /** The same state as one JSON document: the answers of the service for each resource. */
  byte[] json() {
    Principal caller = estate.platform().applier().orElseThrow();
    List<String> resources = new ArrayList<>();
    for (Resource resource : desired(0).state().sorted()) {
      resources.add(cloud.call(caller, read(resource.id())).body());
    }
    cloud.journal().clear();
    return ("{\"resources\":[" + String.join(",", resources) + "]}")
        .getBytes(StandardCharsets.UTF_8);
  }

  private static ApiRequest read(ResourceId id) {
    ApiRequest request = ApiRequest.of("GET", Paths.of(id));
    return id instanceof DatasetId ? request.with("accessPolicyVersion", "3") : request;
  }
}
