/**
 * Plans, drifts and reports for people to read, and for machines: the same words as text and as
 * Markdown, and JSON documents.
 *
 * <p>Start with {@link dev.bqgovernance.render.Text}. Everything that came from outside, such as
 * names, descriptions, SQL and error messages, is escaped: it can neither break out of its place
 * nor hide anything.
 */
@API(status = Status.EXPERIMENTAL)
@NullMarked
@CheckReturnValue
package dev.bqgovernance.render;

import com.google.errorprone.annotations.CheckReturnValue;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.NullMarked;
