-- One row per user; nothing in it says who the user is.
SELECT
  dwh__common.pseudonym(CAST(u.id AS STRING), k.key_material) AS user_key,
  dwh__common.pseudonym(LOWER(TRIM(u.email)), k.key_material) AS email_key,
  u.organization_id,
  u.role,
  u.locale,
  u.created_at,
  u.last_login_at,
  u.deleted_at
FROM raw__db.users AS u
CROSS JOIN raw__keys.pseudonym_keys AS k
WHERE k.purpose = 'user'
