/** Cloud Logging: the sinks of a project, which look healthy whether or not they can write. */
@NullMarked
@CheckReturnValue
package dev.bqgovernance.testkit.internal.logging;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
