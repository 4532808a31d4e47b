-- PostgreSQL's own SQL. What BigQuery cannot read is cast here: citext, an enum, jsonb.
SELECT
  u.id,
  u.organization_id,
  CAST(u.email AS text) AS email,
  concat_ws(' ', u.given_name, u.family_name) AS full_name,
  CAST(u.role AS text) AS role,
  u.settings ->> 'locale' AS locale,
  u.created_at AT TIME ZONE 'UTC' AS created_at,
  u.last_login_at AT TIME ZONE 'UTC' AS last_login_at,
  u.deleted_at AT TIME ZONE 'UTC' AS deleted_at
FROM app.users AS u
WHERE NOT u.is_test
