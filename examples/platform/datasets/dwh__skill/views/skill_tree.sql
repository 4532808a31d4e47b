-- Every skill with the family it belongs to.
WITH RECURSIVE tree AS (
  SELECT skill_id, skill_name, skill_name AS family, 0 AS depth
  FROM anon__db.skills
  WHERE parent_skill_id IS NULL
  UNION ALL
  SELECT s.skill_id, s.skill_name, t.family, t.depth + 1
  FROM anon__db.skills AS s
  INNER JOIN tree AS t ON s.parent_skill_id = t.skill_id
  WHERE t.depth < 4
)
SELECT skill_id, skill_name, family, depth
FROM tree
