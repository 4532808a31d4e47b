/**
 * Knowledge of Cloud Logging: its filter language, whether a sink feeds itself, the shape of the
 * tables that sinks write, and the SQL that shows each log entry once.
 */
@API(status = Status.INTERNAL)
@NullMarked
@CheckReturnValue
package dev.bqgovernance.logs;

import com.google.errorprone.annotations.CheckReturnValue;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.NullMarked;
