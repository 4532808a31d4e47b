-- query: group_by_key
-- value: users.city -> city identity
-- influence: users.city
-- not: users.email users.ssn
SELECT city, COUNT(*) AS n FROM raw.users GROUP BY city

-- query: group_by_all
-- value: orders.status -> status identity, orders.amount -> total statistic
-- not: orders.note orders.user_id
SELECT status, SUM(amount) AS total FROM raw.orders GROUP BY ALL

-- query: group_by_expression
-- value: users.born -> year partial
-- influence: users.born
-- not: users.email
SELECT EXTRACT(YEAR FROM born) AS year, COUNT(*) AS n FROM raw.users GROUP BY year

-- query: grouping_sets
-- value: orders.status -> status identity, orders.placed -> placed identity, orders.amount -> total statistic
-- not: orders.note orders.user_id
-- not: orders.amount -> status
SELECT status, placed, SUM(amount) AS total FROM raw.orders GROUP BY GROUPING SETS ((status), (placed), ())

-- query: grouping_rollup
-- value: users.city -> city identity, users.vip -> vip identity
-- not: users.email users.ssn
SELECT city, vip, COUNT(*) AS n FROM raw.users GROUP BY ROLLUP (city, vip)

-- query: grouping_cube
-- value: users.city -> city identity
-- influence: users.vip
-- not: users.email
SELECT city, COUNT(*) AS n FROM raw.users GROUP BY CUBE (city, vip)

-- query: grouping_sets_partial_key
-- value: users.email -> dom partial
-- influence: users.city
-- not: users.ssn
SELECT SPLIT(email, '@')[SAFE_OFFSET(1)] AS dom, COUNT(*) AS n FROM raw.users GROUP BY GROUPING SETS (dom, city)

-- query: grouping_function
-- influence: users.city
-- not: users.email users.phone
SELECT GROUPING(city) AS g, COUNT(*) AS n FROM raw.users GROUP BY ROLLUP (city)

-- query: group_by_struct
-- value: profiles.name.first -> name identity, profiles.name.last -> name.last identity
-- influence: profiles.name.first
-- not: profiles.tags
SELECT name, COUNT(*) AS n FROM raw.profiles GROUP BY name

-- query: select_distinct
-- value: users.city -> city identity, users.vip -> vip identity
-- influence: users.city users.vip
-- not: users.email
SELECT DISTINCT city, vip FROM raw.users

-- query: having_sum
-- value: orders.status -> status identity
-- influence: orders.amount
-- not: orders.note orders.user_id
-- not value: orders.amount
SELECT status FROM raw.orders GROUP BY status HAVING SUM(amount) > 20

-- query: having_without_group
-- value: orders.amount -> m identity
-- influence: orders.user_id
-- not: orders.note
SELECT MAX(amount) AS m FROM raw.orders HAVING COUNT(DISTINCT user_id) > 1

-- query: having_of_other_column
-- value: users.city -> city identity, users.email -> n statistic
-- influence: users.ssn
-- not: users.phone
-- not: users.email -> city
SELECT city, COUNT(email) AS n FROM raw.users GROUP BY city HAVING MAX(ssn) = '9'

-- query: having_key
-- value: users.city -> city identity
-- influence: users.city
-- not: users.email
SELECT city FROM raw.users GROUP BY city HAVING city LIKE '%o%'
