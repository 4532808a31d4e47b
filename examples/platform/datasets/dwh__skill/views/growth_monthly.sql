SELECT
  m.organization_id,
  m.department,
  t.family,
  DATE_TRUNC(DATE(a.assessed_at, 'Asia/Tokyo'), MONTH) AS month,
  COUNT(*) AS assessments,
  COUNT(DISTINCT a.user_key) AS people,
  AVG(a.level - a.previous_level) AS mean_step
FROM dwh__skill.assessment AS a
INNER JOIN dwh__skill.skill_tree AS t USING (skill_id)
INNER JOIN dwh__org.member AS m USING (user_key)
WHERE a.previous_level IS NOT NULL
GROUP BY organization_id, department, family, month
