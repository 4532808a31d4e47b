SELECT
  u.user_key,
  u.organization_id,
  u.role,
  COALESCE(p.department, 'unknown') AS department,
  p.job_title,
  p.birth_decade,
  COALESCE(p.joined_on, DATE(u.created_at, 'Asia/Tokyo')) AS joined_on,
  u.created_at,
  u.last_login_at,
  DATE(u.deleted_at, 'Asia/Tokyo') AS left_on
FROM anon__db.users AS u
LEFT JOIN anon__db.profiles AS p USING (user_key)
