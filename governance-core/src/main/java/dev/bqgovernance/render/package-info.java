/**
 * Renders plans, drift, reports and answers about access: for people as text and Markdown with the
 * same content, for programs as JSON documents.
 *
 * <p>Start with {@link dev.bqgovernance.render.Text}. Foreign text, such as names, descriptions,
 * SQL and error messages, is escaped: it can neither break out of its place nor hide anything.
 */
@API(status = Status.EXPERIMENTAL)
@NullMarked
@CheckReturnValue
package dev.bqgovernance.render;

import com.google.errorprone.annotations.CheckReturnValue;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.NullMarked;
