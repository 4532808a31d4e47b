package dev.bqgovernance.examples.gitops;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * A temporary copy of a directory with the files of another copied over it: the result of a pull
 * request that adds and edits files. Closing it deletes the copy.
 */
final class MergedDirectory implements AutoCloseable {
  private final Path merged;

  private MergedDirectory(Path merged) {
    this.merged = merged;
  }

  /**
   * Copies both directories.
   *
   * @throws IOException if a file cannot be read or copied
   */
  static MergedDirectory of(Path base, Path changes) throws IOException {
    MergedDirectory result = new MergedDirectory(Files.createTempDirectory("pull-request"));
    try {
      copy(base, result.merged);
      copy(changes, result.merged);
    } catch (IOException e) {
      result.close();
      throw e;
    }
    return result;
  }

  Path directory() {
    return merged;
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        Files.createDirectories(target.resolveSibling(""));
        Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  @Override
  public void close() throws IOException {
    try (Stream<Path> files = Files.walk(merged)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
