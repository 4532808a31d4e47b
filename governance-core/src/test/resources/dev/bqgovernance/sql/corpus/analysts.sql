-- query: ha_revenue_by_city
-- value: users.city -> city identity, orders.amount -> revenue statistic
-- influence: orders.status users.id orders.user_id
-- not: users.email users.age orders.note
-- not: orders.amount -> city
-- not value: orders.status
SELECT u.city, SUM(o.amount) AS revenue
FROM raw.orders AS o
JOIN raw.users AS u ON u.id = o.user_id
WHERE o.status = 'paid'
GROUP BY u.city

-- query: ha_monthly_revenue
-- value: orders.placed -> month partial, orders.user_id -> buyers statistic, orders.amount -> mean statistic
-- not: orders.id orders.note
-- not: orders.amount -> buyers
SELECT
  DATE_TRUNC(placed, MONTH) AS month,
  COUNT(DISTINCT user_id) AS buyers,
  COUNT(*) AS n,
  AVG(amount) AS mean
FROM raw.orders
GROUP BY month

-- query: ha_star_sales
-- value: products.category -> category identity, sales.q1 -> half statistic, sales.q2 -> half statistic, products.price -> top_price identity
-- influence: sales.product_id products.id
-- not: sales.q3 products.title
-- not: products.price -> half, sales.q1 -> region
SELECT p.category, s.region, SUM(s.q1 + s.q2) AS half, MAX(p.price) AS top_price
FROM raw.sales s
JOIN raw.products p ON p.id = s.product_id
GROUP BY p.category, s.region

-- query: ha_funnel
-- value: visits.user_id -> s1 statistic, sessions.user_id -> s2 statistic, orders.user_id -> s3 statistic
-- influence: visits.page orders.status
-- not: sessions.started orders.note orders.amount
-- not value: visits.page orders.status
WITH visited AS (
  SELECT DISTINCT user_id FROM raw.visits WHERE page = 'home'
),
logged AS (
  SELECT user_id, MIN(started) AS first_seen FROM raw.sessions GROUP BY user_id
),
bought AS (
  SELECT user_id, COUNT(*) AS n, MAX(note) AS last_note
  FROM raw.orders
  WHERE status = 'paid'
  GROUP BY user_id
)
SELECT COUNT(v.user_id) AS s1, COUNT(s.user_id) AS s2, COUNT(b.user_id) AS s3
FROM visited v
LEFT JOIN logged s ON s.user_id = v.user_id
LEFT JOIN bought b ON b.user_id = s.user_id

-- query: ha_cohort_retention
-- value: orders.placed -> cohort partial, orders.placed -> age_months partial, orders.user_id -> buyers statistic
-- not: orders.amount orders.status orders.id
WITH firsts AS (
  SELECT user_id, DATE_TRUNC(MIN(placed), MONTH) AS cohort
  FROM raw.orders
  GROUP BY user_id
),
activity AS (
  SELECT DISTINCT o.user_id, DATE_TRUNC(o.placed, MONTH) AS active FROM raw.orders o
)
SELECT
  f.cohort,
  DATE_DIFF(a.active, f.cohort, MONTH) AS age_months,
  COUNT(DISTINCT a.user_id) AS buyers
FROM firsts f
JOIN activity a ON a.user_id = f.user_id
GROUP BY f.cohort, age_months

-- query: ha_sessionise
-- value: sessions.user_id -> user_id identity, sessions.ms -> total_ms statistic
-- influence: sessions.started -> visit_no, sessions.user_id -> visit_no
-- not: sessions.ip sessions.device
-- not: sessions.ms -> visit_no
-- not value: sessions.started
WITH gaps AS (
  SELECT user_id, started, ip, ms,
    LAG(started) OVER (PARTITION BY user_id ORDER BY started) AS prev
  FROM raw.sessions
),
flagged AS (
  SELECT user_id, started, ms,
    IF(prev IS NULL OR TIMESTAMP_DIFF(started, prev, MINUTE) > 30, 1, 0) AS is_new
  FROM gaps
),
numbered AS (
  SELECT user_id, ms, SUM(is_new) OVER (PARTITION BY user_id ORDER BY started) AS visit_no
  FROM flagged
)
SELECT user_id, visit_no, SUM(ms) AS total_ms
FROM numbered
GROUP BY user_id, visit_no

-- query: ha_gap_minutes
-- value: sessions.started -> gap derived, sessions.device -> device identity, sessions.device -> prev_device identity
-- influence: sessions.user_id -> gap
-- not: sessions.ip sessions.ms
-- not: sessions.started -> device
-- not value: sessions.user_id
SELECT
  device,
  TIMESTAMP_DIFF(started, LAG(started) OVER (PARTITION BY user_id ORDER BY started), MINUTE) AS gap,
  LAG(device) OVER (PARTITION BY user_id ORDER BY started, device) AS prev_device
FROM raw.sessions

-- query: ha_dedup_latest
-- value: orders.amount -> amount identity, orders.status -> status identity
-- influence: orders.user_id orders.placed orders.id
-- not: orders.note
-- not: orders.placed -> amount, orders.amount -> status
SELECT * EXCEPT (rn, note)
FROM (
  SELECT o.*, ROW_NUMBER() OVER (PARTITION BY user_id ORDER BY placed DESC, id DESC) AS rn
  FROM raw.orders o
)
WHERE rn = 1

-- query: ha_dedup_qualify
-- value: users.email -> email identity, users.city -> city identity
-- influence: users.born users.id users.email
-- not: users.age users.ssn users.phone
-- not: users.email -> city
-- not value: users.born users.id
SELECT email, city
FROM raw.users
WHERE email IS NOT NULL
QUALIFY ROW_NUMBER() OVER (PARTITION BY LOWER(email) ORDER BY born DESC, id, city, email) = 1

-- query: ha_top_products_per_category
-- value: products.title -> title identity, sales.q3 -> units statistic
-- influence: products.category sales.q1 sales.product_id
-- not: sales.region products.price
-- not: sales.q1 -> title
-- not value: products.id sales.product_id
WITH sold AS (
  SELECT product_id, SUM(q1 + q2 + q3) AS units, MAX(region) AS a_region
  FROM raw.sales
  GROUP BY product_id
)
SELECT p.category, p.title, s.units
FROM sold s
JOIN raw.products p ON p.id = s.product_id
WHERE s.units IS NOT NULL
QUALIFY RANK() OVER (PARTITION BY p.category ORDER BY s.units DESC) <= 2

