/** The port to a cloud: look at it, and carry out one change. It knows no order, pace or retry. */
@NullMarked
@CheckReturnValue
package dev.bqgovernance.backend;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
