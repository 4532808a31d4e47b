/** The fake's IAM: directory, projects, roles, policies and their evaluation. */
@NullMarked
@CheckReturnValue
package dev.bqgovernance.testkit.internal.iam;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
