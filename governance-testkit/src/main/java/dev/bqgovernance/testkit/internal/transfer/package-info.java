/**
 * The BigQuery Data Transfer Service: the configurations of scheduled queries, none of which runs.
 */
@NullMarked
@CheckReturnValue
package dev.bqgovernance.testkit.internal.transfer;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
