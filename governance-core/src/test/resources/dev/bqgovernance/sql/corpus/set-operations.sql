-- query: union_all
-- value: users.email -> x identity, orders.note -> x identity
-- not: users.id orders.id users.ssn
SELECT email AS x FROM raw.users UNION ALL SELECT note FROM raw.orders

-- query: union_all_crossed
-- value: users.email -> a identity, users.phone -> a identity, users.phone -> b identity, users.city -> b identity
-- not: users.city -> a
-- not: users.email -> b
-- not: users.ssn
SELECT email AS a, phone AS b FROM raw.users UNION ALL SELECT phone, city FROM raw.users

-- query: union_distinct
-- value: users.city -> c identity, staff.dept -> c identity
-- influence: users.city
-- not: users.email staff.name
SELECT city AS c FROM raw.users UNION DISTINCT SELECT dept FROM raw.staff

-- query: except_distinct
-- value: users.id -> id identity
-- influence: orders.user_id
-- not: users.email orders.amount
SELECT id FROM raw.users EXCEPT DISTINCT SELECT user_id FROM raw.orders

-- query: except_distinct_filtered
-- value: users.id -> id identity
-- influence: orders.user_id orders.status
-- not: users.email orders.amount
-- not value: orders.status
SELECT id FROM raw.users EXCEPT DISTINCT (SELECT user_id FROM raw.orders WHERE status = 'lost')

-- query: intersect_distinct
-- value: users.id -> id identity
-- influence: orders.user_id
-- not: users.email orders.note
SELECT id FROM raw.users INTERSECT DISTINCT SELECT user_id FROM raw.orders

-- query: union_of_transformations
-- value: users.email -> x identity
-- not: users.phone
SELECT SUBSTR(email, 1, 1) AS x FROM raw.users UNION ALL SELECT email FROM raw.users

-- query: union_of_hidden
-- value: users.email -> x partial
-- not: users.phone users.id
SELECT TO_HEX(SHA256(email)) AS x FROM raw.users UNION ALL SELECT SUBSTR(email, 1, 2) FROM raw.users

-- query: union_by_name
-- value: users.email -> mail identity, users.city -> place identity
-- not: users.email -> place
-- not: users.city -> mail
SELECT email AS mail, city AS place FROM raw.users UNION ALL BY NAME SELECT city AS place, email AS mail FROM raw.users

-- query: union_of_constants
-- value: users.email -> x identity
-- influence: users.ssn
-- not: users.phone
SELECT 'none' AS x UNION ALL SELECT email FROM raw.users WHERE ssn != '9'

-- query: nested_set_operations
-- value: users.id -> id identity, orders.user_id -> id identity
-- influence: sessions.user_id
-- not: sessions.ip orders.amount
(SELECT id FROM raw.users UNION ALL SELECT user_id FROM raw.orders) EXCEPT DISTINCT SELECT user_id FROM raw.sessions

-- query: union_aggregated
-- value: orders.amount -> n statistic, products.price -> n statistic
-- not: orders.note products.title
SELECT SUM(v) AS n FROM (SELECT amount AS v FROM raw.orders UNION ALL SELECT price FROM raw.products)
