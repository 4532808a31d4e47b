package dev.bqgovernance.examples.gitops;

import dev.bqgovernance.backend.Backend;
import dev.bqgovernance.files.WorldFile;
import dev.bqgovernance.json.JsonText;
import dev.bqgovernance.model.DataPlatform;
import dev.bqgovernance.model.Finding;
import dev.bqgovernance.model.Place;
import dev.bqgovernance.model.Principal;
import dev.bqgovernance.model.ProjectId;
import dev.bqgovernance.model.Role;
import dev.bqgovernance.state.Json;
import dev.bqgovernance.testkit.FakeCloud;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The in-memory cloud of one run: loaded from a state file, populated from a world file, and saved.
 *
 * <p>This class is <em>not</em> thread-safe.
 */
final class MemoryCloud {
  private final Workspace workspace;
  private final Optional<Path> stateFile;
  private final Optional<WorldFile> world;
  private final String worldName;
  private final FakeCloud cloud;

  private MemoryCloud(
      Workspace workspace,
      Optional<Path> stateFile,
      Optional<WorldFile> world,
      String worldName,
      FakeCloud cloud) {
    this.workspace = workspace;
    this.stateFile = stateFile;
    this.world = world;
    this.worldName = worldName;
    this.cloud = cloud;
  }

  /**
   * Opens the cloud of a command line: the one of its state file, or a new one, with the principals
   * and projects of the world file.
   *
   * @param clock the current time; the clock of the cloud never goes back
   * @throws StoppedException if one of the files has an error
   */
  static MemoryCloud open(CommandLine line, Workspace workspace, Clock clock)
      throws StoppedException, UsageException {
    Optional<Path> stateFile = line.file(Option.STATE);
    Optional<Path> worldFile = line.file(Option.WORLD);
    Optional<WorldFile> world =
        line.command().hasDirectory() || worldFile.isPresent()
            ? workspace.world(worldFile)
            : Optional.empty();
    String worldName = worldFile.map(workspace::nameOf).orElse("world.json");
    FakeCloud cloud =
        stateFile.isPresent() && Files.exists(stateFile.get())
            ? load(stateFile.get(), workspace)
            : FakeCloud.create(clock.instant());
    Instant now = clock.instant();
    if (cloud.clock().instant().isBefore(now)) {
      cloud.clock().advance(Duration.between(cloud.clock().instant(), now));
    }
    List<Finding> findings =
        world.map(listed -> populate(cloud, listed, worldName)).orElse(List.of());
    if (!findings.isEmpty()) {
      throw new StoppedException(findings);
    }
    return new MemoryCloud(workspace, stateFile, world, worldName, cloud);
  }

  private static FakeCloud load(Path file, Workspace workspace) throws StoppedException {
    String text = workspace.read(file);
    Place place = Place.ofFile(workspace.nameOf(file));
    String message;
    try {
      if (JsonText.parse(text) instanceof Json.Obj object) {
        return FakeCloud.fromJson(object);
      }
      message = "the file is not a saved in-memory cloud.";
    } catch (JsonText.MalformedJsonException e) {
      place = e.placeIn(place);
      message = "the file is not a saved in-memory cloud: it is not valid JSON.";
    } catch (IllegalArgumentException e) {
      message = String.valueOf(e.getMessage());
    }
    throw new StoppedException(
        List.of(
            Finding.error("unreadable-state", place, message)
                .withFix("Name a file that apply --state wrote, or a new one.")));
  }

  /**
   * Adds everything that a world lists to a cloud, in addition to what exists already.
   *
   * @param source the name of the world file in findings
   * @return an error for each principal that the world names but does not list
   */
  static List<Finding> populate(FakeCloud cloud, WorldFile world, String source) {
    List<Finding> findings = new ArrayList<>();
    world.users().forEach(cloud.principals()::add);
    world
        .groups()
        .forEach(
            (group, members) ->
                cloud.principals().setMembers(group, members.toArray(Principal[]::new)));
    for (WorldFile.Project project : world.projects()) {
      cloud.projects().add(project.id(), Long.parseLong(project.number()));
      for (Map.Entry<String, Set<Principal>> binding : project.iam().entrySet()) {
        for (Principal member : binding.getValue()) {
          if (cloud.principals().exists(member)) {
            cloud.projects().grant(project.id(), Role.of(binding.getKey()), member);
          } else {
            findings.add(
                Finding.error(
                        "unknown-principal",
                        Place.ofFile(source),
                        String.format(
                            "%s has %s on project %s, but does not exist in this world.",
                            member.member(), binding.getKey(), project.id()))
                    .withFix("Add it to \"users\" or \"groups\"."));
          }
        }
      }
    }
    return findings;
  }

  /**
   * The cloud, called as the applier of a platform. Without a world file, every principal that the
   * platform names exists, and its applier has all permissions.
   *
   * @throws StoppedException if the world lists neither the project nor the applier
   */
  Backend backend(DataPlatform platform) throws StoppedException {
    if (world.isEmpty()) {
      return cloud.admit(platform).backend();
    }
    if (world.get().projects().stream().noneMatch(p -> p.id().equals(platform.project()))) {
      throw StoppedException.because(
          "unknown-project",
          worldName,
          String.format("project %s does not exist in this world.", platform.project()),
          "Add it to \"projects\", with its number and its iam.");
    }
    if (platform.applier().isEmpty()) {
      return administrator(platform.project());
    }
    Principal applier = platform.applier().get();
    if (!cloud.principals().exists(applier)) {
      throw StoppedException.because(
          "unknown-principal",
          worldName,
          String.format("the applier %s does not exist in this world.", applier.member()),
          "Add it to \"users\", and its roles to the \"iam\" of the project.");
    }
    return cloud.backend(applier);
  }

  /** The cloud, called as a service account that is made up to administer a project. */
  Backend administrator(ProjectId project) {
    return cloud.admit(DataPlatform.in(project.value(), "US").build()).backend();
  }

  /**
   * Checks that a principal exists, for a clearer message than the refusal of the cloud.
   *
   * @throws StoppedException if the principal does not exist in this cloud
   */
  void requireExists(Principal principal) throws StoppedException {
    if (!cloud.principals().exists(principal)) {
      throw StoppedException.because(
          "unknown-principal",
          stateFile.map(workspace::nameOf).orElse(worldName),
          String.format("%s does not exist in this cloud.", principal.member()),
          "Correct the name, or add it to \"users\" or \"groups\" in --world=FILE.");
    }
  }

  /** The only project with datasets; empty if none or several have any. */
  Optional<ProjectId> onlyUsedProject() {
    List<ProjectId> used = cloud.projects().withDatasets();
    return used.size() == 1 ? Optional.of(used.get(0)) : Optional.empty();
  }

  /**
   * Saves the cloud, if the command line names a file for it.
   *
   * @throws StoppedException if it cannot be written
   */
  void save() throws StoppedException {
    if (stateFile.isPresent()) {
      workspace.write(stateFile.get(), JsonText.pretty(cloud.toJson()));
    }
  }
}
