SELECT
  department,
  family,
  COUNT(DISTINCT user_key) AS people,
  ROUND(AVG(level), 1) AS mean_level,
  ROUND(SAFE_DIVIDE(COUNTIF(level >= 4), COUNT(*)), 2) AS share_of_experts
FROM dwh__skill.user_skill
WHERE organization_id = 1
GROUP BY department, family
HAVING COUNT(DISTINCT user_key) >= 5
