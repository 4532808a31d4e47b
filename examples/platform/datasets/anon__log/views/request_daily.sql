SELECT
  TIMESTAMP_TRUNC(timestamp, DAY) AS day,
  resource.labels.service_name AS service,
  COUNT(*) AS requests,
  COUNTIF(httpRequest.status >= 500) AS server_errors,
  SUM(httpRequest.latency) AS latency_seconds
FROM raw__log.run_googleapis_com_requests
GROUP BY day, service
