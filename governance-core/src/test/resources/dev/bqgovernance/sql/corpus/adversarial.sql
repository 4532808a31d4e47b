-- query: hb_order_limit
-- value: users.email -> email identity
-- influence: users.ssn
-- not: users.phone users.id
-- not value: users.ssn
-- ordered
SELECT email FROM raw.users ORDER BY ssn, email LIMIT 2

-- query: hb_order_limit_ties
-- value: staff.name -> name identity
-- influence: staff.salary
-- not: staff.dept staff.boss
-- not value: staff.salary
-- ordered
SELECT name FROM raw.staff ORDER BY salary LIMIT 1

-- query: hb_array_agg_order
-- value: users.city -> city identity, users.vip -> flags identity
-- influence: users.ssn -> flags
-- not: users.ssn -> city, users.vip -> city
-- not value: users.ssn
SELECT city, ARRAY_AGG(vip IGNORE NULLS ORDER BY ssn, vip) AS flags FROM raw.users GROUP BY city

-- query: hb_array_agg_limit_first
-- value: users.city -> oldest_city identity
-- influence: users.born -> oldest_city
-- not: users.age users.ssn
-- not value: users.born
SELECT ARRAY_AGG(city ORDER BY born, city LIMIT 1)[SAFE_OFFSET(0)] AS oldest_city FROM raw.users

-- query: hb_string_agg_order
-- value: users.city -> cities identity
-- influence: users.age -> cities
-- not: users.born users.ssn
-- not value: users.age
SELECT STRING_AGG(city, ',' ORDER BY age DESC, city) AS cities FROM raw.users

-- query: hb_max_by
-- value: users.city -> c identity
-- influence: users.ssn -> c
-- not: users.email users.phone
-- not value: users.ssn
SELECT MAX_BY(city, ssn) AS c FROM raw.users

-- query: hb_row_number
-- value: staff.name -> name identity
-- influence: staff.salary -> rn
-- not: staff.salary -> name
-- not: staff.dept staff.boss
-- not value: staff.salary
SELECT name, ROW_NUMBER() OVER (ORDER BY salary, name) AS rn FROM raw.staff

-- query: hb_ntile
-- value: staff.dept -> dept identity
-- influence: staff.salary -> half, staff.dept -> half
-- not: staff.salary -> dept
-- not: staff.name staff.id
-- not value: staff.salary
SELECT dept, NTILE(2) OVER (PARTITION BY dept ORDER BY salary) AS half FROM raw.staff

-- query: hb_rank_hidden_in_cte
-- value: products.title -> title identity
-- influence: products.price
-- not: products.category products.id
-- not value: products.price
WITH r AS (SELECT title, category, RANK() OVER (ORDER BY price DESC) AS k FROM raw.products)
SELECT title FROM r WHERE k = 1

-- query: hb_percentile_disc
-- value: staff.salary -> mid identity, staff.dept -> dept identity
-- influence: staff.dept -> mid
-- not: staff.name staff.boss
-- not: staff.salary -> dept
SELECT DISTINCT dept, PERCENTILE_DISC(salary, 0.5) OVER (PARTITION BY dept) AS mid FROM raw.staff

