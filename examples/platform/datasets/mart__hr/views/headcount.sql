SELECT
  month,
  department,
  members,
  joined,
  members - LAG(members) OVER (PARTITION BY department ORDER BY month) AS change
FROM dwh__org.headcount_monthly
WHERE organization_id = 1
  AND members >= 5
