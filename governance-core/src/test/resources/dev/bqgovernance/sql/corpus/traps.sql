-- Queries that are easily misread.

-- query: trap_row_in_array
-- value: users.email -> email identity
-- not: users.ssn users.phone
SELECT x.email FROM raw.users AS u, UNNEST([u]) AS x

-- query: trap_rows_coalesced
-- value: users.city -> city identity
-- influence: users.id
-- not: users.ssn -> city
SELECT COALESCE(b, a).city AS city FROM raw.users AS a LEFT JOIN raw.users AS b ON b.id = a.id + 1

-- query: trap_struct_of_rows
-- value: users.email -> e identity, orders.note -> n identity
-- not: users.ssn orders.amount
SELECT t.p.u.email AS e, t.p.o.note AS n
FROM (SELECT STRUCT(u AS u, o AS o) AS p FROM raw.users AS u CROSS JOIN raw.orders AS o) AS t

-- query: trap_union_of_structs
-- value: users.email -> a identity, users.phone -> a identity
-- not: users.city users.ssn
SELECT s.a FROM (SELECT STRUCT(email AS a, city AS b) AS s FROM raw.users UNION ALL SELECT STRUCT(phone, ssn) FROM raw.users)

-- query: trap_struct_by_position
-- value: users.phone -> email identity
-- not: users.email users.ssn
SELECT CAST(STRUCT(phone, email) AS STRUCT<email STRING, phone STRING>).email FROM raw.users

-- query: trap_case_of_structs
-- value: users.email -> x identity, users.phone -> x identity
-- influence: users.vip -> x
-- not: users.ssn users.city
SELECT CASE WHEN vip THEN STRUCT(email AS x, ssn AS y) ELSE STRUCT(phone, city) END.x AS x FROM raw.users

-- query: trap_array_of_structs_joined
-- value: profiles.contacts.value -> v identity
-- influence: orders.note profiles.contacts.kind
-- not: orders.amount profiles.tags
SELECT c.value AS v FROM raw.profiles AS p, p.contacts AS c JOIN raw.orders AS o ON o.note != c.kind

-- query: trap_same_names
-- value: users.city -> id identity
-- not: users.id users.email
SELECT t.id FROM (SELECT city AS id, id AS city, email FROM raw.users) AS t

-- query: trap_alias_hides_column
-- value: users.phone -> email identity
-- influence: users.email
-- not: users.ssn
SELECT phone AS email FROM raw.users WHERE email LIKE 'a%'

-- query: trap_group_alias_hides_column
-- value: users.age -> city derived
-- influence: users.age
-- not: users.email
SELECT age + 1 AS city, COUNT(*) AS n FROM raw.users GROUP BY 1

-- query: trap_outer_and_inner_same_alias
-- value: orders.note -> n identity
-- not: users.email users.phone
SELECT (SELECT MAX(u.note) FROM raw.orders AS u) AS n FROM raw.users AS u

-- query: trap_correlated_in_select_list_of_exists
-- value: users.city -> city identity
-- influence: orders.user_id users.id
-- not: orders.note users.email
SELECT city FROM raw.users AS u WHERE EXISTS (SELECT u.email FROM raw.orders AS o WHERE o.user_id = u.id)

-- query: trap_limit_in_exists
-- value: users.city -> city identity
-- influence: orders.status
-- not: orders.placed users.email
SELECT city FROM raw.users WHERE EXISTS (SELECT 1 FROM raw.orders WHERE status = 'lost' LIMIT 1)

-- query: trap_aggregate_of_subquery
-- value: orders.amount -> s statistic
-- influence: orders.user_id users.id
-- not: orders.note users.phone
SELECT SUM((SELECT MAX(o.amount) FROM raw.orders AS o WHERE o.user_id = u.id)) AS s FROM raw.users AS u

-- query: trap_window_over_subquery
-- influence: orders.amount -> r, orders.user_id -> r, users.id -> r
-- not: orders.note users.phone
SELECT RANK() OVER (ORDER BY (SELECT MAX(o.amount) FROM raw.orders AS o WHERE o.user_id = u.id)) AS r FROM raw.users AS u

-- query: trap_distinct_hides_window
-- value: users.city -> city identity
-- influence: users.age
-- not: users.email
SELECT DISTINCT city, FIRST_VALUE(age) OVER (PARTITION BY city ORDER BY age) AS a FROM raw.users

