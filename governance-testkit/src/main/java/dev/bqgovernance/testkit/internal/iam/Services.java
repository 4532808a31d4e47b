package dev.bqgovernance.testkit.internal.iam;

import dev.bqgovernance.testkit.internal.rest.ApiError;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The services of the fake, which a project can disable. */
public final class Services {
  private static final String TRANSFER = "bigquerydatatransfer.googleapis.com";
  private static final Map<String, String> NAMES =
      new TreeMap<>(
          Map.of(
              "bigquery.googleapis.com",
              "BigQuery API",
              "bigqueryconnection.googleapis.com",
              "BigQuery Connection API",
              TRANSFER,
              "BigQuery Data Transfer API",
              "cloudresourcemanager.googleapis.com",
              "Cloud Resource Manager API",
              "logging.googleapis.com",
              "Cloud Logging API",
              "monitoring.googleapis.com",
              "Cloud Monitoring API"));

  private Services() {}

  /**
   * Returns the name of a service that can be disabled.
   *
   * @throws IllegalArgumentException if the fake has no such service
   */
  public static String requireKnown(String service) {
    if (!NAMES.containsKey(service)) {
      throw new IllegalArgumentException(
          "The fake has no service \"" + service + "\"; it has " + NAMES.keySet() + ".");
    }
    return service;
  }

  /**
   * Refuses a call of a service that is disabled in the project.
   *
   * @throws ApiError 403 in the service's own words
   */
  public static void requireEnabled(Optional<Iam.Project> project, String service) {
    if (project.isPresent() && project.get().disabledServices().contains(service)) {
      long number = project.get().number();
      throw ApiError.serviceDisabled(
          service,
          "projects/" + number,
          service.equals(TRANSFER)
              ? "BigQuery Data Transfer Service is not enabled for " + project.get().id()
              : NAMES.get(service)
                  + " has not been used in project "
                  + number
                  + " before or it is disabled. Enable it by visiting https://console.developers.google.com/apis/api/"
                  + service
                  + "/overview?project="
                  + number
                  + " then retry. If you enabled this API recently, wait a few minutes for the action to propagate"
                  + " to our systems and retry.");
    }
  }
}
