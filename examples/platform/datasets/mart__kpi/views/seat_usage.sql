WITH headcount AS (
  SELECT organization_id, month, SUM(members) AS members
  FROM dwh__org.headcount_monthly
  GROUP BY organization_id, month
)
SELECT
  h.month,
  o.plan,
  o.industry,
  COUNT(*) AS organizations,
  SUM(h.members) AS members,
  SAFE_DIVIDE(SUM(h.members), SUM(o.seats)) AS seat_usage
FROM headcount AS h
INNER JOIN dwh__org.organization AS o USING (organization_id)
WHERE o.state IN ('customer', 'trial')
GROUP BY h.month, o.plan, o.industry
