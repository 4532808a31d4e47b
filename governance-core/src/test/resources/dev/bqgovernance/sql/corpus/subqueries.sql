-- query: scalar_max
-- value: orders.amount -> top identity, users.email -> email identity
-- not: orders.note orders.status
SELECT email, (SELECT MAX(amount) FROM raw.orders) AS top FROM raw.users

-- query: scalar_correlated
-- value: orders.amount -> total statistic
-- influence: orders.user_id -> total, users.id -> total
-- not: orders.note users.phone
-- not value: orders.user_id
SELECT (SELECT SUM(o.amount) FROM raw.orders AS o WHERE o.user_id = u.id) AS total FROM raw.users AS u

-- query: scalar_ordered_limit
-- value: orders.note -> last_note identity
-- influence: orders.placed -> last_note
-- not: orders.amount orders.status
SELECT (SELECT o.note FROM raw.orders AS o ORDER BY o.placed DESC LIMIT 1) AS last_note FROM raw.users AS u

-- query: scalar_in_where
-- value: users.email -> email identity
-- influence: users.age orders.amount
-- not: orders.note users.ssn
-- not value: orders.amount
SELECT email FROM raw.users WHERE age > (SELECT MAX(amount) FROM raw.orders)

-- query: scalar_hands_outer_through
-- value: users.email -> m identity
-- not: users.phone orders.note
SELECT (SELECT MAX(u.email) FROM raw.orders AS o WHERE o.user_id = u.id) AS m FROM raw.users AS u

-- query: scalar_in_having
-- value: orders.status -> status identity
-- influence: orders.amount products.price
-- not: products.title orders.note
SELECT status FROM raw.orders GROUP BY status HAVING SUM(amount) > (SELECT MAX(price) FROM raw.products)

-- query: scalar_in_order
-- value: users.email -> email identity
-- influence: orders.amount orders.user_id users.id
-- not: orders.note users.city
SELECT email FROM raw.users AS u ORDER BY (SELECT SUM(amount) FROM raw.orders AS o WHERE o.user_id = u.id) DESC LIMIT 2

-- query: array_subquery
-- value: users.email -> mails identity
-- not: users.phone orders.note
SELECT o.id, ARRAY(SELECT u.email FROM raw.users AS u) AS mails FROM raw.orders AS o

-- query: array_subquery_correlated
-- value: orders.note -> notes identity
-- influence: orders.user_id -> notes, users.id -> notes
-- not: orders.amount users.phone
SELECT ARRAY(SELECT o.note FROM raw.orders AS o WHERE o.user_id = u.id) AS notes FROM raw.users AS u

-- query: array_subquery_ordered
-- value: users.email -> mails identity
-- influence: users.age -> mails
-- not: users.ssn
SELECT ARRAY(SELECT email FROM raw.users ORDER BY age DESC, email) AS mails

-- query: array_subquery_of_struct
-- value: users.email -> m identity
-- influence: users.id -> m
-- not: users.ssn users.age
SELECT ARRAY(SELECT AS STRUCT email, ssn FROM raw.users ORDER BY id)[SAFE_OFFSET(0)].email AS m

-- query: array_subquery_over_own_array
-- value: profiles.contacts.value -> a identity
-- influence: profiles.contacts.kind -> a
-- not: profiles.tags profiles.name.first
SELECT ARRAY(SELECT c.value FROM UNNEST(p.contacts) AS c WHERE c.kind = 'fax') AS a FROM raw.profiles AS p

-- query: exists_where
-- value: users.email -> email identity
-- influence: orders.user_id users.id orders.status
-- not: orders.amount orders.note users.phone
-- not value: orders.status
SELECT email FROM raw.users AS u WHERE EXISTS (SELECT 1 FROM raw.orders AS o WHERE o.user_id = u.id AND o.status = 'paid')

-- query: exists_not
-- value: users.city -> city identity
-- influence: sessions.user_id users.id
-- not: sessions.ip sessions.ms users.email
SELECT city FROM raw.users AS u WHERE NOT EXISTS (SELECT s.ip FROM raw.sessions AS s WHERE s.user_id = u.id)

