/**
 * A runner for pipelines, and the quick start: the example platform loaded, planned, applied and
 * repaired on the in-memory cloud.
 */
@NullMarked
@CheckReturnValue
package dev.bqgovernance.examples.gitops;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
