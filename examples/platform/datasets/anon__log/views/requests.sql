-- No query strings, no ids in paths, and of an address only its network.
SELECT
  timestamp,
  insertId AS request_id,
  resource.labels.service_name AS service,
  httpRequest.requestMethod AS method,
  REGEXP_REPLACE(REGEXP_EXTRACT(httpRequest.requestUrl, r'^https?://[^/]+([^?#]*)'), r'/[0-9]+', '/:id') AS path,
  httpRequest.status AS status,
  httpRequest.latency * 1000 AS latency_ms,
  NET.IP_TO_STRING(
    NET.IP_TRUNC(
      NET.SAFE_IP_FROM_STRING(httpRequest.remoteIp),
      IF(STRPOS(httpRequest.remoteIp, ':') > 0, 48, 24))) AS network
FROM raw__log.request_once