-- query: ha_chain_ltv
-- value: users.city -> city identity, orders.amount -> total statistic, orders.placed -> span derived
-- influence: orders.amount -> tier
-- influence: orders.status
-- not: users.email orders.note users.age
-- not: orders.placed -> tier, orders.amount -> span
-- not value: orders.status
WITH paid AS (
  SELECT user_id, amount, placed, note FROM raw.orders WHERE status = 'paid'
),
per_user AS (
  SELECT user_id, SUM(amount) AS total, MIN(placed) AS first_buy, MAX(placed) AS last_buy
  FROM paid
  GROUP BY user_id
),
enriched AS (
  SELECT u.id, u.city, u.email, p.total, DATE_DIFF(p.last_buy, p.first_buy, DAY) AS span
  FROM raw.users u
  JOIN per_user p ON p.user_id = u.id
),
banded AS (
  SELECT city, total, span,
    CASE WHEN total >= 100 THEN 'high' WHEN total >= 20 THEN 'mid' ELSE 'low' END AS tier
  FROM enriched
)
SELECT city, tier, span, total FROM banded WHERE span > 0

-- query: ha_union_sources
-- value: orders.amount -> detail identity, sessions.device -> detail identity, visits.page -> detail identity, sessions.started -> day partial
-- not: sessions.ip orders.note orders.status
-- not: sessions.device -> source, orders.amount -> user_id, visits.page -> day
SELECT 'order' AS source, user_id, CAST(amount AS STRING) AS detail, placed AS day FROM raw.orders
UNION ALL
SELECT 'session', user_id, device, DATE(started) FROM raw.sessions
UNION ALL
SELECT 'visit', user_id, page, NULL FROM raw.visits

-- query: ha_union_tagged
-- value: staff.name -> label identity
-- not: staff.id users.id staff.salary staff.dept users.phone
-- not: staff.name -> kind, users.email -> kind
WITH all_rows AS (
  SELECT 'user' AS kind, id, email AS label FROM raw.users
  UNION ALL
  SELECT 'staff', id, name FROM raw.staff
)
SELECT kind, label FROM all_rows WHERE kind = 'staff'

-- query: ha_union_positions
-- value: orders.note -> a identity, orders.status -> b identity, users.phone -> b identity
-- not: users.phone -> a, orders.note -> b, orders.status -> a
-- not: users.id orders.id
SELECT email AS a, phone AS b FROM raw.users
UNION ALL
SELECT note AS b, status AS a FROM raw.orders

-- query: ha_recon_full_outer
-- value: orders.user_id -> user_id identity, sessions.user_id -> user_id identity, orders.amount -> delta statistic, sessions.ms -> seen statistic
-- influence: orders.amount sessions.ms
-- not: sessions.ip sessions.device orders.note
-- not: sessions.ms -> billed, orders.amount -> seen
WITH ord AS (
  SELECT user_id, SUM(amount) AS billed, COUNT(*) AS n FROM raw.orders GROUP BY user_id
),
ev AS (
  SELECT user_id, SUM(ms) AS seen, MAX(ip) AS ip FROM raw.sessions GROUP BY user_id
)
SELECT
  COALESCE(o.user_id, e.user_id) AS user_id,
  COALESCE(o.billed, 0) AS billed,
  COALESCE(e.seen, 0) AS seen,
  COALESCE(o.billed, 0) - COALESCE(e.seen, 0) AS delta
FROM ord o
FULL OUTER JOIN ev e ON o.user_id = e.user_id
WHERE COALESCE(o.billed, 0) != COALESCE(e.seen, 0)

-- query: ha_recon_state
-- value: users.email -> mail identity
-- influence: users.id -> state, orders.id -> state
-- not: orders.amount users.phone
-- not: orders.id -> mail, users.email -> state
-- not value: orders.id users.id orders.user_id
SELECT
  COALESCE(u.email, 'missing') AS mail,
  CASE WHEN u.id IS NULL THEN 'orphan' WHEN o.id IS NULL THEN 'idle' ELSE 'ok' END AS state
FROM raw.users u
FULL OUTER JOIN raw.orders o ON u.id = o.user_id

-- query: ha_snapshot_diff
-- value: events_20260101.value -> v1 identity, events_20260102.value -> v2 identity, events_20260102.user_id -> user_id identity
-- influence: events_20260101.value
-- not: events_20260101.name events_20260102.name
-- not: events_20260101.value -> v2, events_20260102.value -> v1
SELECT user_id, a.value AS v1, b.value AS v2
FROM raw.events_20260101 a
FULL JOIN raw.events_20260102 b USING (user_id)
WHERE a.value IS DISTINCT FROM b.value

-- query: ha_exists_recent
-- value: users.city -> city identity
-- influence: orders.user_id orders.placed users.id
-- not: orders.note orders.amount
-- not value: orders.placed orders.user_id
SELECT u.id, u.city
FROM raw.users u
WHERE EXISTS (
  SELECT o.note, o.amount
  FROM raw.orders o
  WHERE o.user_id = u.id AND o.placed >= DATE '2026-02-01'
)

-- query: ha_not_exists_churn
-- value: users.email -> email identity
-- influence: sessions.device users.id sessions.user_id
-- not: sessions.ip sessions.started users.age
-- not value: sessions.device users.id
SELECT u.email
FROM raw.users u
WHERE NOT EXISTS (
  SELECT 1 FROM raw.sessions s WHERE s.user_id = u.id AND s.device = 'phone'
)

-- query: ha_exists_flag
-- value: users.id -> id identity
-- influence: sessions.ms -> active, sessions.user_id -> active
-- not: sessions.ip sessions.device
-- not: sessions.ms -> id
-- not value: sessions.ms
SELECT
  u.id,
  EXISTS (SELECT s.ip FROM raw.sessions s WHERE s.user_id = u.id AND s.ms > 15) AS active
FROM raw.users u

-- query: ha_in_subquery
-- value: products.title -> title identity
-- influence: sales.product_id sales.region sales.q1 products.id
-- not: sales.q2 products.price
-- not value: sales.product_id sales.region
SELECT p.title
FROM raw.products p
WHERE p.id IN (SELECT s.product_id FROM raw.sales s WHERE s.region = 'eu' AND s.q1 > 3)

-- query: ha_in_flag
-- influence: orders.amount -> big_buyer
-- not: orders.note orders.placed users.email
-- not: orders.amount -> id
-- not value: orders.amount
SELECT u.id, u.id IN (SELECT o.user_id FROM raw.orders o WHERE o.amount > 20) AS big_buyer
FROM raw.users u

-- query: ha_anti_left_join
-- value: users.phone -> phone identity
-- influence: orders.status orders.id orders.user_id
-- not: orders.amount users.ssn
-- not value: orders.status orders.id
SELECT u.id, u.phone
FROM raw.users u
LEFT JOIN raw.orders o ON o.user_id = u.id AND o.status = 'paid'
WHERE o.id IS NULL

