SELECT
  dwh__common.pseudonym(CAST(p.user_id AS STRING), k.key_material) AS user_key,
  p.department,
  p.job_title,
  p.prefecture,
  p.joined_on,
  DIV(EXTRACT(YEAR FROM p.birth_date), 10) * 10 AS birth_decade,
  p.updated_at
FROM raw__db.profiles AS p
CROSS JOIN raw__keys.pseudonym_keys AS k
WHERE k.purpose = 'user'
