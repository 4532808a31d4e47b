WITH region AS (
  SELECT organization_id, region, segment
  FROM dwh__org.organization_region
  QUALIFY ROW_NUMBER() OVER (PARTITION BY organization_id ORDER BY valid_from DESC) = 1
),
usage AS (
  SELECT organization_id, AVG(active_users) AS mean_daily_users, MAX(day) AS last_active_on
  FROM dwh__evt.daily_active
  WHERE day >= DATE_SUB(CURRENT_DATE('Asia/Tokyo'), INTERVAL 28 DAY)
  GROUP BY organization_id
)
SELECT
  o.organization_id,
  o.organization_name,
  r.region,
  r.segment,
  o.plan,
  o.seats,
  o.state,
  o.contract_ends_on,
  IFNULL(u.mean_daily_users, 0) AS mean_daily_users,
  u.last_active_on,
  SAFE_DIVIDE(u.mean_daily_users, o.seats) AS daily_use
FROM dwh__org.organization AS o
INNER JOIN region AS r USING (organization_id)
LEFT JOIN usage AS u USING (organization_id)
