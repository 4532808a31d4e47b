/**
 * JSON text to values and back: the only room that knows the JSON library.
 *
 * <p>{@link dev.bqgovernance.json.JsonText} is for documents that machines write; {@link
 * dev.bqgovernance.json.LocatedJson} is for text that people write, where every value knows its
 * line and column; {@link dev.bqgovernance.json.JsonFormat} writes text that people read.
 */
@API(status = Status.INTERNAL)
@NullMarked
@CheckReturnValue
package dev.bqgovernance.json;

import com.google.errorprone.annotations.CheckReturnValue;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.NullMarked;
