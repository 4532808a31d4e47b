SELECT
  family,
  skill_name,
  COUNT(DISTINCT organization_id) AS organizations,
  COUNT(*) AS people,
  ROUND(AVG(level), 2) AS mean_level,
  COUNTIF(assessed_at >= TIMESTAMP_SUB(CURRENT_TIMESTAMP(), INTERVAL 90 DAY)) AS people_recently
FROM dwh__skill.user_skill
GROUP BY family, skill_name
HAVING people >= 20
