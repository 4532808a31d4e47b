/**
 * The pure difference of the declared and the live world: an ordered list of changes, each exactly
 * one request, with the findings of its review.
 *
 * <p>Start with {@link dev.bqgovernance.plan.Plan}, which {@link dev.bqgovernance.plan.Planner}
 * computes. Nothing here talks to a service.
 */
@API(status = Status.EXPERIMENTAL)
@NullMarked
@CheckReturnValue
package dev.bqgovernance.plan;

import com.google.errorprone.annotations.CheckReturnValue;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.NullMarked;
