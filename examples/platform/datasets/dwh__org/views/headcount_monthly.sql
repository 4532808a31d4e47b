WITH calendar AS (
  SELECT month
  FROM UNNEST(GENERATE_DATE_ARRAY('2023-04-01', CURRENT_DATE('Asia/Tokyo'), INTERVAL 1 MONTH)) AS month
)
SELECT
  m.organization_id,
  m.department,
  c.month,
  COUNT(*) AS members,
  COUNTIF(DATE_TRUNC(m.joined_on, MONTH) = c.month) AS joined
FROM calendar AS c
INNER JOIN dwh__org.member AS m
  ON m.joined_on <= LAST_DAY(c.month, MONTH)
  AND (m.left_on IS NULL OR m.left_on > LAST_DAY(c.month, MONTH))
GROUP BY m.organization_id, m.department, c.month
