-- A pause of half an hour ends a session.
WITH step AS (
  SELECT
    timestamp,
    user_key,
    organization_id,
    feature,
    TIMESTAMP_DIFF(timestamp, LAG(timestamp) OVER (PARTITION BY user_key ORDER BY timestamp), MINUTE) AS pause_minutes
  FROM dwh__evt.event
),
numbered AS (
  SELECT
    timestamp,
    user_key,
    organization_id,
    feature,
    COUNTIF(pause_minutes IS NULL OR pause_minutes >= 30) OVER (PARTITION BY user_key ORDER BY timestamp) AS session_number
  FROM step
)
SELECT
  user_key,
  session_number,
  ANY_VALUE(organization_id) AS organization_id,
  MIN(timestamp) AS started_at,
  TIMESTAMP_DIFF(MAX(timestamp), MIN(timestamp), SECOND) AS seconds,
  COUNT(*) AS events,
  ARRAY_AGG(DISTINCT feature ORDER BY feature LIMIT 10) AS features
FROM numbered
GROUP BY user_key, session_number
