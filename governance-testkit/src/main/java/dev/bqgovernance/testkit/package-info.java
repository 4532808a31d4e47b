/** An in-memory cloud for unit tests, and the contract that every backend keeps. */
@NullMarked
@CheckReturnValue
package dev.bqgovernance.testkit;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
