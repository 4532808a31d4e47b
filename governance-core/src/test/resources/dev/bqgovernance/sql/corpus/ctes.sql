-- query: cte_plain
-- value: users.email -> email identity
-- influence: users.age
-- not: users.phone users.ssn users.id
WITH grown AS (SELECT email, phone, age FROM raw.users WHERE age > 20)
SELECT email FROM grown

-- query: cte_twice
-- value: orders.amount -> share derived
-- not: orders.note orders.status
-- influence: orders.user_id
WITH o AS (SELECT user_id, amount FROM raw.orders)
SELECT a.amount - b.amount AS share FROM o AS a JOIN o AS b ON a.user_id = b.user_id

-- query: cte_chain
-- value: users.email -> m partial
-- not: users.phone users.id
-- influence: users.city
WITH a AS (SELECT email AS x, city AS c FROM raw.users), b AS (SELECT SUBSTR(x, 1, 3) AS y, c FROM a)
SELECT y AS m FROM b WHERE c = 'Bern'

-- query: cte_shadowed
-- value: orders.note -> v identity
-- not: users.email users.id
WITH t AS (SELECT email AS v FROM raw.users)
SELECT v FROM (WITH t AS (SELECT note AS v FROM raw.orders) SELECT v FROM t)

-- query: cte_shadows_table
-- value: products.title -> title identity
-- not: products.price products.id
WITH users AS (SELECT title FROM raw.products) SELECT title FROM users

-- query: cte_unused
-- value: products.title -> title identity
-- not: users.ssn users.email
WITH hidden AS (SELECT ssn FROM raw.users) SELECT title FROM raw.products

-- query: cte_in_subquery
-- value: orders.id -> id identity
-- influence: users.vip users.id orders.user_id
-- not: users.email orders.amount
SELECT id FROM raw.orders
WHERE user_id IN (WITH v AS (SELECT id FROM raw.users WHERE vip) SELECT id FROM v)

-- query: cte_columns_crossed
-- value: users.email -> a identity, users.phone -> b identity
-- not: users.phone -> a
-- not: users.email -> b
-- not: users.ssn
WITH t AS (SELECT phone AS a, email AS b FROM raw.users) SELECT b AS a, a AS b FROM t

-- query: cte_star
-- value: users.ssn -> ssn identity, users.email -> email identity
WITH t AS (SELECT * FROM raw.users) SELECT * FROM t

-- query: cte_star_narrowed
-- value: users.city -> city identity
-- not: users.ssn users.email users.phone users.born
WITH t AS (SELECT * FROM raw.users) SELECT city FROM t

-- query: cte_aggregate_joined_back
-- value: users.email -> email identity, orders.amount -> total statistic
-- not: orders.note
WITH sums AS (SELECT user_id, SUM(amount) AS total FROM raw.orders GROUP BY user_id)
SELECT u.email, s.total FROM raw.users u LEFT JOIN sums s ON s.user_id = u.id
