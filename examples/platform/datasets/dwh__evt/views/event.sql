SELECT
  e.timestamp,
  DATE(e.timestamp, 'Asia/Tokyo') AS day,
  e.event_id,
  e.event_name,
  COALESCE(e.feature, 'other') AS feature,
  e.user_key,
  u.organization_id,
  u.role,
  e.duration_ms
FROM anon__log.app_events AS e
INNER JOIN anon__db.users AS u USING (user_key)
WHERE NOT STARTS_WITH(e.event_name, 'internal.')
