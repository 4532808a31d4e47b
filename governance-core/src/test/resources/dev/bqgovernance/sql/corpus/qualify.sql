-- query: qualify_first
-- value: users.email -> email identity
-- influence: users.city users.age
-- not: users.ssn users.phone
-- not value: users.city users.age
SELECT email FROM raw.users QUALIFY ROW_NUMBER() OVER (PARTITION BY city ORDER BY age) = 1

-- query: qualify_alias
-- value: orders.id -> id identity
-- influence: orders.amount orders.user_id
-- not: orders.note
SELECT id, RANK() OVER (PARTITION BY user_id ORDER BY amount DESC) AS r FROM raw.orders WHERE id > 0 QUALIFY r = 1

-- query: qualify_value
-- value: orders.id -> id identity
-- influence: orders.amount orders.status
-- not: orders.note
-- not value: orders.amount
SELECT id FROM raw.orders QUALIFY SUM(amount) OVER (PARTITION BY status) > 20

-- query: qualify_over_groups
-- value: orders.status -> status identity
-- influence: orders.amount
-- not: orders.note orders.placed
SELECT status FROM raw.orders GROUP BY status QUALIFY RANK() OVER (ORDER BY SUM(amount) DESC) = 1

-- query: qualify_latest_row
-- value: sessions.ip -> ip identity, sessions.device -> device identity
-- influence: sessions.started sessions.user_id
SELECT * FROM raw.sessions QUALIFY ROW_NUMBER() OVER (PARTITION BY user_id ORDER BY started DESC) = 1

-- query: qualify_in_cte
-- value: users.phone -> phone identity
-- influence: users.ssn
-- not: users.email users.city
WITH t AS (SELECT phone FROM raw.users WHERE TRUE QUALIFY COUNT(*) OVER (PARTITION BY ssn) > 1) SELECT phone FROM t
