/**
 * The contract of all backends, as a test class to extend. It needs JUnit Jupiter and AssertJ.
 *
 * <p>It checks the requests that a backend sends, not only their effect: a plan that was reviewed
 * on one cloud sends the same requests to another.
 */
@API(status = Status.EXPERIMENTAL)
@NullMarked
@CheckReturnValue
package dev.bqgovernance.testkit.contract;

import com.google.errorprone.annotations.CheckReturnValue;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.NullMarked;
