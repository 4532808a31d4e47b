/**
 * An analytics platform on BigQuery as typed values: described, reviewed, applied.
 *
 * <p>Two classes are enough to start: {@link dev.bqgovernance.model.DataPlatform} describes what
 * should be, and {@link dev.bqgovernance.Governance} plans and applies it. A platform that lies in
 * files is read by {@link dev.bqgovernance.files.PlatformFiles}; a plan is put into words by {@link
 * dev.bqgovernance.render.Markdown} and {@link dev.bqgovernance.render.Text}.
 */
@API(status = Status.EXPERIMENTAL)
@NullMarked
@CheckReturnValue
package dev.bqgovernance;

import com.google.errorprone.annotations.CheckReturnValue;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.NullMarked;
