/**
 * The backend that talks to the real Google Cloud services. {@link dev.bqgovernance.gcp.GcpBackend}
 * is its one public class.
 */
@API(status = Status.EXPERIMENTAL)
@NullMarked
@CheckReturnValue
package dev.bqgovernance.gcp;

import com.google.errorprone.annotations.CheckReturnValue;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.NullMarked;
