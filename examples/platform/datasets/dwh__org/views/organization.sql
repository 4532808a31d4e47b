SELECT
  organization_id,
  organization_name,
  industry,
  country,
  plan,
  seats,
  contract_started_on,
  contract_ends_on,
  DATE_DIFF(CURRENT_DATE('Asia/Tokyo'), contract_started_on, MONTH) AS tenure_months,
  CASE
    WHEN deleted_at IS NOT NULL THEN 'closed'
    WHEN plan = 'trial' THEN 'trial'
    WHEN contract_ends_on < CURRENT_DATE('Asia/Tokyo') THEN 'lapsed'
    ELSE 'customer'
  END AS state
FROM anon__db.organizations
