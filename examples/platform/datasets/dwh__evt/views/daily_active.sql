-- The condition is on timestamp, so that only the partitions of half a year are read.
SELECT
  day,
  organization_id,
  COUNT(DISTINCT user_key) AS active_users,
  COUNT(*) AS events
FROM dwh__evt.event
WHERE timestamp >= TIMESTAMP_SUB(CURRENT_TIMESTAMP(), INTERVAL 180 DAY)
GROUP BY day, organization_id
