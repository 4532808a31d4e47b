-- query: row_struct_field
-- value: users.email -> email identity
-- not: users.ssn users.phone
SELECT t.r.email FROM (SELECT u AS r FROM raw.users AS u) AS t

-- query: row_to_json_field
-- value: users.city -> x identity
SELECT JSON_VALUE(TO_JSON(u), '$.city') AS x FROM raw.users AS u

-- query: row_format
-- value: users.ssn -> t identity, users.age -> t identity
SELECT FORMAT('%t', u) AS t FROM raw.users AS u

-- query: row_array_agg
-- value: users.ssn -> rows_ identity, users.email -> rows_.email identity
-- not: users.email -> rows_.ssn
SELECT ARRAY_AGG(u) AS rows_ FROM raw.users AS u

-- query: row_any_value
-- value: users.email -> email identity
-- not: users.ssn
-- random
SELECT ANY_VALUE(u).email FROM raw.users AS u

-- query: row_hash
-- value: users.ssn -> h unkeyed, users.email -> h unkeyed
SELECT FARM_FINGERPRINT(TO_JSON_STRING(u)) AS h FROM raw.users AS u

-- query: row_count_distinct
-- value: orders.status -> n statistic, orders.amount -> n statistic
-- not: orders.note orders.id
SELECT COUNT(DISTINCT TO_JSON_STRING(o)) AS n FROM (SELECT status, amount FROM raw.orders) AS o

-- query: row_star_replace
-- value: users.email -> email partial, users.ssn -> ssn identity
SELECT * REPLACE (SUBSTR(email, 1, 1) AS email) FROM raw.users

-- query: row_qualified_star
-- value: users.ssn -> ssn identity
-- influence: orders.user_id
-- not: orders.note orders.amount
SELECT u.* FROM raw.users AS u JOIN raw.orders AS o ON o.user_id = u.id

-- query: row_of_subquery
-- value: users.email -> j identity, users.city -> j identity
-- not: users.ssn
SELECT TO_JSON_STRING(t) AS j FROM (SELECT email, city FROM raw.users) AS t

-- query: row_star_count
-- not: users.email users.ssn users.id
SELECT COUNT(*) AS n FROM raw.users

-- query: row_is_null
-- not: users.city -> email
-- value: users.email -> email identity
SELECT email FROM raw.users AS u WHERE u IS NOT NULL