-- query: trap_array_agg_distinct
-- value: users.city -> a identity
-- influence: users.vip
-- not: users.email
SELECT vip, ARRAY_AGG(DISTINCT city IGNORE NULLS ORDER BY city) AS a FROM raw.users GROUP BY vip

-- query: trap_count_distinct_if
-- value: users.email -> n statistic
-- influence: users.age -> n
-- not: users.phone
SELECT COUNT(DISTINCT IF(age > 20, email, NULL)) AS n FROM raw.users

-- query: trap_having_of_ungrouped
-- influence: orders.amount orders.status
-- not: orders.note
SELECT 1 AS one FROM raw.orders GROUP BY status HAVING MAX(amount) > 5

-- query: trap_join_using_twice
-- value: sessions.device -> device identity
-- influence: orders.user_id docs.user_id sessions.user_id
-- not: docs.body orders.note
SELECT device FROM raw.sessions JOIN raw.orders USING (user_id) JOIN raw.docs USING (user_id)

-- query: trap_full_join_of_different
-- value: users.city -> c identity, staff.dept -> c identity
-- influence: users.id staff.id
-- not: staff.salary users.email
SELECT COALESCE(u.city, s.dept) AS c FROM raw.users AS u FULL JOIN raw.staff AS s ON s.id = u.id

-- query: trap_null_only
-- influence: users.email
-- not: users.phone
-- not value: users.email
SELECT NULL AS n FROM raw.users WHERE email IS NULL

-- query: trap_null_test_in_case
-- influence: users.email -> has
-- not: users.phone
SELECT CASE WHEN email IS NULL THEN 'no' ELSE 'yes' END AS has FROM raw.users

-- query: trap_if_same_branches
-- value: users.city -> c identity
-- not: users.phone
SELECT IF(age > 20, city, city) AS c FROM raw.users

-- query: trap_error_free_cast
-- value: users.email -> x identity
-- not: users.phone
SELECT SAFE_CAST(email AS INT64) IS NULL AS n, TO_BASE64(CAST(email AS BYTES)) AS x FROM raw.users

-- query: trap_string_through_codes
-- value: users.city -> c identity
-- not: users.email
SELECT CODE_POINTS_TO_STRING(TO_CODE_POINTS(city)) AS c FROM raw.users

-- query: trap_array_through_text
-- value: users.email -> m identity
-- not: users.phone
SELECT ARRAY_TO_STRING(ARRAY(SELECT email FROM raw.users WHERE email IS NOT NULL ORDER BY email), ';') AS m

-- query: trap_json_through_table
-- value: users.email -> e identity
-- not: users.ssn
SELECT JSON_VALUE(j, '$.email') AS e FROM (SELECT TO_JSON(STRUCT(email, city)) AS j FROM raw.users)

-- query: trap_key_is_in_the_result
-- value: users.email -> h keyed by keyring.salt, keyring.salt -> salt identity
-- not: users.phone
SELECT TO_HEX(SHA256(CONCAT(u.email, k.salt))) AS h, k.salt FROM raw.users AS u CROSS JOIN vault.keyring AS k

-- query: trap_key_only_influences
-- value: users.email -> h unkeyed
-- influence: keyring.salt
-- not: users.phone
SELECT TO_HEX(SHA256(u.email)) AS h FROM raw.users AS u JOIN vault.keyring AS k ON k.salt = 's1'

-- query: trap_key_beside_hash
-- value: users.email -> h unkeyed, keyring.salt -> h identity
-- not: users.phone
SELECT CONCAT(TO_HEX(SHA256(u.email)), k.salt) AS h FROM raw.users AS u CROSS JOIN vault.keyring AS k

-- query: trap_key_chosen_by_condition
-- value: users.email -> h identity
-- influence: keyring.period -> h
-- not: users.phone
SELECT IF(k.period = 'p1', TO_HEX(SHA256(CONCAT(u.email, k.salt))), u.email) AS h FROM raw.users AS u CROSS JOIN vault.keyring AS k

-- query: trap_hash_of_hash_compared
-- value: orders.note -> note identity
-- influence: users.email
-- not: users.phone
SELECT note FROM raw.orders WHERE MD5(note) IN (SELECT MD5(email) FROM raw.users)

