-- query: select_as_struct_subquery
-- value: users.email -> s.email identity, users.city -> s.city identity
-- not: users.email -> s.city
-- not: users.ssn
SELECT (SELECT AS STRUCT u.email, u.city) AS s FROM raw.users AS u

-- query: select_as_struct_field
-- value: users.email -> email identity
-- not: users.city users.ssn
SELECT (SELECT AS STRUCT u.email, u.city).email FROM raw.users AS u

-- query: select_as_struct_array
-- value: users.email -> people.email identity, users.phone -> people.phone identity
-- not: users.phone -> people.email
-- not: users.ssn
SELECT ARRAY(SELECT AS STRUCT email, phone FROM raw.users) AS people

-- query: select_as_struct_top
-- value: users.email -> email identity
-- not: users.ssn
SELECT AS STRUCT email, city FROM raw.users

-- query: select_as_value_struct
-- value: users.email -> m identity, users.city -> c identity
-- not: users.city -> m
-- not: users.ssn
SELECT t.m, t.c FROM (SELECT AS VALUE STRUCT(email AS m, city AS c) FROM raw.users) AS t

-- query: select_as_value_scalar
-- value: users.email -> x identity
-- not: users.ssn
SELECT x FROM (SELECT AS VALUE email FROM raw.users) AS x

-- query: select_as_value_row
-- value: users.email -> email identity
-- influence: users.age
-- not: users.ssn users.phone
SELECT t.email FROM (SELECT AS VALUE u FROM raw.users AS u WHERE u.age > 20) AS t

-- query: select_as_value_latest
-- value: orders.note -> note identity, orders.status -> status identity
-- influence: orders.placed orders.user_id
SELECT row_.* FROM (
  SELECT ARRAY_AGG(o ORDER BY o.placed DESC LIMIT 1)[OFFSET(0)] AS row_ FROM raw.orders AS o GROUP BY o.user_id)
