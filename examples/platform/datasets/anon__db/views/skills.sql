SELECT
  id AS skill_id,
  name AS skill_name,
  parent_id AS parent_skill_id,
  created_at
FROM raw__db.skills
