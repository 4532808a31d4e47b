-- query: join_inner
-- value: users.email -> email identity, orders.amount -> amount identity
-- influence: users.id orders.user_id
-- not: users.phone users.ssn orders.note orders.status
-- not: users.email -> amount
-- not value: orders.user_id
SELECT u.email, o.amount FROM raw.users AS u JOIN raw.orders AS o ON o.user_id = u.id

-- query: join_left
-- value: users.email -> email identity, orders.status -> status identity
-- influence: users.id orders.user_id
-- not: orders.amount users.city
SELECT u.email, o.status FROM raw.users u LEFT JOIN raw.orders o ON o.user_id = u.id

-- query: join_right
-- value: users.city -> city identity, orders.note -> note identity
-- influence: users.id orders.user_id
-- not: users.email orders.amount
SELECT u.city, o.note FROM raw.users u RIGHT JOIN raw.orders o ON o.user_id = u.id

-- query: join_full_using
-- value: orders.user_id -> user_id identity, sessions.user_id -> user_id identity, sessions.device -> device identity
-- not: sessions.ip orders.amount
SELECT user_id, device FROM raw.orders FULL JOIN raw.sessions USING (user_id)

-- query: join_inner_using
-- value: sessions.device -> device identity
-- influence: orders.user_id sessions.user_id
-- not: sessions.ip orders.note
SELECT user_id, device FROM raw.orders JOIN raw.sessions USING (user_id)

-- query: join_comma
-- value: users.email -> email identity
-- influence: orders.amount users.age
-- not: users.id orders.id
-- not value: orders.amount users.age
SELECT u.email FROM raw.users u, raw.orders o WHERE o.amount > u.age

-- query: join_cross
-- value: users.city -> city identity, products.title -> title identity
-- not: users.id products.id products.price
SELECT city, title FROM raw.users CROSS JOIN raw.products

-- query: join_self
-- value: staff.name -> boss_name identity
-- influence: staff.boss staff.id
-- not: staff.salary staff.dept
SELECT s.name, b.name AS boss_name FROM raw.staff AS s JOIN raw.staff AS b ON b.id = s.boss

-- query: join_range
-- value: orders.id -> id identity
-- influence: orders.placed users.born
-- not: users.email users.age orders.amount
SELECT o.id FROM raw.orders o JOIN raw.users u ON o.placed > DATE_ADD(u.born, INTERVAL 20 YEAR)

-- query: join_three
-- value: users.email -> email identity, sessions.ip -> ip identity
-- influence: orders.amount orders.user_id users.id sessions.user_id
-- not: users.ssn sessions.ms orders.status
SELECT u.email, s.ip
FROM raw.users u JOIN raw.orders o ON o.user_id = u.id AND o.amount > 4 JOIN raw.sessions s ON s.user_id = u.id

-- query: join_of_subqueries
-- value: users.email -> mail identity, orders.amount -> total statistic
-- influence: orders.status users.id orders.user_id
-- not: users.phone orders.note
SELECT a.mail, b.total
FROM (SELECT id, email AS mail, phone FROM raw.users) a
JOIN (SELECT user_id, SUM(amount) AS total FROM raw.orders WHERE status = 'paid' GROUP BY user_id) b ON a.id = b.user_id

-- query: join_left_anti
-- value: users.email -> email identity
-- influence: orders.user_id users.id
-- not: orders.amount orders.id users.ssn
-- not value: orders.user_id
SELECT u.email FROM raw.users u LEFT JOIN raw.orders o ON o.user_id = u.id WHERE o.user_id IS NULL

-- query: join_on_subquery
-- value: users.email -> email identity
-- influence: orders.amount products.price
-- not: products.title users.city
SELECT u.email FROM raw.users u JOIN raw.orders o ON o.amount > (SELECT MAX(price) FROM raw.products)

-- query: join_coalesced
-- value: users.email -> who identity, profiles.name.first -> who identity
-- not: profiles.name.last users.phone
SELECT COALESCE(u.email, p.name.first) AS who FROM raw.users u LEFT JOIN raw.profiles p ON p.user_id = u.id
