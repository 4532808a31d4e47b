package dev.bqgovernance.examples.gitops;

import dev.bqgovernance.files.PlatformFiles;
import dev.bqgovernance.files.PlatformFiles.ReadResult;
import dev.bqgovernance.files.WorldFile;
import dev.bqgovernance.model.DataPlatform;
import dev.bqgovernance.model.Finding;
import dev.bqgovernance.model.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The files that a command reads and writes: the directory of the platform, and files outside it.
 *
 * <p>This class is immutable and thread-safe.
 */
final class Workspace {
  static final String PLATFORM_FILE = "platform.json";
  private static final String WORLD_FILE = "world.json";

  private final Path directory;

  Workspace(Path directory) {
    this.directory = directory;
  }

  Path directory() {
    return directory;
  }

  boolean holdsPlatform() {
    return Files.exists(directory.resolve(PLATFORM_FILE));
  }

  /**
   * The platform in the directory.
   *
   * @param warnings receives the warnings about its files
   * @throws StoppedException if there is an error in its files
   */
  DataPlatform platform(Optional<String> env, List<Finding> warnings) throws StoppedException {
    ReadResult result = PlatformFiles.read(directory, env);
    if (result.platform().isEmpty()) {
      List<Finding> findings = new ArrayList<>(result.findings());
      findings.addAll(worldFindings());
      throw new StoppedException(findings);
    }
    warnings.addAll(result.findings());
    return result.platform().get();
  }

  private List<Finding> worldFindings() {
    Path file = directory.resolve(WORLD_FILE);
    return Files.isRegularFile(file) ? WorldFile.read(file).findings() : List.of();
  }

  /**
   * The world file: the named one, or world.json of the directory; empty if neither exists.
   *
   * @param file the file, if one was named
   * @throws StoppedException if there is an error in it
   */
  Optional<WorldFile> world(Optional<Path> file) throws StoppedException {
    Path source = file.orElse(directory.resolve(WORLD_FILE));
    if (file.isEmpty() && !Files.exists(source)) {
      return Optional.empty();
    }
    WorldFile.Result result = WorldFile.read(source);
    if (result.world().isEmpty()) {
      throw new StoppedException(
          result.findings().stream().map(finding -> in(source, finding)).toList());
    }
    return result.world();
  }

  private Finding in(Path file, Finding finding) {
    return finding
        .place()
        .map(place -> finding.at(Place.of(nameOf(file), place.line(), place.column())))
        .orElse(finding);
  }

  /** The name of a file in findings: its path in the directory, otherwise its path as given. */
  String nameOf(Path file) {
    Path full = file.toAbsolutePath().normalize();
    Path root = directory.toAbsolutePath().normalize();
    Path shown = full.startsWith(root) ? root.relativize(full) : file;
    return shown.toString().replace('\\', '/');
  }

  /**
   * The text of a file.
   *
   * @throws StoppedException if it cannot be read
   */
  String read(Path file) throws StoppedException {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw StoppedException.because(
          "unreadable",
          nameOf(file),
          Files.exists(file)
              ? "the file cannot be read, or is not UTF-8."
              : "the file does not exist.",
          "Check its name and its permissions.");
    }
  }

  /**
   * Writes a file atomically.
   *
   * @throws StoppedException if it cannot be written; a file that was there is unchanged
   */
  void write(Path file, String text) throws StoppedException {
    try {
      Path folder = file.toAbsolutePath().resolveSibling("");
      Path written = Files.createTempFile(folder, ".gitops", ".tmp");
      try {
        Files.writeString(written, text);
        Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(written);
      }
    } catch (IOException e) {
      throw StoppedException.because(
          "unwritable",
          nameOf(file),
          "the file cannot be written.",
          "Check that its folder exists and is writable.");
    }
  }
}
