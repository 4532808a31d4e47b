SELECT
  DATE(created_at, 'Asia/Tokyo') AS day,
  COUNT(*) AS n,
  COUNT(DISTINCT organization_id) AS organizations
FROM dwh__org.member
GROUP BY day
