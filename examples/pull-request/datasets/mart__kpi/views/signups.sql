SELECT
  DATE(created_at, 'Asia/Tokyo') AS day,
  COUNT(*) AS n,
  ARRAY_AGG(email_key IGNORE NULLS) AS email_keys,
  COUNT(DISTINCT organization_id) AS organizations
FROM dwh__org.member
GROUP BY day
