package dev.bqgovernance.files;

import dev.bqgovernance.json.JsonFormat;
import dev.bqgovernance.json.LocatedJson;
import dev.bqgovernance.model.AuthorizedResource;
import dev.bqgovernance.model.DataPlatform;
import dev.bqgovernance.model.DatasetId;
import dev.bqgovernance.model.Finding;
import dev.bqgovernance.model.InvalidPlatformException;
import dev.bqgovernance.model.RowPolicy;
import dev.bqgovernance.model.RowPolicyId;
import dev.bqgovernance.model.TableId;
import dev.bqgovernance.state.Json;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.immutables.value.Value;

/**
 * A platform as a tree of files, both ways.
 *
 * <p>Reading is strict and reports all problems at once, each with its place. Writing is
 * deterministic: equal platforms give equal files, so that a difference in Git is a difference in
 * meaning. What is written is read back as an equal platform.
 *
 * <p>This class has no state and is thread-safe; what other threads or processes do to the files
 * meanwhile is not guarded against.
 */
public final class PlatformFiles {
  private PlatformFiles() {}

  /**
   * Reads the platform below a directory. Never throws because of what the files say.
   *
   * @param root the directory that holds {@code platform.json}
   */
  public static ReadResult read(Path root) {
    return read(root, Optional.empty());
  }

  /**
   * Reads the platform below a directory as one of its environments has it.
   *
   * <p>The environment's file {@code platform.<env>.json} replaces project, location, owners and
   * applier; principals are replaced as it says; names in the base project become names in its
   * project. SQL texts are not rewritten: where one names the base project, a warning says so.
   *
   * @param root the directory that holds {@code platform.json}
   * @param env the environment; empty for the platform without an overlay
   */
  public static ReadResult read(Path root, Optional<String> env) {
    return PlatformReader.read(root, env);
  }

