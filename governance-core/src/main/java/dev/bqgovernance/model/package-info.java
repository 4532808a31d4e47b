/**
 * The declarations of an analytics platform on BigQuery and their rules: immutable values that
 * cannot be built wrong.
 *
 * <p>Start with {@link dev.bqgovernance.model.DataPlatform}; everything else is reached from it.
 */
@API(status = Status.EXPERIMENTAL)
@NullMarked
@CheckReturnValue
package dev.bqgovernance.model;

import com.google.errorprone.annotations.CheckReturnValue;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.NullMarked;