-- query: trap_unpivot_then_pivot
-- value: sales.q1 -> q1 statistic
-- not: sales.region
SELECT q1 FROM (SELECT quarter, n FROM raw.sales UNPIVOT (n FOR quarter IN (q1, q2))) PIVOT (SUM(n) FOR quarter IN ('q1', 'q2'))

-- query: trap_star_of_join
-- value: users.ssn -> ssn identity, orders.note -> note identity
-- influence: users.id
SELECT * EXCEPT (id, user_id) FROM raw.users AS u JOIN raw.orders AS o USING (id)

-- query: trap_star_of_subquery_narrows
-- value: users.city -> city identity
-- not: users.ssn users.email
SELECT * FROM (SELECT city FROM raw.users)

-- query: trap_pipe_set_from_other
-- value: users.phone -> email identity
-- not: users.email users.ssn
FROM raw.users |> SELECT email, phone |> SET email = phone |> DROP phone

-- query: trap_pipe_extend_then_where
-- value: users.city -> city identity
-- influence: users.born
-- not: users.email
FROM raw.users |> EXTEND EXTRACT(YEAR FROM born) AS y |> WHERE y > 2000 |> SELECT city

-- query: trap_recursive_carries_struct
-- value: staff.name -> n identity
-- influence: staff.boss
-- not: staff.salary
WITH RECURSIVE c AS (
  SELECT id, STRUCT(name AS n, dept AS d) AS s, 0 AS k FROM raw.staff WHERE boss IS NULL
  UNION ALL
  SELECT t.id, STRUCT(CONCAT(c.s.n, t.name), c.s.d), k + 1 FROM raw.staff AS t JOIN c ON t.boss = c.id WHERE k < 3
)
SELECT s.n AS n FROM c

-- query: trap_cte_read_through_alias
-- value: users.email -> m identity
-- not: users.ssn
WITH t AS (SELECT u AS r FROM raw.users AS u) SELECT a.r.email AS m FROM t AS a

-- query: trap_lambda_shadows
-- value: profiles.tags -> t identity
-- not: profiles.name.first profiles.address.zip
SELECT ARRAY_TRANSFORM(tags, name -> CONCAT(name, '!')) AS t FROM raw.profiles

-- query: trap_function_named_like_column
-- value: users.city -> x partial
-- not: users.email
SELECT lib.initial(s) AS x FROM (SELECT city AS s, email AS email FROM raw.users)

-- query: trap_between_columns
-- value: orders.id -> id identity
-- influence: orders.amount users.age users.id
-- not: users.email orders.note
SELECT o.id FROM raw.orders AS o JOIN raw.users AS u ON o.amount BETWEEN u.id AND u.age

-- query: trap_in_of_structs
-- value: users.city -> city identity
-- influence: users.id users.age orders.user_id orders.amount
-- not: users.email orders.note
SELECT city FROM raw.users WHERE (id, age > 20) IN (SELECT (user_id, amount > 5) FROM raw.orders)

-- query: trap_nullif_of_two
-- value: users.email -> x identity
-- not: users.phone
SELECT NULLIF(email, city) AS x FROM raw.users

-- query: trap_greatest_of_dates
-- value: users.born -> d identity, orders.placed -> d identity
-- not: users.email orders.note
SELECT GREATEST(u.born, o.placed) AS d FROM raw.users AS u CROSS JOIN raw.orders AS o

-- query: trap_offset_by_column
-- value: profiles.tags -> t identity
-- influence: orders.user_id -> t
-- not: orders.note profiles.name.first
SELECT p.tags[SAFE_OFFSET(o.user_id)] AS t FROM raw.profiles AS p CROSS JOIN raw.orders AS o

-- query: trap_generate_dates
-- value: orders.placed -> d identity
-- not: orders.note
SELECT d FROM raw.orders AS o, UNNEST(GENERATE_DATE_ARRAY(o.placed, DATE '2026-02-12')) AS d

-- query: trap_except_all_columns
-- value: users.email -> email identity, users.phone -> phone identity
-- influence: users.ssn
-- not: users.id users.age
SELECT email, phone FROM raw.users EXCEPT DISTINCT SELECT email, ssn FROM raw.users

-- query: trap_anti_join_of_null
-- value: users.city -> city identity
-- influence: orders.note users.email
-- not: orders.amount users.phone
SELECT city FROM raw.users WHERE email NOT IN (SELECT note FROM raw.orders)
