/**
 * The world in BigQuery's own canonical shape: what a backend observed, or what is desired.
 *
 * <p>Permissive and lossless: whatever the service may answer fits, and what is not understood is
 * kept as it came.
 */
@API(status = Status.EXPERIMENTAL)
@NullMarked
@CheckReturnValue
package dev.bqgovernance.state;

import com.google.errorprone.annotations.CheckReturnValue;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.NullMarked;
