/** An in-memory cloud for unit tests: start with {@link dev.bqgovernance.testkit.FakeCloud}. */
@NullMarked
@CheckReturnValue
package dev.bqgovernance.testkit;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
