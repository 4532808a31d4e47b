-- The thirteen views on which the lineage tools of the day find at most four flows.

-- query: b7_filter
-- value: users.id -> id identity
-- influence: users.ssn
-- not: users.email users.phone users.age
-- not value: users.ssn
SELECT id FROM raw.users WHERE ssn = '1'

-- query: b7_join_condition
-- value: orders.amount -> amount identity
-- influence: users.email users.id orders.user_id
-- not: users.ssn orders.note orders.status
-- not value: users.email
SELECT o.amount FROM raw.orders AS o JOIN raw.users AS u ON u.id = o.user_id AND u.email LIKE 'a%'

-- query: b7_exists
-- value: orders.amount -> amount identity
-- influence: users.ssn users.id orders.user_id
-- not: users.email users.phone orders.status
-- not value: users.ssn
SELECT o.amount FROM raw.orders AS o
WHERE EXISTS (SELECT 1 FROM raw.users AS u WHERE u.id = o.user_id AND u.ssn = '9')

-- query: b7_row_as_json
-- value: users.ssn -> j identity, users.email -> j identity, users.born -> j identity
SELECT TO_JSON_STRING(u) AS j FROM raw.users AS u

-- query: b7_row
-- value: users.ssn -> u identity, users.email -> u identity, users.ssn -> u.ssn identity
-- not: users.email -> u.ssn
-- not: users.ssn -> u.email
SELECT u FROM raw.users AS u

-- query: b7_star_except
-- value: users.email -> email identity, users.id -> id identity, users.vip -> vip identity
-- not: users.ssn
SELECT * EXCEPT (ssn) FROM raw.users

-- query: b7_group_distribution
-- influence: users.email
-- not: users.ssn users.id users.phone
-- not value: users.email
SELECT COUNT(*) AS n FROM raw.users GROUP BY email

-- query: b7_case
-- influence: users.ssn -> hit
-- not: users.email users.id
-- not value: users.ssn
SELECT CASE WHEN ssn = '1' THEN 1 ELSE 0 END AS hit FROM raw.users

-- query: b7_row_number
-- influence: users.email -> n, users.ssn -> n
-- not: users.phone users.id
-- not value: users.email users.ssn
SELECT ROW_NUMBER() OVER (PARTITION BY email ORDER BY ssn) AS n FROM raw.users

-- query: b7_order_limit
-- value: users.id -> id identity
-- influence: users.ssn
-- not: users.email users.city
-- not value: users.ssn
SELECT id FROM raw.users ORDER BY ssn LIMIT 1

-- query: b7_scalar_subquery
-- value: users.ssn -> top identity
-- not: users.email orders.amount orders.id
SELECT (SELECT MAX(ssn) FROM raw.users) AS top FROM raw.orders

-- query: b7_struct_star_field
-- value: users.ssn -> ssn identity
-- not: users.email users.phone users.age
SELECT (SELECT AS STRUCT u.*).ssn FROM raw.users AS u

-- query: b7_array_agg_field
-- value: users.email -> email identity
-- not: users.ssn users.phone users.born
SELECT ARRAY_AGG(u)[OFFSET(0)].email FROM raw.users AS u
