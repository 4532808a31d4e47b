/** Guardrails: rules over a state and over who can read what, which end in findings. */
@NullMarked
@CheckReturnValue
package dev.bqgovernance.policy;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
