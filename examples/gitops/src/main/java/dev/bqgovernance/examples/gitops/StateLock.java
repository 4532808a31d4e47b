package dev.bqgovernance.examples.gitops;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Prevents two runs from writing the same state file: the later one would undo the earlier. The
 * lock is held on a file next to the state, which is not deleted; it ends with the process at the
 * latest.
 *
 * <p>This class is <em>not</em> thread-safe.
 */
final class StateLock {
  private final FileChannel channel;

  private StateLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Locks a state.
   *
   * @throws StoppedException if another run holds the lock, or the folder cannot be written to
   */
  static StateLock on(Path state, Workspace workspace) throws StoppedException {
    Path file = state.resolveSibling(state.getFileName() + ".lock");
    try {
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (isLocked(channel)) {
        return new StateLock(channel);
      }
      channel.close();
    } catch (IOException e) {
      throw StoppedException.because(
          "unwritable",
          workspace.nameOf(file),
          "the state cannot be locked.",
          "Check that its folder exists and is writable.");
    }
    throw StoppedException.because(
        "locked-state",
        workspace.nameOf(state),
        "another run is writing this state.",
        "Wait until it has ended, then plan again.");
  }

  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      @Nullable FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false; // A run in this same process.
    }
  }

  void release() {
    try {
      channel.close();
    } catch (IOException e) {
      // The lock is released with the channel, even if closing fails.
    }
  }
}
