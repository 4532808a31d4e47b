/**
 * From a platform to the world that it desires, and from a live world back to a platform.
 *
 * <p>Here SQL is read for the first time: what views read, and whether that can work.
 */
@API(status = Status.EXPERIMENTAL)
@NullMarked
@CheckReturnValue
package dev.bqgovernance.compile;

import com.google.errorprone.annotations.CheckReturnValue;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.NullMarked;
