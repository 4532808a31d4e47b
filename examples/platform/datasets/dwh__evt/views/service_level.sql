WITH latency AS (
  SELECT DISTINCT
    TIMESTAMP_TRUNC(timestamp, DAY) AS day,
    service,
    PERCENTILE_CONT(latency_ms, 0.95) OVER (PARTITION BY TIMESTAMP_TRUNC(timestamp, DAY), service) AS p95_latency_ms
  FROM anon__log.requests
)
SELECT
  DATE(d.day) AS day,
  d.service,
  d.requests,
  d.server_errors,
  1 - SAFE_DIVIDE(d.server_errors, d.requests) AS availability,
  SAFE_DIVIDE(d.latency_seconds, d.requests) * 1000 AS mean_latency_ms,
  l.p95_latency_ms
FROM anon__log.request_daily AS d
LEFT JOIN latency AS l ON l.day = d.day AND l.service = d.service
