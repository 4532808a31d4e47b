-- query: agg_count_column
-- value: users.email -> n statistic
-- not: users.phone
SELECT COUNT(email) AS n FROM raw.users

-- query: agg_count_distinct
-- value: users.ssn -> n statistic
-- not: users.email
SELECT COUNT(DISTINCT ssn) AS n FROM raw.users

-- query: agg_min_max
-- value: users.email -> lo identity, users.born -> hi identity
-- not: users.born -> lo
-- not: users.email -> hi
-- not: users.ssn
SELECT MIN(email) AS lo, MAX(born) AS hi FROM raw.users

-- query: agg_string_agg
-- value: users.email -> s identity
-- influence: users.age
-- not: users.phone
SELECT STRING_AGG(email, ',' ORDER BY age, email) AS s FROM raw.users

-- query: agg_avg
-- value: users.age -> a statistic, users.city -> city identity
-- not: users.ssn
SELECT city, AVG(age) AS a FROM raw.users GROUP BY city

-- query: agg_countif
-- influence: users.age
-- not: users.email users.born
SELECT COUNTIF(age > 20) AS n FROM raw.users

-- query: agg_logical
-- value: users.vip -> any_vip statistic
-- not: users.email
SELECT LOGICAL_OR(vip) AS any_vip FROM raw.users

-- query: agg_having_max
-- value: users.email -> m identity
-- influence: users.age
-- not: users.phone
-- random
SELECT ANY_VALUE(email HAVING MAX age) AS m FROM raw.users

-- query: agg_stddev
-- value: orders.amount -> s statistic
-- not: orders.note
SELECT STDDEV(amount) AS s FROM raw.orders

-- query: agg_approx_distinct
-- value: users.email -> n statistic
-- not: users.phone
-- cannot run: APPROX functions
SELECT APPROX_COUNT_DISTINCT(email) AS n FROM raw.users

-- query: agg_hll
-- value: users.email -> n statistic
-- not: users.phone
-- cannot run: HLL functions
SELECT HLL_COUNT.EXTRACT(HLL_COUNT.INIT(email)) AS n FROM raw.users

-- query: agg_sum_of_conditional
-- value: orders.amount -> paid statistic
-- influence: orders.status -> paid
-- not: orders.note
SELECT SUM(IF(status = 'paid', amount, 0)) AS paid FROM raw.orders

-- query: agg_of_part
-- value: users.email -> m partial
-- not: users.phone
SELECT MAX(SUBSTR(email, 1, 2)) AS m FROM raw.users

-- query: agg_ratio
-- value: orders.amount -> r statistic, orders.user_id -> r statistic
-- not: orders.note
SELECT SAFE_DIVIDE(SUM(amount), COUNT(user_id)) AS r FROM raw.orders

-- query: agg_of_aggregate
-- value: orders.amount -> m statistic
-- influence: orders.user_id
-- not: orders.note
SELECT MAX(total) AS m FROM (SELECT user_id, SUM(amount) AS total FROM raw.orders GROUP BY user_id)

-- query: agg_max_by
-- value: users.email -> m identity
-- influence: users.age
-- not: users.phone
SELECT MAX_BY(email, age) AS m FROM raw.users

