/**
 * The rules: every finding of a check is decided here. {@link dev.bqgovernance.policy.Guardrails}
 * are the rules that a platform's settings configure; the class of a built-in one has its name,
 * such as {@code MartYieldsStatisticsOnly}. {@link dev.bqgovernance.policy.PlatformCheck} adds the
 * rules about declarations that cannot work, which are always errors or warnings.
 */
@API(status = Status.EXPERIMENTAL)
@NullMarked
@CheckReturnValue
package dev.bqgovernance.policy;

import com.google.errorprone.annotations.CheckReturnValue;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.NullMarked;