-- query: exists_as_column
-- influence: orders.user_id -> buys, orders.amount -> buys, users.id -> buys
-- not: orders.note users.email
SELECT EXISTS (SELECT 1 FROM raw.orders AS o WHERE o.user_id = u.id AND o.amount > 10) AS buys FROM raw.users AS u

-- query: exists_in_case
-- influence: orders.user_id -> k, users.id -> k
-- value: users.email -> k identity
-- not: orders.amount users.phone
SELECT CASE WHEN EXISTS (SELECT 1 FROM raw.orders AS o WHERE o.user_id = u.id) THEN email ELSE 'nobody' END AS k FROM raw.users AS u

-- query: exists_over_array
-- value: profiles.user_id -> user_id identity
-- influence: profiles.contacts.kind
-- not: profiles.contacts.value profiles.tags
SELECT user_id FROM raw.profiles AS p WHERE EXISTS (SELECT 1 FROM p.contacts AS c WHERE c.kind = 'fax')

-- query: exists_uncorrelated
-- value: products.title -> title identity
-- influence: users.ssn
-- not: users.email products.price
SELECT title FROM raw.products WHERE EXISTS (SELECT 1 FROM raw.users WHERE ssn = '9')

-- query: in_subquery
-- value: orders.note -> note identity
-- influence: orders.user_id users.id users.city
-- not: users.email orders.amount
SELECT note FROM raw.orders WHERE user_id IN (SELECT id FROM raw.users WHERE city = 'Rome')

-- query: not_in_subquery
-- value: orders.note -> note identity
-- influence: orders.user_id users.id users.vip
-- not: users.email orders.amount
SELECT note FROM raw.orders WHERE user_id NOT IN (SELECT id FROM raw.users WHERE vip AND id IS NOT NULL)

-- query: in_subquery_as_column
-- influence: users.id -> known
-- not: users.email orders.amount
SELECT o.user_id IN (SELECT id FROM raw.users) AS known FROM raw.orders AS o

-- query: in_list
-- value: users.email -> email identity
-- influence: users.city
-- not: users.ssn
SELECT email FROM raw.users WHERE city IN ('Bern', 'Oslo')

-- query: in_correlated
-- value: users.email -> email identity
-- influence: orders.status users.id orders.user_id
-- not: orders.amount users.phone
SELECT email FROM raw.users AS u WHERE 'lost' IN (SELECT o.status FROM raw.orders AS o WHERE o.user_id = u.id)

-- query: like_any
-- value: users.id -> id identity
-- influence: users.email
-- not: users.phone
SELECT id FROM raw.users WHERE email LIKE ANY ('a%', '%.net')

-- query: equal_any_of_array
-- value: orders.id -> id identity
-- influence: orders.user_id users.id users.vip
-- not: users.email orders.amount
SELECT id FROM raw.orders WHERE user_id IN UNNEST(ARRAY(SELECT id FROM raw.users WHERE vip))

-- query: like_any_subquery
-- value: users.id -> id identity
-- influence: users.email orders.note
-- not: users.phone orders.amount
SELECT u.id FROM raw.users AS u WHERE EXISTS (SELECT 1 FROM raw.orders AS o WHERE u.email LIKE o.note)

-- query: subquery_in_from
-- value: users.email -> e identity
-- influence: users.age
-- not: users.phone users.ssn
SELECT t.e FROM (SELECT email AS e, ssn, phone FROM raw.users WHERE age < 30) AS t

-- query: subquery_two_levels_correlated
-- value: users.city -> city identity
-- influence: orders.user_id users.id orders.amount products.price
-- not: products.title orders.note users.email
SELECT city FROM raw.users AS u
WHERE EXISTS (
  SELECT 1 FROM raw.orders AS o
  WHERE o.user_id = u.id AND EXISTS (SELECT 1 FROM raw.products AS p WHERE p.price < o.amount AND p.id = u.id))

-- query: scalar_of_scalar
-- value: orders.amount -> x identity
-- influence: orders.placed -> x
-- not: orders.note users.email
SELECT (SELECT MAX(amount) FROM raw.orders WHERE placed = (SELECT MAX(placed) FROM raw.orders)) AS x FROM raw.users