-- query: ha_not_in_bosses
-- value: staff.name -> name identity, staff.dept -> dept identity
-- influence: staff.boss staff.id
-- not: staff.salary
-- not: staff.dept -> name
-- not value: staff.boss staff.id
SELECT name, dept
FROM raw.staff
WHERE id NOT IN (SELECT boss FROM raw.staff WHERE boss IS NOT NULL)

-- query: ha_scalar_correlated
-- value: orders.amount -> spent statistic, sessions.device -> last_device identity, users.city -> city identity
-- influence: users.id -> spent, sessions.user_id -> last_device
-- not: sessions.started orders.status
-- not: orders.amount -> last_device, users.id -> city
-- not value: users.id sessions.user_id
SELECT
  u.city,
  (SELECT SUM(o.amount) FROM raw.orders o WHERE o.user_id = u.id) AS spent,
  (SELECT MAX(s.device) FROM raw.sessions s WHERE s.user_id = u.id) AS last_device
FROM raw.users u

-- query: ha_share_of_total
-- value: orders.amount -> share derived, orders.amount -> above derived, orders.id -> id identity
-- not: orders.note orders.placed
-- not: orders.amount -> id
SELECT
  o.id,
  o.amount / (SELECT SUM(amount) FROM raw.orders) AS share,
  o.amount > (SELECT AVG(amount) FROM raw.orders) AS above
FROM raw.orders o

-- query: ha_latest_amount
-- value: orders.amount -> last_amount identity
-- influence: orders.placed -> last_amount
-- not: orders.note orders.status
-- not: orders.amount -> user_id
-- not value: orders.placed orders.id
SELECT
  user_id,
  ARRAY_AGG(STRUCT(id, amount, note) ORDER BY placed DESC, id DESC LIMIT 1)[OFFSET(0)].amount AS last_amount
FROM raw.orders
GROUP BY user_id

-- query: ha_latest_struct_cte
-- value: orders.status -> st identity, orders.amount -> dbl derived
-- influence: orders.placed -> st
-- not: orders.note
-- not: orders.status -> dbl, orders.amount -> st
-- not value: orders.placed
WITH latest AS (
  SELECT
    user_id,
    ARRAY_AGG(STRUCT(status AS st, amount AS amt, note AS memo) ORDER BY placed DESC, id LIMIT 1)[OFFSET(0)] AS r
  FROM raw.orders
  GROUP BY user_id
)
SELECT user_id, r.st, r.amt * 2 AS dbl FROM latest

-- query: ha_unnest_tags_offset
-- value: profiles.tags -> tag identity, profiles.user_id -> user_id identity
-- not: profiles.name.first profiles.address.zip profiles.contacts.value
-- not: profiles.tags -> user_id, profiles.user_id -> tag
SELECT p.user_id, tag, pos
FROM raw.profiles p, UNNEST(p.tags) AS tag WITH OFFSET AS pos
WHERE pos < 2

-- query: ha_unnest_contacts
-- value: profiles.contacts.value -> mail identity, profiles.name.last -> surname identity
-- influence: profiles.contacts.kind
-- not: profiles.name.first profiles.address.street profiles.tags
-- not: profiles.contacts.value -> surname
-- not value: profiles.contacts.kind
SELECT p.name.last AS surname, c.value AS mail
FROM raw.profiles p
CROSS JOIN UNNEST(p.contacts) AS c
WHERE c.kind = 'mail'

-- query: ha_contacts_array
-- value: profiles.contacts.value -> faxes identity
-- influence: profiles.contacts.kind -> faxes, profiles.tags -> a_tags
-- not: profiles.name.first profiles.address.zip
-- not: profiles.tags -> faxes, profiles.contacts.value -> a_tags
-- not value: profiles.contacts.kind profiles.tags
SELECT
  p.user_id,
  ARRAY(SELECT c.value FROM UNNEST(p.contacts) AS c WHERE c.kind = 'fax' ORDER BY c.value) AS faxes,
  (SELECT COUNT(*) FROM UNNEST(p.tags) AS t WHERE t LIKE 'a%') AS a_tags
FROM raw.profiles p

-- query: ha_contacts_spread
-- value: profiles.contacts.value -> mail identity, profiles.contacts.value -> fax identity
-- influence: profiles.contacts.kind -> mail
-- not: profiles.tags profiles.name.last
-- not: profiles.contacts.value -> user_id
-- not value: profiles.contacts.kind
SELECT
  p.user_id,
  MAX(IF(c.kind = 'mail', c.value, NULL)) AS mail,
  MAX(IF(c.kind = 'fax', c.value, NULL)) AS fax
FROM raw.profiles p
LEFT JOIN UNNEST(p.contacts) AS c
GROUP BY p.user_id

-- query: ha_contacts_joined
-- value: profiles.tags -> tag_list identity, profiles.contacts.value -> reach identity
-- influence: profiles.contacts.kind -> reach
-- not: profiles.name.last profiles.address.street
-- not: profiles.tags -> reach, profiles.contacts.value -> tag_list
-- not value: profiles.contacts.kind
SELECT
  p.user_id,
  ARRAY_TO_STRING(p.tags, ',') AS tag_list,
  (SELECT STRING_AGG(c.value, ',' ORDER BY c.kind, c.value) FROM UNNEST(p.contacts) AS c) AS reach
FROM raw.profiles p

-- query: ha_pivot_region
-- value: sales.q1 -> units_eu statistic, sales.product_id -> product_id identity
-- influence: sales.region -> units_us
-- not: sales.q2 sales.q3
-- not: sales.q1 -> product_id
-- not value: sales.region
SELECT *
FROM (SELECT product_id, region, q1 FROM raw.sales)
PIVOT (SUM(q1) AS units FOR region IN ('eu', 'us'))

-- query: ha_pivot_implicit_group
-- value: orders.amount -> paid identity, orders.amount -> lost identity, orders.user_id -> user_id identity
-- influence: orders.status -> paid
-- influence: orders.note
-- not: orders.placed orders.id
-- not value: orders.note orders.status
SELECT user_id, paid, lost
FROM (SELECT user_id, status, amount, note FROM raw.orders)
PIVOT (MAX(amount) FOR status IN ('paid', 'lost'))

-- query: ha_unpivot_quarters
-- value: sales.q1 -> units identity, sales.q3 -> units identity, sales.product_id -> product_id identity
-- not: sales.region
-- not: sales.q2 -> quarter, sales.q1 -> product_id, sales.product_id -> units
SELECT product_id, quarter, units
FROM raw.sales
UNPIVOT (units FOR quarter IN (q1, q2, q3))
WHERE units > 0

