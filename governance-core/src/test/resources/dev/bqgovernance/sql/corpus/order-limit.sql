-- query: order_limit
-- value: users.email -> email identity
-- influence: users.age
-- not: users.phone users.ssn
-- not value: users.age
SELECT email FROM raw.users ORDER BY age DESC LIMIT 2

-- query: order_limit_expression
-- value: orders.id -> id identity
-- influence: orders.amount orders.user_id
-- not: orders.note
SELECT id FROM raw.orders ORDER BY amount * user_id, id LIMIT 2

-- query: order_limit_offset
-- value: users.id -> id identity
-- influence: users.born
-- not: users.email
SELECT id FROM raw.users ORDER BY born LIMIT 1 OFFSET 1

-- query: order_only
-- value: users.email -> email identity
-- influence: users.age
-- not: users.phone
-- ordered
SELECT email FROM raw.users ORDER BY age

-- query: order_of_groups
-- value: orders.status -> status identity
-- influence: orders.amount
-- not: orders.note
SELECT status FROM raw.orders GROUP BY status ORDER BY SUM(amount) DESC, status LIMIT 1

-- query: order_by_alias
-- value: users.email -> e partial
-- influence: users.email
-- not: users.age
SELECT LEFT(email, 3) AS e FROM raw.users ORDER BY e LIMIT 2

-- query: order_limit_in_subquery
-- value: orders.note -> note identity
-- influence: orders.user_id users.id users.age
-- not: users.email orders.amount
SELECT note FROM raw.orders WHERE user_id IN (SELECT id FROM raw.users ORDER BY age DESC LIMIT 1)

-- query: limit_only
-- value: products.title -> title identity
-- not: products.price
SELECT title FROM raw.products LIMIT 2
