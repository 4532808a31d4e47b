/**
 * Compilation of a platform into the state that it desires: derived resources and authorizations,
 * generated SQL, and the access of writer identities and job accounts; and the export of a live
 * state as a platform.
 */
@API(status = Status.INTERNAL)
@NullMarked
@CheckReturnValue
package dev.bqgovernance.compile;

import com.google.errorprone.annotations.CheckReturnValue;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.NullMarked;
