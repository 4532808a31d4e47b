-- query: pipe_where_select
-- value: users.email -> email identity
-- influence: users.age
-- not: users.ssn users.city
FROM raw.users |> WHERE age > 20 |> SELECT email

-- query: pipe_aggregate
-- value: orders.amount -> total statistic, orders.status -> status identity
-- influence: orders.status
-- not: orders.note orders.user_id
FROM raw.orders |> AGGREGATE SUM(amount) AS total GROUP BY status

-- query: pipe_extend_drop
-- value: users.email -> dom partial, users.city -> city identity
-- not: users.ssn users.phone
FROM raw.users |> SELECT email, city |> EXTEND REGEXP_EXTRACT(email, r'@(.*)') AS dom |> DROP email

-- query: pipe_set
-- value: users.email -> email partial, users.phone -> phone identity
-- not: users.ssn
FROM raw.users |> SELECT email, phone |> SET email = LEFT(email, 2)

-- query: pipe_rename
-- value: users.email -> contact identity
-- not: users.phone
FROM raw.users |> SELECT email |> RENAME email AS contact

-- query: pipe_join
-- value: users.email -> email identity, orders.note -> note identity
-- influence: users.id orders.user_id
-- not: orders.amount users.ssn
FROM raw.users AS u |> JOIN raw.orders AS o ON o.user_id = u.id |> SELECT u.email, o.note

-- query: pipe_order_limit
-- value: users.id -> id identity
-- influence: users.age
-- not: users.email
FROM raw.users |> ORDER BY age DESC |> LIMIT 2 |> SELECT id

-- query: pipe_window
-- value: orders.amount -> s statistic
-- influence: orders.user_id
-- not: orders.note orders.placed
FROM raw.orders |> EXTEND SUM(amount) OVER (PARTITION BY user_id) AS s |> SELECT s

-- query: pipe_distinct
-- value: users.city -> city identity
-- influence: users.city
-- not: users.email
FROM raw.users |> SELECT city |> DISTINCT

-- query: pipe_union
-- value: users.email -> x identity, orders.note -> x identity
-- not: users.phone orders.status
FROM raw.users |> SELECT email AS x |> UNION ALL (SELECT note FROM raw.orders)

-- query: pipe_call
-- value: users.email -> email identity
-- influence: users.age
-- not: users.ssn
FROM lib.older(30) |> SELECT email

-- query: pipe_aggregate_filter_again
-- value: orders.status -> status identity
-- influence: orders.amount
-- not: orders.note
-- not value: orders.amount
FROM raw.orders |> AGGREGATE SUM(amount) AS total GROUP BY status |> WHERE total > 20 |> SELECT status

-- query: pipe_pivot
-- value: orders.amount -> paid statistic
-- influence: orders.status
-- not: orders.note
FROM raw.orders |> SELECT status, amount |> PIVOT (SUM(amount) FOR status IN ('paid', 'open')) |> SELECT paid

-- query: pipe_unpivot
-- value: sales.q1 -> n identity
-- not: sales.region
FROM raw.sales |> UNPIVOT (n FOR quarter IN (q1, q2)) |> SELECT n

-- query: pipe_as
-- value: users.email -> email identity
-- influence: users.age
-- not: users.phone
FROM raw.users |> SELECT email, age |> AS t |> WHERE t.age > 20 |> SELECT t.email

-- query: pipe_behind_select
-- value: users.city -> city identity
-- influence: users.ssn
-- not: users.email
SELECT city, ssn FROM raw.users |> WHERE ssn = '1' |> SELECT city
