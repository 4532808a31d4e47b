/** The BigQuery Connection API: connections to Cloud SQL, and their IAM policies. */
@NullMarked
@CheckReturnValue
package dev.bqgovernance.testkit.internal.connection;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
