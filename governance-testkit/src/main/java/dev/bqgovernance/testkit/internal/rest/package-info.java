/** The base of the fake's services: routing of REST calls, JSON, and error bodies. */
@NullMarked
@CheckReturnValue
package dev.bqgovernance.testkit.internal.rest;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