-- query: ha_unpivot_partial
-- value: sales.region -> region identity, sales.q1 -> total statistic
-- not: sales.q3 sales.product_id
-- not: sales.q1 -> region
SELECT region, SUM(v) AS total
FROM raw.sales
UNPIVOT (v FOR q IN (q1 AS 'first', q2 AS 'second'))
WHERE q = 'first'
GROUP BY region

-- query: ha_rollup
-- value: users.city -> city identity, orders.status -> status identity, orders.amount -> total statistic
-- influence: users.id orders.user_id
-- not: orders.placed users.age
-- not: orders.amount -> n, orders.amount -> city
SELECT u.city, o.status, SUM(o.amount) AS total, COUNT(*) AS n
FROM raw.users u
JOIN raw.orders o ON o.user_id = u.id
GROUP BY ROLLUP (u.city, o.status)

-- query: ha_grouping_sets
-- value: products.category -> category identity, sales.region -> region identity, sales.q2 -> mean statistic
-- not: sales.q1 sales.q3 products.title products.price
-- not: sales.q2 -> category, sales.region -> category
SELECT p.category, s.region, AVG(s.q2) AS mean
FROM raw.sales s
JOIN raw.products p ON p.id = s.product_id
GROUP BY GROUPING SETS ((p.category), (s.region), ())

-- query: ha_having
-- value: sessions.device -> device identity
-- influence: sessions.ms sessions.user_id
-- not: sessions.ip sessions.started
-- not value: sessions.ms sessions.user_id
SELECT device, COUNT(*) AS n
FROM raw.sessions
GROUP BY device
HAVING AVG(ms) > 15 AND COUNT(DISTINCT user_id) > 1

-- query: ha_star_except
-- value: users.city -> city identity, users.vip -> vip identity
-- influence: users.vip
-- not: users.ssn users.phone users.email
-- not: users.age -> city
SELECT * EXCEPT (ssn, phone, email) FROM raw.users WHERE vip

-- query: ha_star_replace
-- value: users.email -> email partial, users.born -> born partial, users.city -> city identity
-- not: users.ssn users.phone
-- not: users.email -> city, users.age -> born
SELECT * EXCEPT (phone) REPLACE (lib.initial(email) AS email, 'xxx' AS ssn, DATE_TRUNC(born, YEAR) AS born)
FROM raw.users

-- query: ha_basket_structs
-- value: orders.amount -> basket.amount identity, orders.id -> basket.order_id identity, users.id -> id identity
-- influence: orders.status -> basket
-- not: orders.note users.email orders.placed
-- not: orders.amount -> basket.order_id, orders.amount -> id
-- not value: orders.status orders.user_id
SELECT
  u.id,
  ARRAY(
    SELECT AS STRUCT o.id AS order_id, o.amount
    FROM raw.orders o
    WHERE o.user_id = u.id AND o.status != 'lost'
    ORDER BY o.id
  ) AS basket
FROM raw.users u

-- query: ha_as_value
-- value: users.id -> who identity, users.email -> mail identity
-- influence: users.age
-- not: users.ssn users.city
-- not: users.email -> who
-- not value: users.age
SELECT AS VALUE STRUCT(u.id AS who, LOWER(u.email) AS mail)
FROM raw.users u
WHERE u.age > 20

-- query: ha_json_row
-- value: users.city -> payload identity, users.id -> payload identity
-- influence: users.age
-- not: users.email users.ssn
-- not value: users.age
SELECT TO_JSON_STRING(t) AS payload
FROM (SELECT id, city, vip FROM raw.users WHERE age > 30) AS t

-- query: ha_json_struct
-- value: profiles.name.first -> doc identity, profiles.address.zip -> doc identity, users.id -> id identity
-- not: profiles.name.last profiles.address.street profiles.address.geo.lat
-- not: users.id -> doc, profiles.name.first -> id
SELECT u.id, TO_JSON(STRUCT(p.name.first AS f, p.address.zip AS z)) AS doc
FROM raw.users u
JOIN raw.profiles p ON p.user_id = u.id

-- query: ha_json_value
-- value: docs.body -> a identity, docs.payload -> n identity
-- influence: docs.payload
-- not: docs.user_id
-- not: docs.body -> n, docs.payload -> a, docs.body -> id
SELECT d.id, JSON_VALUE(d.body, '$.a') AS a, JSON_VALUE(d.payload, '$.n') AS n
FROM raw.docs d
WHERE JSON_VALUE(d.payload, '$.k') = 'v'

-- query: ha_json_array
-- value: docs.user_id -> user_id identity
-- influence: docs.body
-- not: docs.id docs.payload
-- not value: docs.body
SELECT d.user_id, COUNT(*) AS n
FROM raw.docs d, UNNEST(JSON_QUERY_ARRAY(d.body, '$.c')) AS item
WHERE CAST(JSON_VALUE(item) AS INT64) > 1
GROUP BY d.user_id

-- query: ha_email_domain
-- value: users.email -> domain partial, users.id -> members statistic
-- not: users.city users.phone
-- not: users.id -> domain
SELECT REGEXP_EXTRACT(email, r'@(.+)$') AS domain, COUNT(DISTINCT id) AS members
FROM raw.users
GROUP BY domain

-- query: ha_split_parts
-- value: users.email -> handle partial, users.phone -> prefix partial, users.city -> tag identity, users.age -> tag identity
-- not: users.ssn users.born
-- not: users.phone -> handle, users.email -> tag
SELECT
  SPLIT(u.email, '@')[OFFSET(0)] AS handle,
  SPLIT(u.phone, ' ')[SAFE_OFFSET(0)] AS prefix,
  CONCAT(u.city, '/', CAST(u.age AS STRING)) AS tag
FROM raw.users u

-- query: ha_calendar_parts
-- value: orders.placed -> y partial, orders.placed -> mon partial
-- influence: orders.status -> lost
-- not: orders.amount orders.user_id
-- not: orders.status -> y
-- not value: orders.status
SELECT
  EXTRACT(YEAR FROM placed) AS y,
  FORMAT_DATE('%b', placed) AS mon,
  EXTRACT(DAYOFWEEK FROM placed) AS dow,
  COUNTIF(status = 'lost') AS lost
FROM raw.orders
GROUP BY y, mon, dow

-- query: ha_case_band
-- value: users.email -> vip_mail identity, users.id -> id identity
-- influence: users.age -> band, users.vip -> vip_mail
-- not: users.city users.phone
-- not: users.age -> vip_mail, users.email -> band
-- not value: users.age users.vip
SELECT
  id,
  CASE WHEN age < 18 THEN 'minor' WHEN age < 65 THEN 'adult' ELSE 'senior' END AS band,
  IF(vip, email, NULL) AS vip_mail
FROM raw.users

