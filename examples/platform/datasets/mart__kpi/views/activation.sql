-- Of the people who signed up in a week: who came back, and who wrote down a skill within a week.
WITH milestone AS (
  SELECT
    m.user_key,
    DATE_TRUNC(DATE(m.created_at, 'Asia/Tokyo'), WEEK(MONDAY)) AS week,
    LOGICAL_OR(e.event_name = 'session.started' AND e.timestamp > TIMESTAMP_ADD(m.created_at, INTERVAL 1 DAY)) AS came_back,
    LOGICAL_OR(e.event_name = 'skill.added') AS added_skill
  FROM dwh__org.member AS m
  LEFT JOIN dwh__evt.event AS e
    ON e.user_key = m.user_key
    AND e.timestamp BETWEEN m.created_at AND TIMESTAMP_ADD(m.created_at, INTERVAL 7 DAY)
  GROUP BY m.user_key, week
)
SELECT
  week,
  COUNT(*) AS signed_up,
  COUNTIF(came_back) AS came_back,
  COUNTIF(added_skill) AS added_skill,
  ROUND(SAFE_DIVIDE(COUNTIF(came_back AND added_skill), COUNT(*)), 3) AS activation_rate
FROM milestone
GROUP BY week
