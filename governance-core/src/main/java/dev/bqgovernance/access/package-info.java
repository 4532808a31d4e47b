/**
 * Who can read what, through which way, and what a change does to that: answers over a state.
 *
 * <p>Start with {@link dev.bqgovernance.access.AccessAnalysis}.
 */
@API(status = Status.EXPERIMENTAL)
@NullMarked
@CheckReturnValue
package dev.bqgovernance.access;

import com.google.errorprone.annotations.CheckReturnValue;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.NullMarked;
