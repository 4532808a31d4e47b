/** The fake's BigQuery control plane: datasets, access lists, tables, routines and row policies. */
@NullMarked
@CheckReturnValue
package dev.bqgovernance.testkit.internal.bigquery;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
