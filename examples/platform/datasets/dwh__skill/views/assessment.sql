SELECT
  user_key,
  skill_id,
  level,
  source,
  assessed_at,
  assessor_key = user_key AS is_self_assessed,
  LAG(level) OVER (PARTITION BY user_key, skill_id ORDER BY assessed_at) AS previous_level
FROM anon__db.user_skills
WHERE level BETWEEN 1 AND 5
