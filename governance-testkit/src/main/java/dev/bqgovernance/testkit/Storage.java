package dev.bqgovernance.testkit;

import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Keeps the world of one cloud, and admits one thread at a time to it.
 *
 * <p>This class is thread-safe; a function that it runs may call it again.
 */
final class Storage {
  private World world;

  Storage(World world) {
    this.world = world;
  }

  /** Answers a question about the world. */
  synchronized <T> T read(Function<World, T> question) {
    return question.apply(world);
  }

  /** Changes the world. */
  synchronized void change(Consumer<World> change) {
    change.accept(world);
  }

  /** Replaces the world by another. */
  synchronized void replace(World other) {
    world = other;
  }
}
