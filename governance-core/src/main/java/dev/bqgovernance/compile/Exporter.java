package dev.bqgovernance.compile;

import dev.bqgovernance.model.AuthorizedResource;
import dev.bqgovernance.model.DataPlatform;
import dev.bqgovernance.model.DataPlatformBuilder;
import dev.bqgovernance.model.Dataset;
import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.DatasetScopedId;
import dev.bqgovernance.model.Finding;
import dev.bqgovernance.model.Grant;
import dev.bqgovernance.model.Location;
import dev.bqgovernance.model.Place;
import dev.bqgovernance.model.ProjectId;
import dev.bqgovernance.model.ProjectScopedId;
import dev.bqgovernance.model.ResourceId;
import dev.bqgovernance.model.RoutineId;
import dev.bqgovernance.model.RowPolicyId;
import dev.bqgovernance.model.TableId;
import dev.bqgovernance.rest.DatasetCodec;
import dev.bqgovernance.rest.RoutineCodec;
import dev.bqgovernance.rest.RowPolicyCodec;
import dev.bqgovernance.rest.TableCodec;
import dev.bqgovernance.state.AccessEntry;
import dev.bqgovernance.state.AccessEntry.AuthorizationEntry;
import dev.bqgovernance.state.AccessEntry.OpaqueEntry;
import dev.bqgovernance.state.AccessEntry.RoleEntry;
import dev.bqgovernance.state.ExpiryCondition;
import dev.bqgovernance.state.Resource;
import dev.bqgovernance.state.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Turns an observed project into the platform that declares it: the inverse of the compiler. */
final class Exporter {
  private static final Place LIVE = new Place("live", 0, 0);

  private final ProjectId project;
  private final State observed;
  private final Instant instant;
  private final Location home;
  private final DataPlatformBuilder platform;
  private final IngestionExporter pipelines;
  private final List<Finding> findings = new ArrayList<>();

  Exporter(ProjectId project, State observed, Instant instant) {
    this.project = project;
    this.observed = observed;
    this.instant = instant;
    this.home = mostCommonLocation(observed);
    this.platform = DataPlatform.in(project.value(), home.value());
    this.pipelines = new IngestionExporter(observed, platform, home, LIVE);
  }

  private static Location mostCommonLocation(State observed) {
    Map<String, Long> counts =
        observed.all(DatasetId.class).values().stream()
            .flatMap(dataset -> DatasetCodec.location(dataset.body()).stream())
            .map(Location::value)
            .collect(
                Collectors.groupingBy(location -> location, TreeMap::new, Collectors.counting()));
    return counts.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(most -> Location.of(most.getKey()))
        .orElse(Location.of("US"));
  }

  Export export() {
    for (Resource resource : observed.sorted()) {
      try {
        add(resource);
      } catch (IllegalArgumentException e) {
        leaveOut(resource.id(), String.valueOf(e.getMessage()));
      }
    }
    return observed.all(DatasetId.class).isEmpty()
        ? ImmutableExport.of(Optional.empty(), findings)
        : ImmutableExport.of(Optional.of(platform.build()), findings);
  }

  private void leaveOut(ResourceId id, String why) {
    findings.add(
        Finding.warning(
            "not-exported", String.format("%s %s is left out: %s.", id.kind().label(), id, why)));
  }

  private void add(Resource resource) {
    ResourceId id = resource.id();
    if (id instanceof DatasetScopedId scoped) {
      DataPlatformBuilder unused = scoped.accept(new Declaration(resource));
    } else if (id instanceof ProjectScopedId ingestion) {
      pipelines.add(ingestion, resource);
      if (id.kind() == ResourceId.Kind.CONNECTION) {
        findings.add(
            Finding.warning(
                    "not-exported",
                    String.format("user and password of connection %s are never reported.", id))
                .withFix("Fill in its credential before anything of it changes."));
      }
    }
  }

  /** The platform with a live resource declared. */
  private final class Declaration implements DatasetScopedId.Visitor<DataPlatformBuilder> {
    private final Resource live;

    Declaration(Resource live) {
      this.live = live;
    }

    @Override
    public DataPlatformBuilder dataset(DatasetId id) {
      return platform.add(Exporter.this.dataset(id, live), LIVE);
    }

    @Override
    public DataPlatformBuilder table(TableId id) {
      return live.isView()
          ? platform.add(TableCodec.view(id, live.body()), LIVE)
          : platform.add(TableCodec.table(id, live.body()), LIVE);
    }

    @Override
    public DataPlatformBuilder routine(RoutineId id) {
      return platform.add(RoutineCodec.routine(id, live.body()), LIVE);
    }

    @Override
    public DataPlatformBuilder rowPolicy(RowPolicyId id) {
      return platform.add(RowPolicyCodec.rowPolicy(id, live.body()), LIVE);
    }
  }

  private Dataset dataset(DatasetId id, Resource live) {
    Dataset.Builder dataset = DatasetCodec.dataset(id, live.body());
    if (DatasetCodec.location(live.body()).equals(Optional.of(home))) {
      dataset.location(Optional.empty());
    }
    for (AccessEntry entry : live.access().orElse(Set.of())) {
      addEntry(id, entry, dataset);
    }
    return dataset.build();
  }

  private void addEntry(DatasetId id, AccessEntry entry, Dataset.Builder dataset) {
    Optional<ExpiryCondition.Temporary> temporary = ExpiryCondition.temporary(entry, instant);
    if (temporary.isPresent()) {
      findings.add(
          Finding.info(
              "temporary-grant", "not exported: temporary grant: " + temporary.get().inWords(id)));
    } else if (entry instanceof RoleEntry role) {
      dataset.grant(grant(role));
    } else if (entry instanceof AuthorizationEntry authorization) {
      AuthorizedResource reader = authorization.reader();
      boolean isForeign = !reader.resource().dataset().project().equals(project);
      if (isForeign || observed.find(reader.resource()).isPresent()) {
        dataset.authorize(reader);
      } else {
        leaveOutEntry(id, reader.resource() + " is gone, so its authorization is dead");
      }
    } else {
      OpaqueEntry opaque = (OpaqueEntry) entry;
      leaveOutEntry(id, opaque.why());
    }
  }

  private void leaveOutEntry(DatasetId id, String why) {
    findings.add(
        Finding.warning(
            "not-exported",
            String.format("one access entry of dataset %s is left out: %s.", id, why)));
  }

  private static Grant grant(RoleEntry entry) {
    Grant grant = Grant.of(entry.role(), entry.principal());
    return entry
        .condition()
        .map(
            condition ->
                ExpiryCondition.lastDay(condition)
                    .map(grant::until)
                    .orElseGet(() -> grant.onlyIf(condition)))
        .orElse(grant);
  }
}
