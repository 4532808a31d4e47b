-- query: window_sum
-- value: orders.amount -> running statistic
-- influence: orders.user_id -> running, orders.placed -> running
-- not: orders.note orders.status
-- not value: orders.user_id orders.placed
SELECT SUM(amount) OVER (PARTITION BY user_id ORDER BY placed) AS running FROM raw.orders

-- query: window_rank_beside_value
-- value: users.city -> city identity
-- influence: users.age -> r
-- not: users.age -> city
-- not: users.email
SELECT city, RANK() OVER (ORDER BY age) AS r FROM raw.users

-- query: window_lag
-- value: orders.amount -> before identity
-- influence: orders.placed -> before
-- not: orders.status orders.note
SELECT LAG(amount) OVER (ORDER BY placed) AS before FROM raw.orders

-- query: window_lead_default
-- value: orders.amount -> after identity
-- influence: orders.placed -> after
-- not: orders.note
SELECT LEAD(amount, 1, 0) OVER (ORDER BY placed) AS after FROM raw.orders

-- query: window_first_value
-- value: users.email -> first_mail identity
-- influence: users.city -> first_mail, users.age -> first_mail
-- not: users.phone
SELECT FIRST_VALUE(email) OVER (PARTITION BY city ORDER BY age) AS first_mail FROM raw.users

-- query: window_last_value_frame
-- value: users.email -> m identity
-- influence: users.age -> m
-- not: users.ssn
SELECT LAST_VALUE(email) OVER (ORDER BY age ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS m FROM raw.users

-- query: window_nth_value
-- value: users.phone -> p identity
-- influence: users.age -> p
-- not: users.email
SELECT NTH_VALUE(phone, 2) OVER (ORDER BY age) AS p FROM raw.users

-- query: window_named
-- value: sessions.ms -> s statistic, sessions.ms -> top identity
-- influence: sessions.device -> s, sessions.device -> top
-- not: sessions.ip
SELECT SUM(ms) OVER w AS s, MAX(ms) OVER w AS top FROM raw.sessions WINDOW w AS (PARTITION BY device)

-- query: window_two_keys
-- influence: users.city -> a, users.age -> b
-- not: users.age -> a
-- not: users.city -> b
-- not: users.email
SELECT DENSE_RANK() OVER (ORDER BY city) AS a, NTILE(2) OVER (ORDER BY age) AS b FROM raw.users

-- query: window_count
-- value: users.email -> n statistic
-- influence: users.city -> n
-- not: users.ssn
SELECT COUNT(email) OVER (PARTITION BY city) AS n FROM raw.users

-- query: window_over_aggregate
-- value: orders.amount -> running statistic
-- influence: orders.placed
-- not: orders.note orders.user_id
SELECT placed, SUM(SUM(amount)) OVER (ORDER BY placed) AS running FROM raw.orders GROUP BY placed

-- query: window_percent_rank
-- influence: users.age -> pr
-- not: users.ssn users.email
SELECT PERCENT_RANK() OVER (ORDER BY age) AS pr FROM raw.users

-- query: window_percentile_cont
-- value: users.age -> median statistic
-- not: users.email
SELECT PERCENTILE_CONT(age, 0.5) OVER () AS median FROM raw.users

-- query: window_percentile_disc
-- value: users.age -> median identity
-- influence: users.city -> median
-- not: users.email
SELECT PERCENTILE_DISC(age, 0.5) OVER (PARTITION BY city) AS median FROM raw.users

-- query: window_range_frame
-- value: sessions.ms -> m statistic
-- influence: sessions.user_id -> m
-- not: sessions.ip
SELECT AVG(ms) OVER (ORDER BY user_id RANGE BETWEEN 1 PRECEDING AND CURRENT ROW) AS m FROM raw.sessions
