WITH region AS (
  SELECT organization_id, region
  FROM dwh__org.organization_region
  QUALIFY ROW_NUMBER() OVER (PARTITION BY organization_id ORDER BY valid_from DESC) = 1
)
SELECT
  g.region,
  r.month,
  SUM(r.revenue_jpy) AS revenue_jpy,
  SUM(r.trailing_year_jpy) AS trailing_year_jpy,
  SUM(r.overdue_invoices) AS overdue_invoices,
  RANK() OVER (PARTITION BY r.month ORDER BY SUM(r.revenue_jpy) DESC) AS place
FROM dwh__org.revenue_monthly AS r
INNER JOIN region AS g USING (organization_id)
GROUP BY g.region, r.month
