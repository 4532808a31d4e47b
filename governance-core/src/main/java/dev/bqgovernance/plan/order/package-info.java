/**
 * The order of a plan: immutable operations, the graph of which must precede which, and the
 * requests that carry them out in that order.
 *
 * <p>{@link dev.bqgovernance.plan.order.OrderDerivation} derives the graph from the interval
 * invariant, with a reason on each edge; {@link dev.bqgovernance.plan.order.Scheduler} puts the
 * operations in order, with as few requests as the graph allows. Nothing here knows what is sent.
 * Only the planner uses this package.
 */
@API(status = Status.INTERNAL)
@NullMarked
@CheckReturnValue
package dev.bqgovernance.plan.order;

import com.google.errorprone.annotations.CheckReturnValue;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.NullMarked;
