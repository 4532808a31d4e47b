-- query: udf_part
-- value: users.email -> m partial
-- not: users.phone users.ssn
SELECT `shop-prod`.lib.initial(email) AS m FROM raw.users

-- query: udf_unused_argument
-- value: users.phone -> p identity
-- not: users.email users.ssn
SELECT `shop-prod.lib.second`(email, phone) AS p FROM raw.users

-- query: udf_condition
-- influence: users.age -> band
-- not: users.email users.born
-- not value: users.age
SELECT lib.band(age) AS band FROM raw.users

-- query: udf_nested
-- value: users.email -> m partial
-- not: users.phone
SELECT lib.shout(email) AS m FROM raw.users

-- query: udf_reads_a_table
-- value: orders.amount -> spent statistic, users.email -> email identity
-- influence: orders.user_id -> spent, users.id -> spent
-- not: orders.note users.phone
SELECT email, lib.spent(id) AS spent FROM raw.users

-- query: udf_in_where
-- value: users.email -> email identity
-- influence: users.age
-- not: users.ssn
SELECT email FROM raw.users WHERE lib.band(age) = 'old'

-- query: udf_pseudonym_constant_key
-- value: users.email -> h unkeyed
-- not: users.ssn
SELECT lib.pseudonym(email, 'salt') AS h FROM raw.users

-- query: udf_pseudonym_keyed
-- value: users.email -> h keyed by keyring.salt, keyring.salt -> h keyed by users.email
-- not: users.ssn
SELECT lib.pseudonym(u.email, k.salt) AS h FROM raw.users AS u CROSS JOIN vault.keyring AS k

-- query: udf_javascript
-- value: users.email -> e identity
-- not: users.phone users.ssn
-- cannot run: JavaScript
SELECT lib.normal(email) AS e FROM raw.users

-- query: udf_temporary_like_nesting
-- value: users.city -> x partial
-- not: users.email
SELECT lib.second(email, lib.initial(city)) AS x FROM raw.users

-- query: udf_over_aggregate
-- value: users.email -> x partial
-- influence: users.city
-- not: users.phone
SELECT lib.initial(MAX(email)) AS x FROM raw.users GROUP BY city

-- query: uda_sum
-- value: orders.amount -> t statistic, orders.status -> status identity
-- not: orders.note orders.user_id
SELECT status, lib.twice(amount) AS t FROM raw.orders GROUP BY status

-- query: uda_weighted
-- value: orders.amount -> w statistic, orders.user_id -> w statistic
-- not: orders.note orders.status
SELECT lib.weighted(amount, user_id) AS w FROM raw.orders

-- query: uda_filtered
-- value: orders.amount -> t statistic
-- influence: orders.status
-- not: orders.note
SELECT lib.twice(amount) AS t FROM raw.orders WHERE status = 'paid'

-- query: uda_in_having
-- value: orders.status -> status identity
-- influence: orders.amount
-- not: orders.note
SELECT status FROM raw.orders GROUP BY status HAVING lib.twice(amount) > 30