-- query: hb_first_value_by_secret
-- value: users.city -> city identity, users.city -> c0 identity
-- influence: users.ssn -> c0
-- not: users.ssn -> city
-- not: users.email
-- not value: users.ssn
SELECT
  city,
  FIRST_VALUE(city) OVER (ORDER BY ssn, city ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS c0
FROM raw.users

-- query: hb_qualify_secret
-- value: users.email -> email identity
-- influence: users.ssn users.city
-- not: users.phone users.id
-- not value: users.ssn users.city
SELECT email FROM raw.users WHERE TRUE QUALIFY RANK() OVER (PARTITION BY city ORDER BY ssn) = 1

-- query: hb_count_distinct_secret
-- value: users.ssn -> n statistic, users.city -> city identity
-- not: users.ssn -> city
-- not: users.email users.id
SELECT city, COUNT(DISTINCT ssn) AS n FROM raw.users GROUP BY city

-- query: hb_group_by_hidden
-- influence: users.ssn
-- not: users.email users.age
-- not value: users.ssn
SELECT COUNT(*) AS n FROM raw.users GROUP BY ssn

-- query: hb_having_max
-- value: users.city -> city identity
-- influence: users.age
-- not: users.age -> city
-- not: users.born
-- not value: users.age
SELECT city FROM raw.users GROUP BY city HAVING MAX(age) > 60

-- query: hb_exists_list_ignored
-- value: users.city -> city identity
-- influence: orders.note users.email users.id orders.user_id
-- not: orders.amount users.phone
-- not value: users.email orders.note
SELECT u.city FROM raw.users AS u
WHERE EXISTS (SELECT o.amount FROM raw.orders AS o WHERE o.user_id = u.id AND o.note = u.email)

-- query: hb_not_in
-- value: users.phone -> phone identity
-- influence: users.email orders.note orders.status
-- not: orders.amount users.ssn
-- not value: users.email orders.note
SELECT phone FROM raw.users
WHERE email NOT IN (SELECT note FROM raw.orders WHERE note IS NOT NULL AND status = 'lost')

-- query: hb_scalar_subquery_top
-- value: orders.note -> top_note identity, users.city -> city identity
-- influence: orders.amount -> top_note, users.id -> top_note
-- not: orders.amount -> city, orders.note -> city
-- not: orders.placed
-- not value: users.id orders.amount
SELECT
  u.city,
  (SELECT o.note FROM raw.orders AS o WHERE o.user_id = u.id ORDER BY o.amount DESC, o.note LIMIT 1) AS top_note
FROM raw.users AS u

-- query: hb_array_subquery_order
-- value: products.title -> titles identity
-- influence: products.price -> titles
-- not: products.category products.id
-- not value: products.price
SELECT ARRAY(SELECT title FROM raw.products WHERE title IS NOT NULL ORDER BY price, title) AS titles

-- query: hb_array_length_filtered
-- value: users.city -> city identity
-- influence: orders.note -> n, users.email -> n
-- not: users.email -> city
-- not: orders.amount
-- not value: orders.note
SELECT
  u.city,
  ARRAY_LENGTH(ARRAY(SELECT 1 FROM raw.orders AS o WHERE o.user_id = u.id AND o.note = u.email)) AS n
FROM raw.users AS u

-- query: hb_generate_array_rows
-- value: users.city -> city identity
-- influence: users.age
-- not: users.age -> city
-- not: users.born users.email
SELECT u.city FROM raw.users AS u, UNNEST(GENERATE_ARRAY(1, u.age)) AS n

-- query: hb_safe_offset_secret
-- value: users.email -> piece partial, users.city -> city identity
-- not: users.id -> city, users.email -> city
-- not: users.ssn
SELECT SPLIT(email, '@')[SAFE_OFFSET(id)] AS piece, city FROM raw.users

-- query: hb_substr_by_secret
-- value: users.city -> tail partial, users.phone -> phone identity
-- not: users.age -> phone, users.city -> phone
-- not: users.ssn
SELECT SUBSTR(city, age) AS tail, phone FROM raw.users

-- query: hb_repeat_secret
-- value: staff.name -> name identity
-- not: staff.salary -> name, staff.name -> bar
-- not: staff.dept
SELECT name, REPEAT('x', salary) AS bar FROM raw.staff

-- query: hb_date_add_secret
-- value: users.age -> d derived
-- not: users.born users.email
SELECT DATE_ADD(DATE '2000-01-01', INTERVAL age DAY) AS d FROM raw.users

-- query: hb_if_condition
-- value: users.city -> x identity
-- influence: users.ssn -> x
-- not: users.email users.vip
-- not value: users.ssn
SELECT IF(ssn = '1', 'a', city) AS x FROM raw.users

-- query: hb_case_operand
-- value: users.age -> code identity, users.phone -> phone identity
-- influence: users.ssn -> code
-- not: users.ssn -> phone, users.age -> phone
-- not value: users.ssn
SELECT CASE ssn WHEN '1' THEN 10 WHEN '2' THEN 20 ELSE age END AS code, phone FROM raw.users

-- query: hb_nullif
-- value: users.email -> s identity
-- influence: orders.note -> s
-- not: orders.amount users.ssn
-- not value: orders.note users.id
SELECT NULLIF(u.email, o.note) AS s FROM raw.users AS u JOIN raw.orders AS o ON o.user_id = u.id

-- query: hb_coalesce_ifnull
-- value: users.phone -> contact identity, users.email -> contact identity, users.age -> n identity, users.id -> n identity
-- not: users.email -> n, users.age -> contact
-- not: users.ssn
SELECT COALESCE(phone, email) AS contact, IFNULL(age, id) AS n FROM raw.users

-- query: hb_greatest
-- value: sales.q1 -> top identity, sales.q2 -> top identity
-- influence: sales.q3
-- not: sales.region sales.product_id
-- not value: sales.q3
SELECT GREATEST(q1, q2) AS top FROM raw.sales WHERE q3 > 1

-- query: hb_boolean_out
-- value: users.ssn -> is9 partial, users.born -> early derived, users.city -> city identity
-- not: users.ssn -> city, users.born -> is9, users.ssn -> early
-- not: users.email
SELECT ssn = '9' AS is9, born < DATE '2000-01-01' AS early, city FROM raw.users

-- query: hb_struct_field_only
-- value: users.email -> x identity
-- not: users.ssn users.phone
SELECT STRUCT(email AS x, ssn AS y).x AS x FROM raw.users

-- query: hb_struct_fields_swapped
-- value: users.city -> b identity, users.ssn -> a identity
-- not: users.city -> a, users.ssn -> b
-- not: users.email
SELECT s.a AS b, s.b AS a FROM (SELECT STRUCT(city AS a, ssn AS b, email AS c) AS s FROM raw.users)

-- query: hb_whole_row
-- value: users.ssn -> t.ssn identity, users.email -> t.email identity
-- not: users.email -> t.ssn, users.ssn -> t.city, users.id -> t.age
SELECT t FROM raw.users AS t

-- query: hb_array_agg_row_field
-- value: users.email -> m identity
-- influence: users.age -> m
-- not: users.ssn users.phone
-- not value: users.age
SELECT ARRAY_AGG(t ORDER BY t.age, t.email LIMIT 1)[OFFSET(0)].email AS m FROM raw.users AS t

-- query: hb_select_as_struct_field
-- value: users.email -> a identity
-- not: users.ssn users.phone
SELECT (SELECT AS STRUCT MAX(email) AS a, MAX(ssn) AS b FROM raw.users).a AS a

-- query: hb_nested_struct_rebuilt
-- value: profiles.name.last -> n.first identity, profiles.address.zip -> n.last partial
-- not: profiles.name.first profiles.address.street
-- not: profiles.name.last -> n.last
SELECT STRUCT(p.name.last AS first, SUBSTR(p.address.zip, 1, 2) AS last) AS n FROM raw.profiles AS p

-- query: hb_row_to_json
-- value: users.ssn -> j identity, users.city -> j identity, users.id -> id identity
-- not: users.ssn -> id
-- not: users.email users.phone
SELECT id, TO_JSON_STRING(t) AS j FROM (SELECT id, city, ssn FROM raw.users) AS t

-- query: hb_row_format
-- value: products.title -> f identity, products.price -> f identity
-- not: products.category products.id
SELECT FORMAT('%T', p) AS f FROM (SELECT title, price FROM raw.products) AS p

-- query: hb_json_object_field
-- value: users.email -> m identity
-- not: users.ssn users.phone
SELECT JSON_VALUE(JSON_OBJECT('m', email, 's', ssn), '$.m') AS m FROM raw.users

-- query: hb_row_json_field
-- value: users.city -> c identity
-- not: users.ssn users.email
SELECT JSON_VALUE(TO_JSON(t), '$.city') AS c FROM raw.users AS t

-- query: hb_row_count_distinct
-- value: users.ssn -> n statistic, users.city -> n statistic
-- not: users.email users.id
SELECT COUNT(DISTINCT TO_JSON_STRING(t)) AS n FROM (SELECT city, ssn FROM raw.users) AS t

-- query: hb_except_replace
-- value: users.ssn -> phone partial, users.city -> city identity
-- not: users.phone users.email
-- not: users.ssn -> city
SELECT * EXCEPT (email, ssn) REPLACE (SUBSTR(ssn, 1, 1) AS phone) FROM raw.users

-- query: hb_intersect_second_decides
-- value: users.email -> email identity
-- influence: orders.note
-- not: orders.status users.ssn
-- not value: orders.note
SELECT email FROM raw.users INTERSECT DISTINCT SELECT note FROM raw.orders

-- query: hb_except_second_decides
-- value: users.email -> email identity
-- influence: orders.note orders.status
-- not: orders.amount users.ssn
-- not value: orders.note orders.status
SELECT email FROM raw.users EXCEPT DISTINCT SELECT note FROM raw.orders WHERE status = 'paid'

-- query: hb_intersect_hidden_column
-- value: users.email -> email identity
-- influence: users.ssn orders.amount orders.note
-- not: orders.status users.phone
-- not value: users.ssn orders.amount
SELECT email
FROM (
  SELECT email, ssn FROM raw.users
  INTERSECT DISTINCT
  SELECT note, CAST(amount AS STRING) FROM raw.orders
)

-- query: hb_distinct_hidden_column
-- value: users.email -> email identity
-- influence: users.ssn
-- not: users.ssn -> email
-- not: users.phone
-- not value: users.ssn
SELECT email FROM (SELECT DISTINCT email, ssn FROM raw.users)

-- query: hb_union_by_name
-- value: users.city -> city identity, orders.status -> city identity, orders.note -> email identity
-- not: orders.status -> email, orders.note -> city, users.email -> city
-- not: users.ssn
SELECT city, email FROM raw.users UNION ALL BY NAME SELECT note AS email, status AS city FROM raw.orders

-- query: hb_union_by_position
-- value: orders.note -> a identity, orders.status -> b identity, users.city -> a identity
-- not: orders.note -> b, orders.status -> a, users.email -> a
-- not: orders.amount
SELECT city AS a, email AS b FROM raw.users UNION ALL SELECT note AS b, status AS a FROM raw.orders

-- query: hb_cte_named_as_table
-- value: staff.name -> note identity
-- not: staff.dept
WITH orders AS (SELECT name AS note, dept AS status FROM raw.staff) SELECT note FROM orders

-- query: hb_cte_does_not_hide_path
-- value: orders.note -> note identity
-- not: users.ssn orders.status
WITH orders AS (SELECT ssn AS note FROM raw.users) SELECT note FROM raw.orders

-- query: hb_cte_inner_shadows_outer
-- value: users.city -> v identity
-- not: users.ssn users.email
WITH t AS (SELECT ssn AS v FROM raw.users)
SELECT v FROM (WITH t AS (SELECT city AS v FROM raw.users) SELECT v FROM t)

-- query: hb_alias_shadows_in_order
-- value: users.email -> email identity, users.city -> ssn identity
-- not: users.ssn users.phone
-- not: users.email -> ssn
-- ordered
SELECT email, city AS ssn FROM raw.users ORDER BY ssn, email

-- query: hb_alias_not_in_where
-- value: users.city -> ssn identity
-- influence: users.ssn
-- not: users.email users.age
-- not value: users.ssn
SELECT city AS ssn FROM raw.users WHERE ssn = '1'

-- query: hb_outer_name_in_subquery
-- value: staff.name -> name identity
-- influence: staff.boss staff.id
-- not: orders.user_id orders.id
-- not value: staff.boss
SELECT name FROM raw.staff WHERE id IN (SELECT boss FROM raw.orders)

-- query: hb_inner_name_in_subquery
-- value: users.email -> email identity
-- influence: orders.user_id orders.id
-- not: users.id users.ssn orders.note
SELECT email FROM raw.users WHERE EXISTS (SELECT 1 FROM raw.orders WHERE user_id = id)

-- query: hb_recursive_carry
-- value: staff.name -> name identity, staff.salary -> top identity
-- influence: staff.boss staff.id staff.dept
-- not: staff.salary -> name, staff.name -> top
-- not value: staff.boss staff.dept
WITH RECURSIVE chain AS (
  SELECT id, name, salary, 1 AS depth FROM raw.staff WHERE dept = 'hr'
  UNION ALL
  SELECT s.id, s.name, c.salary, c.depth + 1
  FROM raw.staff AS s JOIN chain AS c ON s.boss = c.id
  WHERE c.depth < 3
)
SELECT name, salary AS top FROM chain

-- query: hb_pivot_implicit_groups
-- value: sales.q1 -> eu statistic
-- influence: sales.region -> eu
-- influence: sales.q2 sales.q3 sales.product_id
-- not value: sales.q2 sales.q3 sales.region
SELECT eu FROM raw.sales PIVOT(SUM(q1) FOR region IN ('eu' AS eu))

-- query: hb_pivot_max
-- value: sales.q3 -> m_eu identity, sales.q3 -> m_us identity
-- influence: sales.product_id sales.region
-- not: sales.q1 sales.q2
-- not value: sales.region sales.product_id
SELECT m_eu, m_us
FROM (SELECT product_id, region, q3 FROM raw.sales)
PIVOT(MAX(q3) AS m FOR region IN ('eu' AS eu, 'us' AS us))

-- query: hb_unpivot_pairs
-- value: sales.q1 -> a identity, sales.q3 -> a identity, sales.q2 -> b identity, sales.product_id -> b identity
-- not: sales.q1 -> b, sales.q3 -> b, sales.q2 -> a, sales.q2 -> span
-- not: sales.region
SELECT span, a, b
FROM raw.sales UNPIVOT((a, b) FOR span IN ((q1, q2) AS 'first', (q3, product_id) AS 'second'))

-- query: hb_window_chain
-- value: staff.id -> s statistic, staff.name -> name identity
-- influence: staff.salary -> s, staff.dept -> s
-- not: staff.salary -> name, staff.name -> s
-- not: staff.boss
-- not value: staff.salary staff.dept
SELECT name, SUM(id) OVER b AS s FROM raw.staff WINDOW a AS (PARTITION BY dept), b AS (a ORDER BY salary)

-- query: hb_unnest_chain
-- value: profiles.contacts.value -> value identity
-- influence: profiles.contacts.kind profiles.tags
-- not: profiles.user_id profiles.name.first
-- not value: profiles.tags profiles.contacts.kind
SELECT c.value FROM raw.profiles AS p, UNNEST(p.contacts) AS c, UNNEST(p.tags) AS t WHERE t = c.kind

-- query: hb_cross_join_multiplies
-- value: users.city -> city identity
-- not: orders.id orders.amount users.id
SELECT u.city FROM raw.users AS u CROSS JOIN raw.orders AS o

-- query: hb_left_join_nullness
-- value: users.email -> email identity
-- influence: orders.id -> bought
-- influence: orders.user_id users.id
-- not: orders.amount
-- not: orders.id -> email
-- not value: orders.id users.id
SELECT u.email, IF(o.id IS NULL, 'no', 'yes') AS bought
FROM raw.users AS u LEFT JOIN raw.orders AS o ON o.user_id = u.id

-- query: hb_using_left
-- value: orders.user_id -> user_id identity, sessions.ms -> ms identity
-- influence: sessions.user_id
-- not: sessions.ip orders.note
-- not value: sessions.user_id
SELECT user_id, s.ms FROM raw.orders AS o LEFT JOIN raw.sessions AS s USING (user_id)

-- query: hb_using_right
-- value: sessions.user_id -> user_id identity, orders.amount -> amount identity
-- influence: orders.user_id
-- not: orders.note sessions.device
-- not value: orders.user_id
SELECT user_id, o.amount FROM raw.orders AS o RIGHT JOIN raw.sessions AS s USING (user_id)

-- query: hb_pipe_set_keeps_alias
-- value: users.email -> kept identity
-- not: users.email -> shown
-- not: users.ssn users.id
FROM raw.users AS u
|> SET email = 'hidden'
|> SELECT email AS shown, u.email AS kept

-- query: hb_pipe_set_overwrites
-- value: users.city -> ssn identity, users.email -> email identity
-- not: users.ssn users.phone
-- not: users.email -> ssn
FROM raw.users
|> SET ssn = city
|> SELECT ssn, email

-- query: hb_pipe_drop_keeps_alias
-- value: users.ssn -> tail identity, users.city -> city identity
-- not: users.ssn -> city
-- not: users.email users.phone
FROM raw.users AS u
|> DROP ssn
|> EXTEND u.ssn AS tail
|> SELECT city, tail

-- query: hb_pipe_rename_chain
-- value: users.city -> ssn identity
-- not: users.ssn users.email
FROM raw.users
|> RENAME ssn AS label
|> RENAME city AS ssn
|> SELECT ssn

-- query: hb_pipe_aggregate_shows_key
-- value: users.ssn -> ssn identity, users.age -> top identity
-- not: users.age -> n, users.age -> ssn
-- not: users.email
FROM raw.users
|> AGGREGATE COUNT(*) AS n, MAX(age) AS top GROUP BY ssn

-- query: hb_pipe_join_filter
-- value: users.city -> city identity, orders.status -> status identity
-- influence: users.email orders.note orders.amount
-- not: users.ssn orders.placed
-- not value: users.email orders.amount
FROM raw.users AS u
|> JOIN raw.orders AS o ON o.user_id = u.id AND o.note = u.email
|> WHERE o.amount > 5
|> SELECT u.city, o.status

-- query: hb_pipe_extend_order_limit
-- value: staff.name -> name identity
-- influence: staff.salary
-- not: staff.dept staff.boss
-- not value: staff.salary
FROM raw.staff
|> EXTEND salary * 2 AS twice
|> ORDER BY twice DESC, name
|> LIMIT 1
|> SELECT name

-- query: hb_tvf_swapped_columns
-- unknown
-- cannot run: the engine takes no table arguments with expressions
SELECT id FROM lib.grown((SELECT age AS id, id * 10 AS age FROM raw.users))

-- query: hb_tvf_hidden_filter
-- value: users.city -> city identity
-- influence: users.age users.vip
-- not: users.ssn users.id
-- not value: users.age users.vip
SELECT o.city FROM lib.older(30) AS o WHERE o.vip

-- query: hb_tvf_totals
-- value: orders.amount -> total statistic, users.email -> email identity
-- influence: orders.user_id users.id
-- not: orders.status
-- not: orders.amount -> email
-- not value: orders.user_id
SELECT u.email, t.total FROM raw.users AS u JOIN lib.totals() AS t ON t.user_id = u.id

-- query: hb_udf_ignores_argument
-- value: users.city -> c identity
-- not: users.ssn users.email
SELECT lib.second(ssn, city) AS c FROM raw.users

-- query: hb_udf_band_and_shout
-- value: users.email -> s partial
-- influence: users.age -> b
-- not: users.age -> s, users.email -> b
-- not value: users.age
SELECT lib.band(age) AS b, lib.shout(email) AS s FROM raw.users

-- query: hb_udf_reads_table
-- value: orders.amount -> s statistic
-- influence: users.id orders.user_id
-- not: users.age orders.id orders.status
-- not value: users.id
SELECT lib.spent(id) AS s FROM raw.users

-- query: hb_wildcard_filter
-- value: events_20260101.name -> name identity
-- influence: events_20260101.value
-- not: events_20260101.user_id
-- not value: events_20260101.value
SELECT name FROM `raw.events_*` WHERE _TABLE_SUFFIX = '20260101' AND value > 1

-- query: hb_wildcard_semi_join
-- value: users.city -> city identity
-- influence: users.id
-- not: users.ssn users.email
-- not value: users.id
SELECT u.city FROM raw.users AS u WHERE u.id IN (SELECT e.user_id FROM `raw.events_*` AS e)

-- query: hb_key_by_join
-- value: users.email -> h keyed by keyring.salt
-- influence: keyring.period
-- not: users.ssn users.id
-- not value: keyring.period
SELECT TO_HEX(SHA256(CONCAT(k.salt, u.email))) AS h
FROM raw.users AS u CROSS JOIN vault.keyring AS k
WHERE k.period = 'p1'

-- query: hb_key_by_subquery
-- value: users.ssn -> h keyed by keyring.salt, users.city -> city identity
-- not: users.ssn -> city, keyring.salt -> city
-- not: users.email
SELECT
  TO_HEX(SHA256(CONCAT((SELECT MAX(salt) FROM vault.keyring WHERE period = 'p1'), ssn))) AS h,
  city
FROM raw.users

-- query: hb_key_by_cte_udf
-- value: users.phone -> h keyed by keyring.salt
-- influence: keyring.period
-- not: users.email users.ssn
-- not value: keyring.period
WITH k AS (SELECT salt AS s FROM vault.keyring WHERE period = 'p2')
SELECT lib.pseudonym(u.phone, k.s) AS h FROM raw.users AS u, k

-- query: hb_key_by_left_join
-- value: users.email -> h keyed by keyring.salt
-- influence: keyring.period users.ssn
-- not: users.phone users.id
-- not value: users.ssn keyring.period
SELECT TO_HEX(SHA256(k.salt || u.email)) AS h
FROM raw.users AS u LEFT JOIN vault.keyring AS k ON k.period = CONCAT('p', u.ssn)

-- query: hb_key_coalesced_away
-- value: users.email -> h unkeyed
-- influence: keyring.period users.ssn
-- not: users.phone users.id
-- not value: users.ssn keyring.period
SELECT TO_HEX(SHA256(CONCAT(COALESCE(k.salt, ''), u.email))) AS h
FROM raw.users AS u LEFT JOIN vault.keyring AS k ON k.period = CONCAT('p', u.ssn)

-- query: hb_key_skipped_when_null
-- value: users.email -> h unkeyed
-- influence: keyring.period users.ssn
-- not: users.phone users.id
-- not value: users.ssn keyring.period
SELECT TO_HEX(SHA256(ARRAY_TO_STRING([k.salt, u.email], ''))) AS h
FROM raw.users AS u LEFT JOIN vault.keyring AS k ON k.period = CONCAT('p', u.ssn)

-- query: hb_key_in_one_branch
-- value: users.email -> h unkeyed
-- influence: users.vip -> h
-- not: users.ssn keyring.period
-- not value: users.vip
SELECT TO_HEX(SHA256(CONCAT(IF(u.vip, k.salt, ''), u.email))) AS h
FROM raw.users AS u CROSS JOIN vault.keyring AS k

-- query: hb_key_in_one_union_arm
-- value: users.email -> h unkeyed
-- influence: users.vip
-- not: users.ssn keyring.period
-- not value: users.vip
SELECT TO_HEX(SHA256(CONCAT(k.salt, u.email))) AS h FROM raw.users AS u CROSS JOIN vault.keyring AS k
UNION ALL
SELECT TO_HEX(SHA256(CONCAT('pepper', u.email))) FROM raw.users AS u WHERE NOT u.vip

-- query: hb_key_literal_udf
-- value: users.ssn -> h unkeyed, users.city -> city identity
-- not: users.email
-- not: users.ssn -> city
SELECT lib.pseudonym(ssn, 'pepper') AS h, city FROM raw.users

-- query: hb_key_of_same_row
-- value: users.email -> h unkeyed, users.phone -> h unkeyed
-- not: users.ssn users.id
SELECT TO_HEX(SHA256(CONCAT(phone, email))) AS h FROM raw.users

-- query: hb_key_only_joined
-- value: users.email -> h unkeyed
-- influence: keyring.salt keyring.period
-- not: users.ssn
-- not value: keyring.salt keyring.period
SELECT TO_HEX(SHA256(CONCAT('s1', u.email))) AS h
FROM raw.users AS u JOIN vault.keyring AS k ON k.salt = 's1' AND k.period = 'p1'

-- query: hb_key_outside_hash
-- value: users.email -> h unkeyed, keyring.salt -> h identity, users.city -> city identity
-- not: users.ssn keyring.period
-- not: keyring.salt -> city, users.email -> city
SELECT CONCAT(k.salt, '-', TO_HEX(SHA256(u.email))) AS h, u.city
FROM raw.users AS u CROSS JOIN vault.keyring AS k

-- query: hb_key_from_shadowing_cte
-- value: users.email -> h unkeyed
-- not: users.ssn
WITH keyring AS (SELECT 'fixed' AS salt)
SELECT TO_HEX(SHA256(CONCAT(k.salt, u.email))) AS h FROM raw.users AS u CROSS JOIN keyring AS k

-- query: hb_hash_of_hash
-- value: users.email -> g unkeyed, users.phone -> h keyed by keyring.salt
-- not: users.phone -> g, keyring.salt -> g, users.email -> h
-- not: users.ssn
SELECT
  TO_HEX(SHA256(TO_HEX(MD5(u.email)))) AS g,
  TO_HEX(SHA256(CONCAT(k.salt, TO_HEX(MD5(u.phone))))) AS h
FROM raw.users AS u CROSS JOIN vault.keyring AS k

-- query: hb_hash_prefix_and_bucket
-- value: users.ssn -> p unkeyed, users.email -> bucket unkeyed
-- not: users.ssn -> bucket, users.email -> p
-- not: users.phone
SELECT SUBSTR(TO_HEX(SHA256(ssn)), 1, 4) AS p, MOD(FARM_FINGERPRINT(email), 10) AS bucket FROM raw.users

-- query: hb_hash_beside_clear
-- value: users.email -> email identity, users.email -> h keyed by keyring.salt
-- not: keyring.salt -> email
-- not: users.ssn keyring.period
SELECT u.email, TO_HEX(SHA256(CONCAT(k.salt, u.email))) AS h
FROM raw.users AS u CROSS JOIN vault.keyring AS k

-- query: hb_hash_or_clear
-- value: users.email -> x identity
-- influence: users.vip -> x
-- not: users.ssn users.phone
-- not value: users.vip
SELECT IF(vip, email, TO_HEX(SHA256(email))) AS x FROM raw.users

-- query: hb_hash_group_count
-- value: users.phone -> p statistic
-- influence: users.email
-- not: users.phone -> n
-- not: users.ssn
-- not value: users.email
SELECT COUNT(*) AS n, COUNT(DISTINCT MD5(phone)) AS p FROM raw.users GROUP BY SHA256(email)
