/**
 * From a platform to the world that it desires, and from a live world back to a platform.
 *
 * <p>Here SQL is read for the first time: what views read, and whether that can work.
 */
@NullMarked
@CheckReturnValue
package dev.bqgovernance.compile;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
