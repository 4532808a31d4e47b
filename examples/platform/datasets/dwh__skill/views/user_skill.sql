-- The latest word on each person's skill; a manager's or peer's weighs more than one's own of the same day.
WITH latest AS (
  SELECT user_key, skill_id, level, assessed_at
  FROM dwh__skill.assessment
  QUALIFY ROW_NUMBER() OVER (
    PARTITION BY user_key, skill_id
    ORDER BY DATE(assessed_at) DESC, is_self_assessed, assessed_at DESC) = 1
)
SELECT
  l.user_key,
  m.organization_id,
  m.department,
  t.skill_id,
  t.skill_name,
  t.family,
  l.level,
  l.assessed_at
FROM latest AS l
INNER JOIN dwh__skill.skill_tree AS t USING (skill_id)
INNER JOIN dwh__org.member AS m USING (user_key)
WHERE m.left_on IS NULL
