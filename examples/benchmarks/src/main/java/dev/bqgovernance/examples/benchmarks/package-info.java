/**
 * Benchmarks of planning and of access analysis on a large platform.
 *
 * <pre>{@code
 * ./mvnw -q -pl examples/benchmarks -am package -DskipTests
 * java -jar examples/benchmarks/target/benchmarks.jar          # both reports
 * java -jar examples/benchmarks/target/benchmarks.jar access   # access analysis only; 16 minutes
 * java -cp examples/benchmarks/target/benchmarks.jar org.openjdk.jmh.Main -prof gc structuralPlan
 * java -cp examples/benchmarks/target/benchmarks.jar org.openjdk.jmh.Main AccessBenchmark
 * }</pre>
 */
@NullMarked
@CheckReturnValue
package dev.bqgovernance.examples.benchmarks;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
