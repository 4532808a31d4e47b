WITH cohort AS (
  SELECT user_key, DATE_TRUNC(DATE(created_at, 'Asia/Tokyo'), MONTH) AS cohort_month
  FROM dwh__org.member
),
activity AS (
  SELECT DISTINCT user_key, DATE_TRUNC(day, MONTH) AS month
  FROM dwh__evt.event
  WHERE timestamp >= TIMESTAMP_SUB(CURRENT_TIMESTAMP(), INTERVAL 365 DAY)
),
size AS (
  SELECT cohort_month, COUNT(*) AS people
  FROM cohort
  GROUP BY cohort_month
)
SELECT
  c.cohort_month,
  DATE_DIFF(a.month, c.cohort_month, MONTH) AS months_later,
  ANY_VALUE(s.people) AS people,
  COUNT(*) AS active,
  SAFE_DIVIDE(COUNT(*), ANY_VALUE(s.people)) AS retention
FROM cohort AS c
INNER JOIN activity AS a ON a.user_key = c.user_key AND a.month >= c.cohort_month
INNER JOIN size AS s ON s.cohort_month = c.cohort_month
GROUP BY c.cohort_month, months_later