-- query: ha_conditional_sums
-- value: orders.amount -> paid statistic, orders.placed -> big_days statistic
-- influence: orders.status -> lost, orders.amount -> big_days
-- not: orders.note orders.id
-- not: orders.placed -> paid, orders.status -> big_days
-- not value: orders.status
SELECT
  user_id,
  SUM(IF(status = 'paid', amount, 0)) AS paid,
  SUM(CASE WHEN status = 'lost' THEN amount END) AS lost,
  COUNT(DISTINCT IF(amount > 5, placed, NULL)) AS big_days
FROM raw.orders
GROUP BY user_id

-- query: ha_extremes
-- value: users.age -> oldest identity, users.born -> first_born identity, users.phone -> a_phone identity
-- random
-- not: users.email users.ssn
-- not: users.age -> first_born, users.phone -> oldest
SELECT city, MAX(age) AS oldest, MIN(born) AS first_born, ANY_VALUE(phone) AS a_phone
FROM raw.users
GROUP BY city

-- query: ha_string_agg
-- value: users.email -> mails identity, profiles.name.first -> names identity
-- influence: users.age -> names
-- not: profiles.name.last profiles.tags
-- not: users.age -> mails, profiles.name.first -> mails
-- not value: users.age profiles.user_id
SELECT
  u.city,
  STRING_AGG(DISTINCT u.email, ';' ORDER BY u.email) AS mails,
  STRING_AGG(p.name.first, ',' ORDER BY u.age, p.name.first) AS names
FROM raw.users u
JOIN raw.profiles p ON p.user_id = u.id
GROUP BY u.city

-- query: ha_wildcard_daily
-- value: events_20260101.name -> name identity, events_20260102.value -> total statistic
-- not: events_20260101.user_id events_20260102.user_id
-- not: events_20260101.value -> name
SELECT _TABLE_SUFFIX AS day, name, SUM(value) AS total
FROM `raw.events_*`
WHERE _TABLE_SUFFIX BETWEEN '20260101' AND '20260131'
GROUP BY day, name

-- query: ha_wildcard_join
-- value: users.city -> city identity, events_20260101.user_id -> active statistic
-- influence: users.id events_20260101.name
-- not: users.email users.age events_20260101.value
-- not value: users.id events_20260101.name
SELECT u.city, COUNT(DISTINCT e.user_id) AS active
FROM `raw.events_*` AS e
JOIN raw.users AS u ON u.id = e.user_id
WHERE e._TABLE_SUFFIX LIKE '202601%' AND e.name = 'a'
GROUP BY u.city

-- query: ha_day_over_day
-- value: events_20260101.value -> change statistic, events_20260102.value -> change statistic, events_20260101.user_id -> user_id identity
-- influence: events_20260102.user_id
-- not: events_20260101.name events_20260102.name
-- not: events_20260101.value -> user_id
-- not value: events_20260102.user_id
WITH d1 AS (
  SELECT user_id, SUM(value) AS v, MIN(name) AS nm FROM raw.events_20260101 GROUP BY user_id
),
d2 AS (
  SELECT user_id, SUM(value) AS v, MIN(name) AS nm FROM raw.events_20260102 GROUP BY user_id
)
SELECT d1.user_id, d2.v - d1.v AS change
FROM d1
JOIN d2 ON d2.user_id = d1.user_id

-- query: ha_recursive_path
-- value: staff.name -> name identity, staff.name -> path identity
-- influence: staff.boss staff.id
-- not: staff.salary staff.dept
-- not: staff.name -> depth
-- not value: staff.id staff.boss
WITH RECURSIVE chain AS (
  SELECT id, name, name AS path, salary, 1 AS depth FROM raw.staff WHERE boss IS NULL
  UNION ALL
  SELECT s.id, s.name, CONCAT(c.path, '>', s.name), s.salary, c.depth + 1
  FROM raw.staff s
  JOIN chain c ON s.boss = c.id
  WHERE c.depth < 4
)
SELECT name, path, depth FROM chain

-- query: ha_recursive_payroll
-- value: staff.salary -> payroll statistic, staff.name -> name identity
-- influence: staff.boss staff.id
-- not: staff.dept
-- not: staff.salary -> name
-- not value: staff.boss staff.id
WITH RECURSIVE tree AS (
  SELECT id AS root, id, salary, 0 AS d FROM raw.staff
  UNION ALL
  SELECT t.root, s.id, s.salary, t.d + 1
  FROM tree t
  JOIN raw.staff s ON s.boss = t.id
  WHERE t.d < 3
)
SELECT r.name, SUM(t.salary) AS payroll
FROM tree t
JOIN raw.staff r ON r.id = t.root
GROUP BY r.name

-- query: ha_recursive_calendar
-- value: orders.id -> orders_n statistic
-- influence: orders.placed
-- not: orders.amount orders.user_id orders.note
-- not: orders.id -> d
-- not value: orders.placed
WITH RECURSIVE days AS (
  SELECT DATE '2026-01-01' AS d, 0 AS n
  UNION ALL
  SELECT DATE_ADD(d, INTERVAL 1 DAY), n + 1 FROM days WHERE n < 10
)
SELECT days.d, COUNT(o.id) AS orders_n
FROM days
LEFT JOIN raw.orders o ON o.placed = days.d
GROUP BY days.d

-- query: ha_pipe_basic
-- value: orders.user_id -> user_id identity, orders.amount -> total statistic
-- influence: orders.status
-- not: orders.note orders.placed orders.id
-- not: orders.amount -> user_id
-- not value: orders.status
FROM raw.orders
|> WHERE status = 'paid'
|> AGGREGATE SUM(amount) AS total, COUNT(*) AS n, MAX(placed) AS latest GROUP BY user_id
|> WHERE total > 10
|> SELECT user_id, total

-- query: ha_pipe_extend_drop
-- value: users.email -> len derived, users.id -> id identity
-- influence: users.age -> band
-- not: users.ssn users.phone users.born
-- not: users.email -> band, users.age -> len
-- not value: users.age
FROM raw.users
|> EXTEND lib.band(age) AS band, LENGTH(email) AS len
|> DROP email, ssn, phone
|> SELECT id, band, len

-- query: ha_pipe_join_top
-- value: orders.amount -> top derived, users.city -> city identity
-- influence: orders.user_id orders.amount
-- ordered
-- not: users.email orders.note
-- not: orders.amount -> city
-- not value: orders.user_id users.id
FROM raw.orders AS o
|> JOIN raw.users AS u ON u.id = o.user_id
|> EXTEND o.amount * 2 AS dbl
|> AGGREGATE MAX(dbl) AS top GROUP BY u.city
|> ORDER BY top DESC, city
|> LIMIT 2

