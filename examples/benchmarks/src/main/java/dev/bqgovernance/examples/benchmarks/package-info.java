/** What planning costs on a large platform, measured with JMH. */
@NullMarked
@CheckReturnValue
package dev.bqgovernance.examples.benchmarks;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
