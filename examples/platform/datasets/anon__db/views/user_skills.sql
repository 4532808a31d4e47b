SELECT
  dwh__common.pseudonym(CAST(s.user_id AS STRING), k.key_material) AS user_key,
  s.skill_id,
  s.level,
  s.source,
  dwh__common.pseudonym(CAST(s.assessor_id AS STRING), k.key_material) AS assessor_key,
  s.assessed_at
FROM raw__db.user_skills AS s
CROSS JOIN raw__keys.pseudonym_keys AS k
WHERE k.purpose = 'user'
