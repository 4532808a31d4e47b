-- country and plan are enums; created_at and deleted_at are UTC without saying so.
SELECT
  id,
  name,
  industry,
  CAST(country AS text) AS country,
  CAST(plan AS text) AS plan,
  seats,
  contract_started_on,
  contract_ends_on,
  created_at AT TIME ZONE 'UTC' AS created_at,
  deleted_at AT TIME ZONE 'UTC' AS deleted_at
FROM app.organizations