-- query: ha_pipe_set_rename
-- value: users.email -> email unkeyed, users.city -> city identity, users.id -> user_key identity
-- not: users.phone users.ssn users.age
-- not: users.email -> city
FROM raw.users
|> SET email = TO_HEX(SHA256(email)), city = UPPER(city)
|> RENAME id AS user_key
|> SELECT user_key, email, city

-- query: ha_pipe_union
-- value: users.email -> label identity, staff.name -> label identity
-- not: users.id staff.id staff.salary users.phone
FROM raw.users
|> SELECT id, email AS label
|> UNION ALL (FROM raw.staff |> SELECT id, name AS label)
|> AGGREGATE COUNT(*) AS n GROUP BY label

-- query: ha_pipe_latest
-- value: sessions.ip -> ip identity, sessions.device -> device identity
-- influence: sessions.started sessions.user_id
-- not: sessions.ms
-- not: sessions.ip -> device, sessions.started -> ip
-- not value: sessions.started
FROM raw.sessions
|> EXTEND ROW_NUMBER() OVER (PARTITION BY user_id ORDER BY started DESC, ip, device) AS rn
|> WHERE rn = 1
|> DROP rn, ms
|> SELECT user_id, ip, device

-- query: ha_pipe_pivot_implicit_group
-- value: sales.q2 -> eu statistic, sales.product_id -> product_id identity
-- influence: sales.region -> eu
-- influence: sales.q1 sales.q3
-- not: sales.q2 -> product_id
-- not value: sales.q1 sales.q3 sales.region
FROM raw.sales
|> PIVOT (SUM(q2) FOR region IN ('eu', 'us'))
|> SELECT product_id, eu

-- query: ha_udf_mix
-- value: profiles.name.first -> i partial, profiles.name.last -> s partial, profiles.address.street -> st identity
-- not: profiles.address.zip profiles.user_id profiles.tags
-- not: profiles.name.first -> s
SELECT
  lib.initial(p.name.first) AS i,
  lib.shout(p.name.last) AS s,
  lib.second(p.address.zip, p.address.street) AS st
FROM raw.profiles p

-- query: ha_udf_spent
-- value: orders.amount -> spent statistic, users.email -> email identity
-- influence: users.id -> spent, orders.user_id -> spent
-- not: orders.status orders.placed
-- not: users.age -> email, orders.amount -> email
-- not value: users.id users.age
SELECT u.email, lib.spent(u.id) AS spent
FROM raw.users u
WHERE u.age > 20

-- query: ha_tvf_older
-- value: users.city -> city identity
-- influence: users.age
-- not: users.email users.ssn
-- not value: users.age
SELECT o.city, COUNT(*) AS n
FROM lib.older(30) AS o
GROUP BY o.city

-- query: ha_tvf_totals
-- value: orders.amount -> total statistic, users.email -> email identity
-- influence: orders.user_id users.id
-- not: orders.status orders.note
-- not: orders.amount -> email
-- not value: orders.user_id users.id
SELECT u.email, t.total
FROM lib.totals() AS t
JOIN raw.users u ON u.id = t.user_id

-- query: ha_tvf_grown
-- unknown
-- cannot run: the engine takes no table arguments with conditions
SELECT u.email
FROM raw.users u
WHERE u.id IN (SELECT g.id FROM lib.grown((SELECT id, age FROM raw.users WHERE vip)) AS g)

-- query: ha_tvf_orders_of
-- value: orders.amount -> amount identity
-- influence: orders.user_id
-- not: orders.id orders.note orders.placed
-- not value: orders.user_id
SELECT t.amount FROM lib.orders_of(1) AS t

-- query: ha_udaf
-- value: sales.q1 -> t statistic, sales.q2 -> w statistic, products.price -> w statistic
-- not: sales.q3 products.title
-- not: sales.q1 -> w, products.price -> t
SELECT s.region, lib.twice(s.q1) AS t, lib.weighted(s.q2, p.price) AS w
FROM raw.sales s
JOIN raw.products p ON p.id = s.product_id
GROUP BY s.region

-- query: ha_window_frames
-- value: orders.amount -> ma3 statistic, orders.amount -> week_max identity
-- influence: orders.placed -> week_max, orders.user_id -> ma3
-- not: orders.status orders.note
-- not: orders.user_id -> week_max
-- not value: orders.placed orders.user_id
SELECT
  id,
  AVG(amount) OVER (PARTITION BY user_id ORDER BY placed, id ROWS BETWEEN 2 PRECEDING AND CURRENT ROW) AS ma3,
  MAX(amount) OVER (ORDER BY UNIX_DATE(placed) RANGE BETWEEN 7 PRECEDING AND CURRENT ROW) AS week_max
FROM raw.orders

-- query: ha_named_window
-- value: sessions.device -> first_device identity, sessions.ip -> next_ip identity
-- influence: sessions.started -> first_device, sessions.user_id -> k
-- not: sessions.ms
-- not: sessions.device -> next_ip, sessions.ip -> first_device
-- not value: sessions.user_id sessions.started
SELECT
  FIRST_VALUE(device) OVER w AS first_device,
  LEAD(ip) OVER w AS next_ip,
  COUNT(*) OVER w AS k
FROM raw.sessions
WINDOW w AS (PARTITION BY user_id ORDER BY started)

-- query: ha_growth
-- value: orders.amount -> delta statistic, orders.placed -> month partial
-- influence: orders.placed -> delta
-- not: orders.note orders.status
-- not: orders.amount -> month
WITH m AS (
  SELECT DATE_TRUNC(placed, MONTH) AS month, SUM(amount) AS rev, COUNTIF(note = 'late') AS late
  FROM raw.orders
  GROUP BY month
)
SELECT month, rev, rev - LAG(rev) OVER (ORDER BY month) AS delta FROM m

-- query: ha_pareto
-- value: orders.amount -> share statistic, orders.user_id -> user_id identity
-- influence: orders.amount
-- not: orders.note orders.placed
-- not: orders.amount -> user_id
WITH by_user AS (
  SELECT user_id, SUM(amount) AS total FROM raw.orders GROUP BY user_id
),
cum AS (
  SELECT
    user_id,
    SUM(total) OVER (ORDER BY total DESC, user_id) AS running,
    SUM(total) OVER () AS all_total
  FROM by_user
)
SELECT user_id, running / all_total AS share FROM cum WHERE running <= all_total * 0.8

-- query: ha_ntile
-- value: orders.id -> id identity
-- influence: orders.amount -> quartile
-- influence: orders.status
-- not: orders.note orders.user_id
-- not: orders.amount -> id
-- not value: orders.amount orders.status
SELECT id, NTILE(4) OVER (ORDER BY amount, id) AS quartile
FROM raw.orders
WHERE status <> 'open'

