/**
 * Knowledge of SQL: a lexical scanner that finds the tables and functions that a GoogleSQL text
 * names, a parser for the statements that create functions, and the two ports of an optional SQL
 * engine: {@link dev.bqgovernance.sql.SqlAnalyzer} finds what a text reads and exposes, {@link
 * dev.bqgovernance.sql.SqlRunner} runs it.
 *
 * <p>Start with {@link dev.bqgovernance.sql.SqlScanner} and {@link
 * dev.bqgovernance.sql.RoutineDefinition}.
 */
@API(status = Status.INTERNAL)
@NullMarked
@CheckReturnValue
package dev.bqgovernance.sql;

import com.google.errorprone.annotations.CheckReturnValue;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.NullMarked;
