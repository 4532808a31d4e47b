/**
 * The pure difference of two worlds: an ordered list of changes, each exactly one request, with a
 * reason for every place in the order.
 *
 * <p>Start with {@link dev.bqgovernance.plan.Planner} and {@link dev.bqgovernance.plan.Plan}.
 * Nothing here talks to a service.
 */
@API(status = Status.EXPERIMENTAL)
@NullMarked
@CheckReturnValue
package dev.bqgovernance.plan;

import com.google.errorprone.annotations.CheckReturnValue;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.NullMarked;
