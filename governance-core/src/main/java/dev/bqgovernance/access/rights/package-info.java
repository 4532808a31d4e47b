/**
 * Rights of principals: who may do what, by which grant, authorization, row policy or tag. Knows
 * nothing of what a text passes through.
 */
@API(status = Status.INTERNAL)
@NullMarked
@CheckReturnValue
package dev.bqgovernance.access.rights;

import com.google.errorprone.annotations.CheckReturnValue;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.NullMarked;
