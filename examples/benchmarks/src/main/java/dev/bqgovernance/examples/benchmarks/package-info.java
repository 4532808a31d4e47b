/**
 * What planning costs on a large platform, measured with JMH.
 *
 * <pre>{@code
 * ./mvnw -q -pl examples/benchmarks -am package -DskipTests
 * java -jar examples/benchmarks/target/benchmarks.jar          # the table with its verdicts
 * java -cp examples/benchmarks/target/benchmarks.jar org.openjdk.jmh.Main -prof gc structuralPlan
 * }</pre>
 */
@NullMarked
@CheckReturnValue
package dev.bqgovernance.examples.benchmarks;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
