/** Who is who and who may do what: the fake's directory, roles, policies and their evaluation. */
@NullMarked
@CheckReturnValue
package dev.bqgovernance.testkit.internal.iam;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
