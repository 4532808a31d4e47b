WITH weekly AS (
  SELECT
    DATE_TRUNC(day, WEEK(MONDAY)) AS week,
    feature,
    COUNT(*) AS events,
    APPROX_COUNT_DISTINCT(user_key) AS users,
    AVG(duration_ms) AS mean_duration_ms
  FROM dwh__common.events_since(DATE_SUB(CURRENT_DATE('Asia/Tokyo'), INTERVAL 12 WEEK))
  GROUP BY week, feature
)
SELECT
  week,
  feature,
  events,
  users,
  mean_duration_ms,
  SAFE_DIVIDE(events, SUM(events) OVER (PARTITION BY week)) AS share_of_events
FROM weekly