  /**
   * The overlays of a platform's environments, by environment: what {@code platform.<env>.json}
   * holds.
   *
   * @throws IOException if the directory or an overlay cannot be read, or an overlay is not a JSON
   *     object
   */
  public static SortedMap<String, Json.Obj> overlays(Path root) throws IOException {
    SortedMap<String, Json.Obj> overlays = new TreeMap<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(root, "platform.*.json")) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        overlays.put(
            name.substring("platform.".length(), name.length() - ".json".length()), object(file));
      }
    }
    return overlays;
  }

  private static Json.Obj object(Path file) throws IOException {
    return LocatedJson.parse(Files.readAllBytes(file), file.toString())
        .root()
        .map(LocatedJson::plain)
        .filter(Json.Obj.class::isInstance)
        .map(Json.Obj.class::cast)
        .orElseThrow(() -> new IOException(file + " is not a JSON object"));
  }

  /**
   * Writes a platform below a directory: files whose text changes are replaced one by one, each at
   * once; files of resources that the platform no longer has are deleted; all else stays.
   *
   * @param root the directory; made if it does not exist
   * @throws IllegalArgumentException if the directory holds files but no {@code platform.json}, so
   *     that it seems to be something else, or if a text of the platform is not Unicode
   * @throws IOException if a file cannot be written, or would be outside the directory
   */
  public static void write(DataPlatform platform, Path root) throws IOException {
    new TreeWriter(root).write(render(platform));
  }

  /**
   * Corrects what the datasets of a platform authorize in the files that say so: entries that are
   * not wanted are taken out, missing ones are added to {@code authorized_views.json}. Comments and
   * everything else stay as they are.
   *
   * @param platform the platform as it was read from the directory, without an environment
   * @param wanted what datasets are to authorize; those that are missing here stay as they are
   * @return the paths of the files that changed, in order
   * @throws IOException if a file cannot be read or written; files before it are corrected
   */
  public static List<String> correctAuthorizations(
      DataPlatform platform, Path root, Map<DatasetId, ? extends Set<AuthorizedResource>> wanted)
      throws IOException {
    return new AuthorizationEdit(platform, root).correct(wanted);
  }

  /**
   * The files of a platform.
   *
   * @return their texts by path, {@code /} between its parts
   */
  public static SortedMap<String, String> render(DataPlatform platform) {
    SortedMap<String, String> files = new TreeMap<>();
    files.put(FileKind.SETTINGS.path(), JsonFormat.print(SettingsFile.json(platform)));
    platform
        .datasets()
        .forEach(
            (id, dataset) -> {
              String name = id.name();
              put(files, FileKind.ACCESS.path(name), AccessFile.grants(dataset.grants()));
              if (!dataset.authorized().isEmpty()) {
                put(
                    files,
                    FileKind.AUTHORIZED_VIEWS.path(name),
                    AccessFile.authorized(dataset.authorized()));
              }
              putUnlessEmpty(files, FileKind.DATASET.path(name), DatasetFile.json(dataset));
            });
    platform
        .tables()
        .forEach((id, table) -> put(files, path(FileKind.TABLE, id), TableFile.json(table)));
    platform
        .views()
        .forEach(
            (id, view) -> {
              files.put(path(FileKind.VIEW_SQL, id), SqlFile.text(view.query()));
              putUnlessEmpty(files, path(FileKind.VIEW, id), ViewFile.json(view));
            });
    platform
        .routines()
        .forEach(
            (id, routine) ->
                files.put(
                    FileKind.ROUTINE.path(id.dataset().name(), id.name()),
                    SqlFile.text(routine.definition())));
    rowPolicies(platform)
        .forEach(
            (table, policies) ->
                put(files, path(FileKind.ROW_POLICIES, table), RowPolicyFile.json(policies)));
    putPipelines(files, platform);
    putUnlessEmpty(files, FileKind.POLICIES.path(), PoliciesFile.json(platform.policies()));
    return files;
  }

  private static void putPipelines(Map<String, String> files, DataPlatform platform) {
    platform
        .connections()
        .forEach(
            (id, connection) ->
                put(files, FileKind.CONNECTION.path(id.name()), ConnectionFile.json(connection)));
    platform
        .syncJobs()
        .forEach(
            (id, job) -> {
              put(files, FileKind.SYNC_JOB.path(id.name()), SyncJobFile.json(job, platform));
              if (SyncJobFile.hasSqlFile(job)) {
                files.put(FileKind.SYNC_JOB_SQL.path(id.name()), SqlFile.text(job.query()));
              }
            });
    platform
        .sinks()
        .forEach((id, sink) -> put(files, FileKind.SINK.path(id.name()), SinkFile.json(sink)));
    platform
        .notificationChannels()
        .forEach(
            (id, channel) ->
                put(
                    files,
                    FileKind.NOTIFICATION_CHANNEL.path(id.name()),
                    NotificationChannelFile.json(channel)));
  }

  private static SortedMap<TableId, List<RowPolicy>> rowPolicies(DataPlatform platform) {
    SortedMap<TableId, List<RowPolicy>> byTable = new TreeMap<>();
    for (Map.Entry<RowPolicyId, RowPolicy> entry : platform.rowPolicies().entrySet()) {
      byTable
          .computeIfAbsent(entry.getKey().table(), table -> new ArrayList<>())
          .add(entry.getValue());
    }
    return byTable;
  }

  private static String path(FileKind kind, TableId id) {
    return kind.path(id.dataset().name(), id.name());
  }

  private static void putUnlessEmpty(
      Map<String, String> files, String path, Map<String, Object> json) {
    if (!json.isEmpty()) {
      put(files, path, json);
    }
  }

  private static void put(Map<String, String> files, String path, Object json) {
    files.put(path, JsonFormat.print(json));
  }

  /**
   * The result of reading a tree of files.
   *
   * <p>This class is immutable and thread-safe.
   */
  @Value.Immutable
  public abstract static sealed class ReadResult permits ImmutableReadResult {
    ReadResult() {}

    /** The platform; empty if there is an error among the findings. */
    public abstract Optional<DataPlatform> platform();

    /** The errors, or the warnings that accompany the platform; ordered by place. */
    public abstract List<Finding> findings();

    /**
     * The platform.
     *
     * @throws InvalidPlatformException if there is none; it carries all findings
     */
    public DataPlatform orThrow() {
      return platform().orElseThrow(() -> new InvalidPlatformException(findings()));
    }
  }
}
