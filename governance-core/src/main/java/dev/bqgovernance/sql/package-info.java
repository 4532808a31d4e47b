/**
 * What a SQL text reads: a lexical scanner that finds the tables and functions a GoogleSQL text
 * names, and a parser for the statements that create functions.
 *
 * <p>Start with {@link dev.bqgovernance.sql.SqlScanner} and {@link
 * dev.bqgovernance.sql.RoutineDefinition}.
 */
@API(status = Status.EXPERIMENTAL)
@NullMarked
@CheckReturnValue
package dev.bqgovernance.sql;

import com.google.errorprone.annotations.CheckReturnValue;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.NullMarked;
