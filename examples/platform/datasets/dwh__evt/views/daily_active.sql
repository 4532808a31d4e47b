SELECT
  day,
  organization_id,
  COUNT(DISTINCT user_key) AS active_users,
  COUNT(*) AS events
FROM dwh__evt.event
GROUP BY day, organization_id
