SELECT
  a.organization_id,
  a.organization_name,
  a.region,
  a.contract_ends_on,
  DATE_DIFF(a.contract_ends_on, CURRENT_DATE('Asia/Tokyo'), DAY) AS days_left,
  a.daily_use,
  CASE
    WHEN a.last_active_on IS NULL THEN 'silent'
    WHEN a.daily_use < 0.1 THEN 'at risk'
    ELSE 'healthy'
  END AS health
FROM mart__sales.account AS a
WHERE a.state = 'customer'
  AND a.contract_ends_on <= DATE_ADD(CURRENT_DATE('Asia/Tokyo'), INTERVAL 90 DAY)
