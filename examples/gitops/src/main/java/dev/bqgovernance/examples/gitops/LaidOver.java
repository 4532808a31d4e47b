package dev.bqgovernance.examples.gitops;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * A copy of a directory with the files of another laid over it, as a pull request that adds and
 * edits files would leave it. It is deleted when it is closed.
 */
final class LaidOver implements AutoCloseable {
  private final Path merged;

  private LaidOver(Path merged) {
    this.merged = merged;
  }

  /**
   * Copies.
   *
   * @throws IOException if a file cannot be read or copied
   */
  static LaidOver of(Path base, Path changes) throws IOException {
    LaidOver both = new LaidOver(Files.createTempDirectory("pull-request"));
    try {
      copy(base, both.merged);
      copy(changes, both.merged);
    } catch (IOException e) {
      both.close();
      throw e;
    }
    return both;
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
