/**
 * The backend that talks to the real Google Cloud services. {@link dev.bqgovernance.gcp.GcpBackend}
 * is its one public class.
 */
@NullMarked
@CheckReturnValue
package dev.bqgovernance.gcp;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
