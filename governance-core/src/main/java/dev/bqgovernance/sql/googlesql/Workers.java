package dev.bqgovernance.sql.googlesql;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/**
 * Threads for one batch. Their stacks are large, because nested texts are processed by nested
 * calls.
 *
 * <p>Must be closed by the thread that created it.
 */
final class Workers implements AutoCloseable {
  private static final long STACK_BYTES = 512L << 20;

  /** Calls wait for the engine's own threads: this many keep two to eight cores busy. */
  private static final int PER_CORE = 4;

  private static final int MOST = 32;

  private final ExecutorService threads;

  /**
   * @param tasks the number of simultaneous tasks
   */
  Workers(int tasks) {
    int most = Math.min(MOST, PER_CORE * Runtime.getRuntime().availableProcessors());
    int count = Math.max(1, Math.min(tasks, most));
    threads =
        Executors.newFixedThreadPool(
            count,
            task -> {
              Thread thread = new Thread(null, task, "googlesql", STACK_BYTES);
              thread.setDaemon(true);
              return thread;
            });
  }

  /** The results, in the order of the tasks. */
  <T, R> List<R> map(List<T> tasks, Function<T, R> work) {
    List<CompletableFuture<R>> all =
        tasks.stream()
            .map(task -> CompletableFuture.supplyAsync(() -> work.apply(task), threads))
            .toList();
    return all.stream().map(CompletableFuture::join).toList();
  }

  @Override
  public void close() {
    threads.shutdown();
  }
}
