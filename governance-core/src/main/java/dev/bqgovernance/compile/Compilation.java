package dev.bqgovernance.compile;

import dev.bqgovernance.model.Finding;
import dev.bqgovernance.state.DesiredState;
import java.util.List;
import org.immutables.value.Value;

/**
 * A compiled platform.
 *
 * <p>This class is immutable and thread-safe.
 */
@Value.Immutable
public abstract sealed class Compilation permits ImmutableCompilation {
  Compilation() {}

  /** The desired world; where a finding is an error, without what is wrong. */
  public abstract DesiredState desired();

  /** The errors, warnings and notes, ordered by place. */
  public abstract List<Finding> findings();
}
