/**
 * The engine behind the SQL port: Google's own analyzer and reference implementation of GoogleSQL.
 * It is the only room that knows the engine's classes, and is reached only through {@link
 * dev.bqgovernance.sql.SqlEngine#find()}.
 */
@API(status = Status.INTERNAL)
@NullMarked
@CheckReturnValue
package dev.bqgovernance.sql.googlesql;

import com.google.errorprone.annotations.CheckReturnValue;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.NullMarked;
