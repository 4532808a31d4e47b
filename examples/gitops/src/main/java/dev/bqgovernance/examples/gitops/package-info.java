/**
 * A command-line runner for CI pipelines, and a quick start that loads, plans, applies and repairs
 * the example platform on the in-memory cloud.
 */
@NullMarked
@CheckReturnValue
package dev.bqgovernance.examples.gitops;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
