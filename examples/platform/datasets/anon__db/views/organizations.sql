SELECT
  id AS organization_id,
  name AS organization_name,
  industry,
  country,
  plan,
  seats,
  contract_started_on,
  contract_ends_on,
  created_at,
  deleted_at
FROM raw__db.organizations
