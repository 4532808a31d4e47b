-- The last 90 days; a pause of half an hour ends a session.
WITH step AS (
  SELECT
    timestamp AS happened_at,
    user_key,
    organization_id,
    feature,
    TIMESTAMP_DIFF(timestamp, LAG(timestamp) OVER (PARTITION BY user_key ORDER BY timestamp), MINUTE) AS pause_minutes
  FROM dwh__evt.event
  WHERE timestamp >= TIMESTAMP_SUB(CURRENT_TIMESTAMP(), INTERVAL 90 DAY)
),
numbered AS (
  SELECT
    happened_at,
    user_key,
    organization_id,
    feature,
    COUNTIF(pause_minutes IS NULL OR pause_minutes >= 30) OVER (PARTITION BY user_key ORDER BY happened_at) AS session_number
  FROM step
)
SELECT
  user_key,
  session_number,
  ANY_VALUE(organization_id) AS organization_id,
  MIN(happened_at) AS started_at,
  TIMESTAMP_DIFF(MAX(happened_at), MIN(happened_at), SECOND) AS seconds,
  COUNT(*) AS events,
  ARRAY_AGG(DISTINCT feature ORDER BY feature LIMIT 10) AS features
FROM numbered
GROUP BY user_key, session_number
