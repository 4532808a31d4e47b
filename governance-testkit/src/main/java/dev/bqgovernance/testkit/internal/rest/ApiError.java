package dev.bqgovernance.testkit.internal.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bqgovernance.model.Assumption;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A refusal of a service: thrown by handlers, turned into the documented error body by the
 * dispatcher.
 */
public final class ApiError extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final String FAILED_PRECONDITION = "failedPrecondition";
  private static final Set<String> STATUS_ONLY =
      Set.of(
          "logging.googleapis.com",
          "monitoring.googleapis.com",
          "bigquerydatatransfer.googleapis.com",
          "bigqueryconnection.googleapis.com");

  private final int status;
  private final String reason;
  private final @Nullable String explanation;

  /** The ErrorInfo of the error (https://cloud.google.com/apis/design/errors), if it has one. */
  private final transient @Nullable ObjectNode info;

  /**
   * Creates a refusal.
   *
   * @param explanation a detail that the real service does not give: the reason, and the remedy
   */
  public ApiError(int status, String reason, String message, @Nullable String explanation) {
    this(status, reason, message, explanation, null);
  }

  private ApiError(
      int status,
      String reason,
      String message,
      @Nullable String explanation,
      @Nullable ObjectNode info) {
    super(message);
    this.status = status;
    this.reason = reason;
    this.explanation = explanation;
    this.info = info;
  }

  /** 400: the request is invalid for every caller. */
  public static ApiError invalid(String message) {
    return new ApiError(400, "invalid", message, null);
  }

  /** 404. */
  public static ApiError notFound(String message) {
    return new ApiError(404, "notFound", message, null);
  }

  /**
   * The same refusal, marked as decided by an assumption: what the service does is not documented.
   */
  public ApiError by(Assumption assumption) {
    return new ApiError(
        status,
        reason,
        Objects.requireNonNullElse(getMessage(), reason),
        String.format(
            "by assumption %s: Google does not say whether %s; the fake assumes %s",
            assumption, assumption.question(), assumption.choice()),
        info);
  }

  /** 409: the name is taken. */
  public static ApiError duplicate(String message) {
    return new ApiError(409, "duplicate", message, null);
  }

  /** 403: the caller lacks a permission. */
  public static ApiError denied(String message, String explanation) {
    return new ApiError(403, "accessDenied", message, explanation);
  }

  /** 403: the service is disabled in the project. */
  public static ApiError serviceDisabled(String service, String consumer, String message) {
    ObjectNode info = Json.object();
    info.put("@type", "type.googleapis.com/google.rpc.ErrorInfo")
        .put("reason", "SERVICE_DISABLED")
        .put("domain", "googleapis.com");
    info.putObject("metadata").put("service", service).put("consumer", consumer);
    return new ApiError(
        403,
        "accessNotConfigured",
        message,
        "a test has disabled " + service + "; projects().enableService enables it again",
        info);
  }

  /** 400: the world is not in the state that the request needs. */
  public static ApiError failedPrecondition(String message, String explanation) {
    return new ApiError(400, FAILED_PRECONDITION, message, explanation);
  }

  /** 409: a concurrent change came first. */
  public static ApiError aborted(String message, String explanation) {
    return new ApiError(409, "aborted", message, explanation);
  }

  /** 412: the resource has changed since the caller read it. */
  public static ApiError preconditionFailed(String explanation) {
    return new ApiError(412, "conditionNotMet", "Precondition check failed.", explanation);
  }

  /** 501: the fake would have to guess. */
  public static ApiError notImplemented(String what) {
    return new ApiError(501, "notImplemented", "not implemented in the fake: " + what, null);
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  /** The explanation for the developer, if any. */
  public Optional<String> explanation() {
    return Optional.ofNullable(explanation);
  }

  /**
   * The error body. Every service answers code, message and status
   * (https://cloud.google.com/apis/design/errors); BigQuery and the Resource Manager add {@code
   * errors} (https://docs.cloud.google.com/bigquery/docs/error-messages).
   *
   * @param service for example {@code logging.googleapis.com}; empty if no method was found
   */
  public ObjectNode body(String service) {
    ObjectNode root = Json.object();
    ObjectNode error = root.putObject("error");
    error.put("code", status);
    error.put("message", getMessage());
    if (!STATUS_ONLY.contains(service)) {
      error
          .putArray("errors")
          .addObject()
          .put("message", getMessage())
          .put("domain", "global")
          .put("reason", reason);
    }
    error.put("status", canonicalStatus());
    if (info != null) {
      error.putArray("details").add(info);
    }
    return root;
  }

  private String canonicalStatus() {
    return switch (status) {
      case 400 -> reason.equals(FAILED_PRECONDITION) ? "FAILED_PRECONDITION" : "INVALID_ARGUMENT";
      case 401 -> "UNAUTHENTICATED";
      case 403 -> "PERMISSION_DENIED";
      case 404 -> "NOT_FOUND";
      case 409 -> reason.equals("duplicate") ? "ALREADY_EXISTS" : "ABORTED";
      case 412 -> "FAILED_PRECONDITION";
      case 429 -> "RESOURCE_EXHAUSTED";
      case 501 -> "UNIMPLEMENTED";
      case 503 -> "UNAVAILABLE";
      default -> "INTERNAL";
    };
  }
}
