WITH adoption AS (
  SELECT organization_id, COUNT(DISTINCT user_key) AS people_with_skills
  FROM dwh__skill.user_skill
  GROUP BY organization_id
)
SELECT
  a.organization_id,
  a.organization_name,
  a.region,
  a.contract_ends_on,
  DATE_DIFF(a.contract_ends_on, CURRENT_DATE('Asia/Tokyo'), DAY) AS days_left,
  a.daily_use,
  SAFE_DIVIDE(s.people_with_skills, a.seats) AS skill_adoption,
  CASE
    WHEN a.last_active_on IS NULL THEN 'silent'
    WHEN a.daily_use < 0.1 THEN 'at risk'
    ELSE 'healthy'
  END AS health
FROM mart__sales.account AS a
LEFT JOIN adoption AS s USING (organization_id)
WHERE a.state = 'customer'
  AND a.contract_ends_on <= DATE_ADD(CURRENT_DATE('Asia/Tokyo'), INTERVAL 90 DAY)
