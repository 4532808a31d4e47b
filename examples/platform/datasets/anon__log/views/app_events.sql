-- Cloud Logging delivers a few entries twice; app_event_once has each once (sinks/app-event.json).
-- timestamp is handed through as it is, so that a filter on it still prunes partitions.
SELECT
  e.timestamp,
  e.insertId AS event_id,
  e.jsonPayload.event AS event_name,
  e.jsonPayload.feature AS feature,
  dwh__common.pseudonym(CAST(CAST(e.jsonPayload.userid AS INT64) AS STRING), k.key_material) AS user_key,
  CAST(e.jsonPayload.organizationid AS INT64) AS organization_id,
  e.jsonPayload.durationms AS duration_ms
FROM raw__log.app_event_once AS e
CROSS JOIN raw__keys.pseudonym_keys AS k
WHERE k.purpose = 'user'
  AND e.jsonPayload.event IS NOT NULL
