/**
 * The declarations of an analytics platform on BigQuery and their rules: immutable values that
 * cannot be built wrong.
 *
 * <p>Start with {@link dev.bqgovernance.model.DataPlatform}; everything else is reached from it.
 */
@NullMarked
@CheckReturnValue
package dev.bqgovernance.model;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
