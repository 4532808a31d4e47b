/**
 * How BigQuery and the services that feed it spell a resource: its URL, its requests, its body, its
 * answers, and the words and rules of its fields.
 *
 * <p>{@link dev.bqgovernance.rest.Codec} holds one codec for each kind of resource; a new field or
 * a new kind is added there. {@link dev.bqgovernance.rest.FieldTable} is what planning and
 * rendering read of a kind's fields.
 *
 * <p>This package is internal: it is public to Java because several packages of this library use
 * it, and may change in every version. Only {@link dev.bqgovernance.rest.Request} and {@link
 * dev.bqgovernance.rest.Service}, which a transport has to know, are part of the API.
 */
@API(status = Status.INTERNAL)
@NullMarked
@CheckReturnValue
package dev.bqgovernance.rest;

import com.google.errorprone.annotations.CheckReturnValue;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.NullMarked;
