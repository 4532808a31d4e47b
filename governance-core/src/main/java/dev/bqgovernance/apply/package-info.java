/**
 * Carries out a plan: preconditions, pace, retry, outcomes and progress, once for every backend.
 */
@NullMarked
@CheckReturnValue
package dev.bqgovernance.apply;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
