-- query: expr_if
-- value: users.email -> x identity, users.phone -> x identity
-- influence: users.vip -> x
-- not: users.ssn
-- not value: users.vip
SELECT IF(vip, email, phone) AS x FROM raw.users

-- query: expr_case_value
-- value: users.phone -> x identity
-- influence: users.city -> x
-- not: users.email
SELECT CASE city WHEN 'Bern' THEN phone ELSE 'none' END AS x FROM raw.users

-- query: expr_case_two_conditions
-- influence: users.city -> x, users.age -> x
-- not: users.email
-- not value: users.city users.age
SELECT CASE WHEN city = 'Bern' THEN 'a' WHEN age > 20 THEN 'b' ELSE 'c' END AS x FROM raw.users

-- query: expr_coalesce
-- value: users.email -> x identity, users.phone -> x identity
-- not: users.ssn
SELECT COALESCE(email, phone, 'none') AS x FROM raw.users

-- query: expr_ifnull_nullif
-- value: users.email -> x identity
-- not: users.ssn
SELECT IFNULL(NULLIF(email, 'ann@x.com'), 'hidden') AS x FROM raw.users

-- query: expr_arithmetic
-- value: orders.amount -> x derived, orders.user_id -> x derived
-- not: orders.note
SELECT amount + user_id * 2 AS x FROM raw.orders

-- query: expr_comparison_given_out
-- value: users.age -> grown derived
-- not: users.email
SELECT age > 18 AS grown FROM raw.users

-- query: expr_length
-- value: users.email -> n derived
-- not: users.phone
SELECT LENGTH(email) AS n FROM raw.users

-- query: expr_upper_concat
-- value: users.email -> x identity, users.city -> x identity
-- not: users.ssn
SELECT UPPER(email) || '/' || TRIM(city) AS x FROM raw.users

-- query: expr_substr
-- value: users.email -> x partial
-- not: users.ssn
SELECT SUBSTR(email, 1, 3) AS x FROM raw.users

-- query: expr_part_beside_whole
-- value: users.email -> x partial, users.phone -> x identity
-- not: users.ssn
SELECT CONCAT(LEFT(email, 1), phone) AS x FROM raw.users

-- query: expr_part_or_whole
-- value: users.email -> x identity
-- not: users.ssn
SELECT GREATEST(LEFT(email, 1), email) AS x FROM raw.users

-- query: expr_regexp
-- value: users.email -> dom partial, users.phone -> p partial
-- not: users.email -> p
-- not: users.ssn
SELECT REGEXP_EXTRACT(email, r'@(.+)$') AS dom, REGEXP_REPLACE(phone, r'[0-9]', 'x') AS p FROM raw.users

-- query: expr_like_given_out
-- value: users.email -> a partial, users.phone -> b partial
-- not: users.ssn
SELECT email LIKE 'a%' AS a, STARTS_WITH(phone, '+41') AS b FROM raw.users

-- query: expr_dates
-- value: users.born -> y partial, users.born -> m partial, users.born -> d derived, users.born -> t identity
-- not: users.email
SELECT EXTRACT(YEAR FROM born) AS y, DATE_TRUNC(born, MONTH) AS m, DATE_DIFF(DATE '2026-01-01', born, DAY) AS d, CAST(born AS STRING) AS t FROM raw.users

-- query: expr_timestamps
-- value: sessions.started -> d partial, sessions.started -> h partial, sessions.started -> later derived
-- not: sessions.ip
SELECT DATE(started) AS d, TIMESTAMP_TRUNC(started, HOUR) AS h, TIMESTAMP_ADD(started, INTERVAL 1 HOUR) AS later FROM raw.sessions

-- query: expr_round
-- value: orders.amount -> tens partial, orders.amount -> band partial
-- not: orders.note
SELECT ROUND(amount, -1) AS tens, DIV(amount, 10) AS band FROM raw.orders

-- query: expr_network
-- value: sessions.ip -> net partial
-- not: sessions.device
SELECT NET.IP_TRUNC(NET.SAFE_IP_FROM_STRING(ip), 16) AS net FROM raw.sessions

-- query: expr_cast_chain
-- value: users.age -> x identity
-- not: users.email
SELECT SAFE_CAST(CAST(age AS STRING) AS FLOAT64) AS x FROM raw.users

-- query: expr_with
-- value: users.email -> x identity
-- not: users.phone users.ssn
SELECT WITH(a AS email, b AS CONCAT(a, '!'), b) AS x FROM raw.users

-- query: expr_unused_alias_chain
-- value: users.email -> y partial
-- not: users.ssn
SELECT SUBSTR(x, 2, 1) AS y FROM (SELECT UPPER(email) AS x, ssn FROM raw.users)

-- query: expr_soundex
-- value: users.city -> s derived, users.city -> r identity
-- not: users.email
SELECT SOUNDEX(city) AS s, REVERSE(city) AS r FROM raw.users

-- query: expr_boolean_where
-- value: users.city -> city identity
-- influence: users.vip users.age users.email
-- not: users.ssn users.phone
SELECT city FROM raw.users WHERE vip OR (age BETWEEN 20 AND 30 AND email IS NOT NULL)

-- query: expr_constant_condition
-- value: users.city -> city identity
-- not: users.ssn users.email
SELECT city FROM raw.users WHERE TRUE

-- query: expr_session_user
-- value: users.city -> city identity
-- influence: users.email
-- not: users.ssn
-- random
SELECT city FROM raw.users WHERE email = SESSION_USER()

-- query: expr_random
-- value: users.city -> city identity
-- not: users.ssn
-- random
SELECT city, RAND() AS r FROM raw.users WHERE RAND() < 0.5

-- query: expr_tablesample
-- value: users.city -> city identity
-- not: users.ssn
-- random
SELECT city FROM raw.users TABLESAMPLE SYSTEM (50 PERCENT)

-- query: expr_current_date
-- value: users.born -> days derived
-- not: users.email
-- random
SELECT DATE_DIFF(CURRENT_DATE(), born, DAY) AS days FROM raw.users

-- query: expr_partition_time
-- value: visits.page -> page identity
-- not: visits.user_id
-- cannot run: rows do not tell when they came in
SELECT page FROM raw.visits WHERE _PARTITIONTIME IS NULL OR _PARTITIONTIME >= TIMESTAMP '2026-01-01'

