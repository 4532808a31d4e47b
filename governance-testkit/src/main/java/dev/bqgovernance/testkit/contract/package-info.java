/**
 * What every backend does alike, as tests to be extended: needs JUnit Jupiter and AssertJ.
 *
 * <p>Here a backend is held to the requests that it sends, not only to their effect: a plan that
 * was reviewed on one cloud sends the same requests to another.
 */
@API(status = Status.EXPERIMENTAL)
@NullMarked
@CheckReturnValue
package dev.bqgovernance.testkit.contract;

import com.google.errorprone.annotations.CheckReturnValue;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.NullMarked;
