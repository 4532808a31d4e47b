-- Constructs that are seldom met.

-- query: rare_aggregation_threshold
-- value: users.city -> city identity
-- influence: users.id
-- not: users.email users.ssn
SELECT WITH AGGREGATION_THRESHOLD OPTIONS (threshold = 2, privacy_unit_column = id) city, COUNT(*) AS n FROM raw.users GROUP BY city

-- query: rare_differential_privacy
-- value: users.age -> total statistic
-- not: users.email users.ssn
-- random
SELECT WITH DIFFERENTIAL_PRIVACY OPTIONS (epsilon = 10, delta = 0.01, privacy_unit_column = id) SUM(age) AS total FROM raw.users

-- query: rare_match_recognize
-- value: orders.amount -> top identity
-- influence: orders.status orders.placed orders.user_id
-- not: orders.note
SELECT top FROM raw.orders MATCH_RECOGNIZE (
  PARTITION BY user_id ORDER BY placed, id
  MEASURES MAX(a.amount) AS top
  PATTERN (a b)
  DEFINE a AS status = 'open', b AS status != 'lost'
)

-- query: rare_assert
-- value: users.city -> city identity
-- not: users.email users.ssn
FROM raw.users |> SELECT city |> ASSERT TRUE, 'never'

-- query: rare_match_recognize_rows
-- influence: orders.status orders.placed
-- not: orders.note
SELECT 1 AS one FROM raw.orders MATCH_RECOGNIZE (
  PARTITION BY user_id ORDER BY placed, id
  MEASURES COUNT(*) AS n
  PATTERN (a b)
  DEFINE a AS status = 'open', b AS status != 'lost'
)

-- query: rare_assert_behind_where
-- value: users.city -> city identity
-- influence: users.age
-- not: users.email users.ssn
FROM raw.users |> WHERE age > 20 |> ASSERT TRUE, 'never' |> SELECT city

-- query: rare_differential_privacy_filtered
-- value: users.age -> total statistic
-- influence: users.vip
-- not: users.email users.ssn
-- random
SELECT WITH DIFFERENTIAL_PRIVACY OPTIONS (epsilon = 10, delta = 0.01, privacy_unit_column = id) SUM(age) AS total FROM raw.users WHERE vip

-- query: rare_match_numbers
-- value: orders.user_id -> user_id identity
-- influence: orders.status orders.placed
-- influence: orders.status -> n
-- not: orders.note orders.amount
SELECT user_id, n FROM raw.orders MATCH_RECOGNIZE (
  PARTITION BY user_id ORDER BY placed, id
  MEASURES MAX(MATCH_NUMBER()) AS n
  PATTERN (a b)
  DEFINE a AS status = 'open', b AS status != 'lost'
)

-- query: rare_match_classifier
-- influence: orders.status -> c
-- not: orders.note orders.amount
SELECT c FROM raw.orders MATCH_RECOGNIZE (
  PARTITION BY user_id ORDER BY placed, id
  MEASURES MIN(CLASSIFIER()) AS c, MIN(MATCH_ROW_NUMBER()) AS r
  PATTERN (a | b)
  DEFINE a AS status = 'open', b AS status = 'lost'
)

-- query: rare_aggregate_of_groups
-- value: orders.amount -> a statistic
-- influence: orders.user_id -> a
-- not: orders.note orders.status
SELECT AVG(MAX(amount) GROUP BY user_id) AS a FROM raw.orders
