/** Cloud Monitoring: alert policies and the channels that they notify. */
@NullMarked
@CheckReturnValue
package dev.bqgovernance.testkit.internal.monitoring;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
