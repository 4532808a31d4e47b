SELECT
  g.month,
  g.department,
  g.family,
  g.people,
  ROUND(g.mean_step, 2) AS mean_step,
  SAFE_DIVIDE(g.people, h.members) AS share_assessed
FROM dwh__skill.growth_monthly AS g
LEFT JOIN dwh__org.headcount_monthly AS h
  ON h.organization_id = g.organization_id
  AND h.department = g.department
  AND h.month = g.month
WHERE g.organization_id = 1
  AND g.people >= 5
