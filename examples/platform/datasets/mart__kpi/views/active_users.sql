WITH daily AS (
  SELECT day, SUM(active_users) AS daily_active_users
  FROM dwh__evt.daily_active
  GROUP BY day
),
monthly AS (
  SELECT d.day, APPROX_COUNT_DISTINCT(e.user_key) AS monthly_active_users
  FROM daily AS d
  INNER JOIN dwh__evt.event AS e ON e.day BETWEEN DATE_SUB(d.day, INTERVAL 27 DAY) AND d.day
  WHERE e.timestamp >= TIMESTAMP_SUB(CURRENT_TIMESTAMP(), INTERVAL 208 DAY)
  GROUP BY d.day
)
SELECT
  day,
  daily_active_users,
  monthly_active_users,
  SAFE_DIVIDE(daily_active_users, monthly_active_users) AS stickiness
FROM daily
INNER JOIN monthly USING (day)
