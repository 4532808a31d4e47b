/**
 * What planning, and knowing who can read what, costs on a large platform.
 *
 * <pre>{@code
 * ./mvnw -q -pl examples/benchmarks -am package -DskipTests
 * java -jar examples/benchmarks/target/benchmarks.jar          # the tables with their verdicts
 * java -jar examples/benchmarks/target/benchmarks.jar access   # only who can read what; minutes
 * java -cp examples/benchmarks/target/benchmarks.jar org.openjdk.jmh.Main -prof gc structuralPlan
 * java -cp examples/benchmarks/target/benchmarks.jar org.openjdk.jmh.Main AccessBenchmark
 * }</pre>
 */
@NullMarked
@CheckReturnValue
package dev.bqgovernance.examples.benchmarks;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
