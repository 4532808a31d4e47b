/**
 * The platform as a tree of files in Git, both ways.
 *
 * <p>Start with {@link dev.bqgovernance.files.PlatformFiles}. Every kind of file has one class that
 * reads and writes it; the keys of all of them stand in {@code FileKeys}, the paths in {@code
 * FileKind}.
 */
@API(status = Status.EXPERIMENTAL)
@NullMarked
@CheckReturnValue
package dev.bqgovernance.files;

import com.google.errorprone.annotations.CheckReturnValue;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.NullMarked;
