SELECT
  DATE_TRUNC(day, MONTH) AS month,
  service,
  SUM(requests) AS requests,
  1 - SAFE_DIVIDE(SUM(server_errors), SUM(requests)) AS availability,
  COUNTIF(availability < 0.999) AS days_below_target,
  MAX(p95_latency_ms) AS worst_p95_latency_ms
FROM dwh__evt.service_level
GROUP BY month, service