-- query: ha_keyed_udf
-- value: users.email -> pid keyed by keyring.salt, users.city -> city identity
-- influence: keyring.period
-- not: users.ssn users.id
-- not: keyring.salt -> city, users.email -> city, keyring.period -> pid
-- not value: keyring.period
SELECT lib.pseudonym(u.email, k.salt) AS pid, u.city
FROM raw.users u
CROSS JOIN vault.keyring k
WHERE k.period = 'p1'

-- query: ha_unkeyed_same_table
-- value: users.email -> fp unkeyed, users.ssn -> fp unkeyed, users.phone -> ph unkeyed, users.id -> bucket unkeyed
-- not: users.city users.age
-- not: users.phone -> fp, users.email -> bucket
SELECT
  TO_HEX(SHA256(CONCAT(email, '|', ssn))) AS fp,
  TO_HEX(MD5(phone)) AS ph,
  MOD(ABS(FARM_FINGERPRINT(CAST(id AS STRING))), 10) AS bucket
FROM raw.users

-- query: ha_keyed_with_hint
-- value: users.ssn -> token keyed by keyring.salt, users.ssn -> hint partial
-- influence: keyring.period
-- not: users.email users.phone
-- not: keyring.salt -> hint
-- not value: keyring.period
WITH k AS (
  SELECT salt FROM vault.keyring WHERE period = 'p2'
)
SELECT TO_HEX(SHA256(CONCAT(k.salt, u.ssn))) AS token, SUBSTR(u.ssn, 1, 1) AS hint
FROM raw.users u
CROSS JOIN k

-- query: ha_keyed_scalar
-- value: users.phone -> token keyed by keyring.salt
-- influence: keyring.period -> token
-- not: users.email users.age
-- not: users.phone -> id, keyring.salt -> id
-- not value: keyring.period
SELECT
  id,
  TO_HEX(SHA256(CONCAT((SELECT MAX(salt) FROM vault.keyring WHERE period = 'p1'), phone))) AS token
FROM raw.users

-- query: ha_unused_cte
-- value: users.email -> email identity
-- not: users.ssn users.phone users.id
WITH secrets AS (
  SELECT id, ssn, phone FROM raw.users
),
names AS (
  SELECT id, email FROM raw.users
)
SELECT email FROM names

-- query: ha_shadowed_alias
-- value: users.city -> phone identity
-- not: users.email users.phone users.id
-- not: users.city -> email
WITH t AS (
  SELECT id, 'hidden' AS email, city AS phone FROM raw.users
)
SELECT email, phone FROM t

-- query: ha_unused_join_outputs
-- value: users.city -> city identity
-- influence: orders.user_id users.id
-- not: orders.amount orders.note orders.placed
-- not: orders.user_id -> city
-- not value: orders.user_id users.id
SELECT u.city, a.n
FROM raw.users u
LEFT JOIN (
  SELECT user_id, COUNT(*) AS n, SUM(amount) AS total, MAX(note) AS memo, MAX(placed) AS latest
  FROM raw.orders
  GROUP BY user_id
) AS a ON a.user_id = u.id

-- query: ha_order_alias_limit
-- value: orders.amount -> score identity, orders.id -> id identity
-- influence: orders.amount
-- ordered
-- not: orders.user_id orders.note
-- not: orders.amount -> id
SELECT id, amount AS score FROM raw.orders ORDER BY score DESC, id LIMIT 3

-- query: ha_order_hidden_key
-- value: users.city -> city identity
-- influence: users.age
-- ordered
-- not: users.email users.id
-- not value: users.age
SELECT city FROM raw.users ORDER BY age DESC, city LIMIT 2

-- query: ha_order_shadow
-- value: users.city -> email identity, users.age -> age identity
-- ordered
-- not: users.email users.id
-- not: users.age -> email
SELECT city AS email, age FROM raw.users ORDER BY email, age

-- query: ha_distinct_count
-- influence: users.city users.vip
-- not: users.email users.age
-- not value: users.city users.vip
SELECT COUNT(*) AS n FROM (SELECT DISTINCT city, vip FROM raw.users)

-- query: ha_count_unused_columns
-- influence: users.age
-- not: users.email users.ssn
-- not value: users.age
SELECT COUNT(*) AS n FROM (SELECT email, ssn FROM raw.users WHERE age > 20)

-- query: ha_except_distinct
-- value: orders.user_id -> user_id identity
-- influence: sessions.user_id
-- not: orders.amount sessions.ip
-- not value: sessions.user_id
SELECT user_id FROM raw.orders
EXCEPT DISTINCT
SELECT user_id FROM raw.sessions

-- query: ha_geo_fields
-- value: profiles.address.geo.lat -> lat identity, profiles.address.geo.lon -> lon partial, profiles.address.zip -> zip identity
-- not: profiles.address.street profiles.name.first
-- not: profiles.address.geo.lat -> lon
SELECT p.user_id, p.address.geo.lat AS lat, ROUND(p.address.geo.lon, 1) AS lon, p.address.zip
FROM raw.profiles p

-- query: ha_struct_one_field
-- value: profiles.name.first -> f identity
-- not: profiles.address.zip profiles.tags profiles.name.last
-- not: profiles.name.first -> user_id
WITH t AS (
  SELECT user_id, STRUCT(name.first AS f, address.zip AS z, tags AS labels) AS s FROM raw.profiles
)
SELECT user_id, s.f FROM t

-- query: ha_agg_then_unnest
-- value: orders.amount -> amt identity, orders.id -> oid identity, users.city -> city identity
-- influence: users.id orders.user_id
-- not: orders.note users.email
-- not: orders.amount -> city
WITH g AS (
  SELECT
    u.city,
    ARRAY_AGG(STRUCT(o.id AS oid, o.amount AS amt, o.note AS memo) ORDER BY o.id, o.amount) AS items
  FROM raw.users u
  JOIN raw.orders o ON o.user_id = u.id
  GROUP BY u.city
)
SELECT city, i.oid, i.amt
FROM g, UNNEST(items) AS i WITH OFFSET AS pos
WHERE pos = 0

-- query: ha_islands
-- value: orders.placed -> from_day identity, orders.user_id -> user_id identity
-- not: orders.amount orders.status orders.id
-- not: orders.placed -> user_id
WITH d AS (
  SELECT DISTINCT user_id, placed FROM raw.orders
),
g AS (
  SELECT
    user_id,
    placed,
    DATE_SUB(placed, INTERVAL ROW_NUMBER() OVER (PARTITION BY user_id ORDER BY placed) DAY) AS grp
  FROM d
)
SELECT user_id, MIN(placed) AS from_day, COUNT(*) AS days_n
FROM g
GROUP BY user_id, grp

