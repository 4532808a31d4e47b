-- query: wildcard_month
-- value: events_20260101.name -> name identity, events_20260102.name -> name identity
-- not: events_20260101.value events_20260101.user_id
SELECT name FROM `raw.events_202601*`

-- query: wildcard_year
-- value: events_20260201.value -> value identity, events_20260101.value -> value identity
-- influence: events_20260201.name
-- not: events_20260201.user_id
SELECT value FROM `shop-prod.raw.events_2026*` WHERE name = 'a'

-- query: wildcard_suffix
-- value: events_20260102.name -> name identity
-- not: events_20260102.value
SELECT name, _TABLE_SUFFIX AS day FROM `raw.events_2026*` WHERE _TABLE_SUFFIX >= '0102'

-- query: wildcard_aggregated
-- value: events_20260101.value -> total statistic, events_20260201.value -> total statistic
-- influence: events_20260101.user_id events_20260201.user_id
-- not: events_20260101.name events_20260201.name
SELECT SUM(value) AS total FROM `raw.events_*` GROUP BY user_id

-- query: wildcard_star
-- value: events_20260101.user_id -> user_id identity, events_20260201.name -> name identity
-- not: events_20260201.name -> value
SELECT * FROM `raw.events_2026*`

-- query: wildcard_joined
-- value: users.email -> email identity, events_20260101.name -> name identity
-- influence: events_20260101.user_id users.id
-- not: events_20260101.value users.ssn
SELECT u.email, e.name FROM `raw.events_202601*` AS e JOIN raw.users AS u ON u.id = e.user_id
