SELECT
  DATE_TRUNC(DATE(s.started_at, 'Asia/Tokyo'), WEEK(MONDAY)) AS week,
  o.plan,
  COUNT(*) AS sessions,
  AVG(s.seconds) AS mean_seconds,
  COUNTIF('search' IN UNNEST(s.features)) AS sessions_with_search
FROM dwh__evt.session AS s
INNER JOIN dwh__org.organization AS o USING (organization_id)
GROUP BY week, o.plan