-- query: ha_first_touch
-- value: sessions.device -> channel identity, orders.amount -> rev statistic
-- influence: sessions.started orders.user_id
-- not: sessions.ip sessions.ms orders.placed
-- not: orders.amount -> channel
-- not value: sessions.started
WITH touch AS (
  SELECT
    user_id,
    ARRAY_AGG(device ORDER BY started, device LIMIT 1)[OFFSET(0)] AS channel,
    MAX(ip) AS ip
  FROM raw.sessions
  GROUP BY user_id
)
SELECT t.channel, SUM(o.amount) AS rev
FROM touch t
JOIN raw.orders o ON o.user_id = t.user_id
GROUP BY t.channel

-- query: ha_last_seen_before_order
-- value: sessions.started -> last_seen identity, orders.amount -> amount identity
-- influence: orders.placed sessions.user_id
-- not: sessions.ip orders.note
-- not: sessions.started -> id
-- not value: orders.placed orders.user_id
SELECT o.id, o.amount, MAX(s.started) AS last_seen
FROM raw.orders o
LEFT JOIN raw.sessions s ON s.user_id = o.user_id AND DATE(s.started) <= o.placed
GROUP BY o.id, o.amount

-- query: ha_any_value_having
-- value: staff.name -> top_name identity, staff.dept -> dept identity
-- influence: staff.salary -> top_name
-- random
-- not: staff.boss staff.id
-- not: staff.salary -> dept
-- not value: staff.salary
SELECT dept, ANY_VALUE(name HAVING MAX salary) AS top_name, COUNT(*) AS n
FROM raw.staff
GROUP BY dept

-- query: ha_min_by
-- value: orders.status -> first_status identity, orders.amount -> last_amount identity
-- influence: orders.placed -> first_status
-- not: orders.note orders.id
-- not: orders.amount -> first_status
-- not value: orders.placed
SELECT user_id, MIN_BY(status, placed) AS first_status, MAX_BY(amount, placed) AS last_amount
FROM raw.orders
GROUP BY user_id

-- query: ha_salary_vs_boss
-- value: staff.salary -> gap derived, staff.name -> name identity
-- influence: staff.salary -> flag
-- influence: staff.boss
-- not: staff.dept
-- not: staff.salary -> name, staff.name -> gap
-- not value: staff.boss staff.id
SELECT s.name, s.salary - b.salary AS gap, IF(s.salary > b.salary, 'over', 'under') AS flag
FROM raw.staff s
JOIN raw.staff b ON b.id = s.boss

-- query: ha_params_cte
-- value: orders.placed -> yrs derived, users.born -> yrs derived
-- not: orders.note orders.amount users.age users.email
-- not: orders.placed -> id
WITH params AS (
  SELECT MAX(placed) AS cut, MIN(note) AS memo FROM raw.orders
)
SELECT u.id, DATE_DIFF(params.cut, u.born, YEAR) AS yrs
FROM raw.users u
CROSS JOIN params

-- query: ha_number_spine
-- value: orders.id -> c statistic
-- influence: orders.user_id
-- not: orders.amount orders.placed
-- not: orders.id -> n
-- not value: orders.user_id
SELECT n, COUNT(o.id) AS c
FROM UNNEST(GENERATE_ARRAY(0, 3)) AS n
LEFT JOIN raw.orders o ON MOD(o.user_id, 4) = n
GROUP BY n

-- query: ha_bool_flags
-- value: users.age -> adult derived, users.city -> is_local partial, users.email -> staff_mail partial
-- not: users.ssn users.phone
-- not: users.age -> is_local, users.email -> adult
SELECT id, age >= 18 AS adult, city = 'Bern' AS is_local, email LIKE '%@x.com' AS staff_mail
FROM raw.users

-- query: ha_visits_partition
-- cannot run: rows do not tell when they came in
-- value: visits.page -> page identity, visits.user_id -> readers statistic
-- influence: users.vip users.id
-- not: users.email users.city
-- not: visits.user_id -> page
-- not value: users.vip users.id
SELECT v.page, COUNT(DISTINCT v.user_id) AS readers
FROM raw.visits v
JOIN raw.users u ON u.id = v.user_id
WHERE v._PARTITIONDATE >= DATE '2020-01-01' AND u.vip
GROUP BY v.page

-- query: ha_share_by_region
-- value: sales.region -> region identity, sales.q1 -> share statistic
-- not: sales.q2 sales.product_id
-- not: sales.q1 -> region
SELECT region, SUM(q1) AS units, SUM(q1) / SUM(SUM(q1)) OVER () AS share
FROM raw.sales
GROUP BY region

-- query: ha_contact_fallback
-- value: users.email -> contact identity, users.phone -> contact identity, users.city -> x identity
-- influence: users.vip -> x
-- not: users.ssn users.id
-- not: users.email -> x, users.vip -> contact
-- not value: users.vip
SELECT
  COALESCE(NULLIF(TRIM(u.email), ''), u.phone, 'none') AS contact,
  CASE WHEN u.vip THEN u.phone ELSE u.city END AS x
FROM raw.users u

-- query: ha_duplicates
-- value: users.id -> id identity, users.email -> email identity
-- influence: users.email
-- not: users.phone users.age
-- not: users.email -> id
SELECT id, email
FROM raw.users
WHERE TRUE
QUALIFY COUNT(*) OVER (PARTITION BY email) > 1

-- query: ha_inner_cte_shadows
-- value: users.city -> top identity
-- not: users.ssn users.email
WITH t AS (
  SELECT ssn AS x FROM raw.users
)
SELECT (SELECT MAX(x) FROM (WITH t AS (SELECT city AS x FROM raw.users) SELECT x FROM t)) AS top

-- query: ha_unused_window
-- value: orders.amount -> amount identity, orders.id -> id identity
-- influence: orders.amount
-- not: orders.note orders.placed orders.user_id
-- not: orders.amount -> id
WITH w AS (
  SELECT id, amount, LAG(note) OVER (PARTITION BY user_id ORDER BY placed) AS prev_note
  FROM raw.orders
)
SELECT id, amount FROM w WHERE amount > 1

-- query: ha_group_by_all
-- value: sessions.device -> device identity, sessions.started -> day partial
-- not: sessions.ip sessions.ms
-- not: sessions.device -> day
SELECT device, DATE(started) AS day, COUNT(*) AS n
FROM raw.sessions
GROUP BY ALL

-- query: ha_price_times_units
-- value: products.price -> rev derived, sales.q1 -> rev statistic, products.title -> title identity
-- not: sales.region sales.q2 products.category
-- not: products.price -> title
-- not value: sales.product_id products.id
SELECT p.title, SUM(s.q1) * MAX(p.price) AS rev
FROM raw.sales s
JOIN raw.products p ON p.id = s.product_id
GROUP BY p.title
