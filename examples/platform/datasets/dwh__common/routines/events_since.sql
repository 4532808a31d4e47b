-- Events from first_day (Tokyo time) on; reads only the partitions it needs.
CREATE TABLE FUNCTION dwh__common.events_since(first_day DATE)
AS (
  SELECT
    timestamp,
    day,
    event_name,
    feature,
    user_key,
    organization_id,
    duration_ms
  FROM dwh__evt.event
  WHERE timestamp >= TIMESTAMP(first_day, 'Asia/Tokyo')
);
