/**
 * The engine behind the SQL ports: Google's own analyzer and reference implementation of GoogleSQL.
 * Only this package uses the engine's classes; it is reached only through {@link
 * dev.bqgovernance.sql.SqlEngineProvider}.
 */
@API(status = Status.INTERNAL)
@NullMarked
@CheckReturnValue
package dev.bqgovernance.sql.googlesql;

import com.google.errorprone.annotations.CheckReturnValue;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.NullMarked;
