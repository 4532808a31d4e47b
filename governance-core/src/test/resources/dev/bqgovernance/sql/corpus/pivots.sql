-- query: pivot_sum
-- value: orders.amount -> open statistic, orders.amount -> paid statistic, orders.user_id -> user_id identity
-- influence: orders.status
-- not: orders.note
-- not value: orders.status
SELECT * FROM (SELECT user_id, status, amount FROM raw.orders)
PIVOT (SUM(amount) FOR status IN ('open', 'paid'))

-- query: pivot_max
-- value: sessions.ip -> ip_phone identity, sessions.ip -> ip_desk identity
-- influence: sessions.device
-- not: sessions.ms
SELECT ip_phone, ip_desk FROM (SELECT user_id, device, ip FROM raw.sessions)
PIVOT (MAX(ip) AS ip FOR device IN ('phone', 'desk'))

-- query: pivot_two_aggregates
-- value: orders.amount -> total_open statistic, orders.placed -> last_open identity
-- influence: orders.status
-- not: orders.amount -> last_open
-- not: orders.placed -> total_open
-- not: orders.note
SELECT total_open, last_open FROM (SELECT user_id, status, amount, placed FROM raw.orders)
PIVOT (SUM(amount) AS total, MAX(placed) AS last FOR status IN ('open', 'paid'))

-- query: pivot_count
-- influence: staff.dept
-- not: staff.name staff.salary
SELECT it, hr FROM (SELECT dept FROM raw.staff) PIVOT (COUNT(*) FOR dept IN ('it', 'hr'))

-- query: unpivot
-- value: sales.q1 -> n identity, sales.q2 -> n identity
-- not: sales.q3 sales.region
SELECT quarter, n FROM (SELECT q1, q2 FROM raw.sales) UNPIVOT (n FOR quarter IN (q1, q2))

-- query: unpivot_name_only
-- influence: sales.q1 sales.q2
-- not: sales.region sales.product_id
SELECT quarter FROM raw.sales UNPIVOT (n FOR quarter IN (q1, q2))

-- query: unpivot_include_nulls
-- value: sales.region -> region identity, sales.q1 -> n identity, sales.q3 -> n identity
-- not: sales.q1 -> region
SELECT region, n FROM raw.sales UNPIVOT INCLUDE NULLS (n FOR quarter IN (q1 AS 'one', q2 AS 'two', q3 AS 'three'))

-- query: unpivot_pairs
-- value: users.email -> a identity, users.phone -> b identity, users.city -> a identity
-- not: users.age users.id
SELECT a, b FROM (SELECT email, phone, city, ssn FROM raw.users) UNPIVOT ((a, b) FOR k IN ((email, phone), (city, ssn)))

-- query: unpivot_summed
-- value: sales.q2 -> total statistic, sales.region -> region identity
-- not: sales.product_id
SELECT region, SUM(n) AS total FROM raw.sales UNPIVOT (n FOR quarter IN (q1, q2, q3)) GROUP BY region

-- query: pivot_named_values
-- value: orders.amount -> o statistic
-- influence: orders.status
-- not: orders.note orders.placed
SELECT o FROM (SELECT status, amount FROM raw.orders) PIVOT (AVG(amount) FOR status IN ('open' AS o, 'lost' AS l))
