-- query: tvf_constant
-- value: orders.amount -> amount identity
-- influence: orders.user_id
-- not: orders.note orders.status
SELECT amount FROM lib.orders_of(1)

-- query: tvf_star
-- value: users.ssn -> ssn identity, users.email -> email identity
-- influence: users.age
SELECT * FROM lib.older(20)

-- query: tvf_narrowed
-- value: users.city -> city identity
-- influence: users.age users.vip
-- not: users.ssn users.email users.phone
-- not value: users.vip
SELECT t.city FROM `shop-prod.lib.older`(20) AS t WHERE t.vip

-- query: tvf_declared_columns
-- value: orders.amount -> total statistic, users.email -> email identity
-- influence: orders.user_id users.id
-- not: orders.note users.phone
SELECT u.email, t.total FROM raw.users AS u JOIN lib.totals() AS t ON t.user_id = u.id

-- query: tvf_scalar_subquery_argument
-- value: users.email -> email identity
-- influence: users.age products.price
-- not: products.title users.phone
SELECT email FROM lib.older((SELECT MAX(price) FROM raw.products))

-- query: tvf_twice
-- value: users.email -> a identity, users.phone -> b identity
-- influence: users.age users.id
-- not: users.ssn
SELECT x.email AS a, y.phone AS b FROM lib.older(20) AS x JOIN lib.older(30) AS y ON x.id = y.id

-- query: tvf_of_table
-- unknown
-- cannot run: the engine fails on a table with more columns than the function asks for
SELECT id FROM lib.grown(TABLE raw.users)

-- query: tvf_of_subquery
-- value: staff.boss -> id identity
-- influence: staff.salary
-- not: staff.name staff.dept
SELECT id FROM lib.grown((SELECT boss AS id, salary AS age FROM raw.staff))
